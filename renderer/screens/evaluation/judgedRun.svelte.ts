// The run whose results are shown: its evaluation, read once per run (and once per table that a model is shown on), and what a
// person has chosen on one view that the others follow.
import type { Evaluation } from '../../../app/contract/run/evaluation.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import type { EvaluationView } from '../../state/navigation.svelte.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

export class JudgedRun {
  /** null until the evaluation of the present run has arrived. */
  readonly evaluation: Evaluation | null = $derived.by(() =>
    this.#answered === this.#asked ? this.#found : null,
  );
  failure = $state.raw<Failure | null>(null);
  /** Index of the target that charts show, where there are several. */
  target = $state(0);
  /** The row that Why and Predict begin with: 0-based data row in the file as read. */
  row = $state<number | null>(null);

  /** The views that can be opened. */
  readonly #views: readonly EvaluationView[];
  #found = $state.raw<Evaluation | null>(null);
  /** What `#found` is the answer to. */
  #answered = $state.raw<string | null>(null);
  readonly #workspace: Workspace;
  readonly #asked = $derived.by(() => {
    const { run, dataset } = this.#workspace;
    if (run === null) return null;
    if (run.shown) return `${run.id} ${dataset?.id}`;
    // Folds and seeds change the verdict.
    return JSON.stringify([run.id, run.repeats]);
  });

  /** Must be created while a component is: reads as soon as there is something to read. */
  constructor(workspace: Workspace, views: readonly EvaluationView[]) {
    this.#workspace = workspace;
    this.#views = views;
    $effect(() => this.#read());
  }

  offers(view: EvaluationView): boolean {
    return this.#views.includes(view);
  }

  #read(): (() => void) | undefined {
    const { run, status, client } = this.#workspace;
    const question = this.#asked;
    if (run === null || run.metrics === null || status !== 'open' || this.#answered === question) return;
    const stop = new AbortController();
    this.failure = null;
    // The same run with other repeats is no new look at its test score.
    const call = this.#found?.runId === run.id && !run.shown ? client.evaluation.get : client.evaluation.view;
    call({ runId: run.id }, { signal: stop.signal }).then(
      (found) => {
        this.#found = found;
        this.#answered = question;
        this.target = 0;
        this.row = null;
      },
      (error: unknown) => {
        if (!stop.signal.aborted) this.failure = failureOf(error);
      },
    );
    return () => stop.abort();
  }
}
