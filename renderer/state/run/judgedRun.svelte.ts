// The run whose results are shown: its evaluation, read once per run (and once per table that a model is shown on), and what a
// person has chosen on one view that the others follow.
import type { Evaluation } from '../../../app/contract/run/evaluation.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { EvaluationView } from '../navigation.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** What an evaluation is of: a run on some rows, and the threshold by which it predicts. */
interface Question {
  rows: string;
  threshold: number | undefined;
}

export class JudgedRun {
  /** null until the evaluation of the present run has arrived. */
  readonly evaluation: Evaluation | null = $derived.by(() =>
    this.#answered !== null && this.#answered.rows === this.#rows ? this.#found : null,
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
  #answered = $state.raw<Question | null>(null);
  readonly #workspace: Workspace;
  // Plain values: the run is another object ten times a second, and an effect runs again only where these differ.
  readonly #rows = $derived.by(() => {
    const { run, dataset } = this.#workspace;
    if (run === null) return null;
    if (run.shown) return `${run.id} ${dataset?.id}`;
    // Folds and seeds change the verdict.
    return JSON.stringify([run.id, run.repeats]);
  });
  readonly #threshold = $derived.by(() => this.#workspace.run?.threshold);
  readonly #scoredRun = $derived.by(() => {
    const { run } = this.#workspace;
    return run === null || run.metrics === null ? null : run.id;
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
    const { status, client } = this.#workspace;
    const [rows, threshold, runId] = [this.#rows, this.#threshold, this.#scoredRun];
    if (rows === null || runId === null || status !== 'open') return;
    if (this.#answered?.rows === rows && this.#answered.threshold === threshold) return;
    const stop = new AbortController();
    this.failure = null;
    // The same rows by another threshold, or with folds or seeds, are no new look at the test score.
    const call =
      this.#found?.runId === runId && !this.#workspace.run?.shown
        ? client.evaluation.get
        : client.evaluation.view;
    call({ runId }, { signal: stop.signal }).then(
      (found) => {
        this.#found = found;
        // A threshold changes what is predicted, not what is looked at.
        const same = this.#answered?.rows === rows;
        this.#answered = { rows, threshold };
        if (same) return;
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
