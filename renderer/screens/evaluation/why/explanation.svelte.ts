// What the Why view knows: what each column is worth, how the output depends on the chosen one, what the chosen row's prediction is made of,
// and its nearest training rows. Each is asked for when what it depends on has changed, and given up when that changes again.
import type { Evaluation } from '../../../../app/contract/run/evaluation.ts';
import type {
  Coefficients,
  Dependence,
  Importance,
  ImportanceUpdate,
  NearestRows,
  RowContributions,
} from '../../../../app/contract/run/explanation.ts';
import { type Failure, failureOf } from '../../../state/failure.ts';
import type { JudgedRun } from '../../../state/run/judgedRun.svelte.ts';
import type { Workspace } from '../../../state/workspace.svelte.ts';

/** Seconds of shuffling that are begun without asking. */
const unasked = 3;
const nearRows = 7;

export class Explanation {
  importance = $state.raw<Importance | null>(null);
  /** How long shuffling will take; null until that is measured. */
  plan = $state.raw<Extract<ImportanceUpdate, { kind: 'plan' }> | null>(null);
  /** Share of the shuffles that are done; null while none are under way. */
  progress = $state<number | null>(null);
  dependence = $state.raw<Dependence | null>(null);
  contributions = $state.raw<RowContributions | null>(null);
  nearest = $state.raw<NearestRows | null>(null);
  coefficients = $state.raw<Coefficients | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The column that a person chose; null: the one worth most. */
  chosenColumn = $state<string | null>(null);
  /** The class that a person chose; null: the one that is predicted for the row. */
  chosenClass = $state<number | null>(null);

  readonly #workspace: Workspace;
  readonly #judged: () => JudgedRun;
  readonly #evaluation: () => Evaluation;
  #shuffling: AbortController | null = null;

  /** 0-based data row. */
  readonly row: number = $derived.by(() => this.#judged().row ?? this.#evaluation().worst[0]?.row ?? 0);
  readonly column: string | null = $derived.by(() => {
    const known = this.contributions?.columns.map(({ column }) => column) ?? [];
    if (this.chosenColumn !== null) return this.chosenColumn;
    return this.importance?.columns[0]?.column ?? (this.#waits ? (known[0] ?? null) : null);
  });
  /** Index of the target, or of the class. */
  readonly output: number | undefined = $derived.by(() =>
    this.#evaluation().detail.kind === 'numeric' ? this.#judged().target : (this.chosenClass ?? undefined),
  );
  /** Whether shuffling takes long and was not begun. */
  readonly #waits: boolean = $derived.by(
    () => this.plan !== null && this.importance === null && this.progress === null,
  );

  /** Must be created while a component is. */
  constructor(workspace: Workspace, judged: () => JudgedRun, evaluation: () => Evaluation) {
    this.#workspace = workspace;
    this.#judged = judged;
    this.#evaluation = evaluation;
    const run = $derived(evaluation().runId);
    const ready = $derived(workspace.status === 'open' && workspace.dataset !== null);
    $effect(() => {
      if (!ready) return;
      void run;
      this.importance = null;
      this.plan = null;
      void this.shuffle(unasked);
      return () => this.stop();
    });
    this.#keep(
      () => ready,
      (signal) => workspace.client.evaluation.coefficients({ runId: run }, { signal }),
      (found) => (this.coefficients = found),
    );
    this.#keepRow(() => ready);
  }

  #keepRow(ready: () => boolean): void {
    const { client } = this.#workspace;
    const runId = $derived(this.#evaluation().runId);
    const shown = $derived(this.contributions?.output);
    this.#keep(
      ready,
      (signal) => {
        const asked = {
          runId,
          of: { row: this.row },
          ...(this.output === undefined ? {} : { output: this.output }),
        };
        return client.evaluation.contributions(asked, { signal });
      },
      (found) => (this.contributions = found),
    );
    this.#keep(
      () => ready() && shown !== undefined,
      (signal) =>
        client.evaluation.nearest({ runId, row: this.row, count: nearRows, output: shown ?? 0 }, { signal }),
      (found) => (this.nearest = found),
    );
    this.#keep(
      () => ready() && shown !== undefined && this.column !== null,
      (signal) =>
        client.evaluation.dependence(
          { runId, column: this.column ?? '', output: shown ?? 0, row: this.row },
          { signal },
        ),
      (found) => (this.dependence = found),
    );
  }

  /** Asks again whenever what `ask` reads has changed. */
  #keep<Found>(
    ready: () => boolean,
    ask: (signal: AbortSignal) => Promise<Found>,
    take: (found: Found) => void,
  ): void {
    $effect(() => {
      if (!ready()) return;
      const stop = new AbortController();
      ask(stop.signal).then(
        (found) => {
          if (!stop.signal.aborted) take(found);
        },
        (error: unknown) => {
          if (!stop.signal.aborted) this.failure = failureOf(error);
        },
      );
      return () => stop.abort();
    });
  }

  /** @param atMost seconds; where it would take longer, only the plan is learned. */
  async shuffle(atMost?: number): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#shuffling = stop;
    const asked = { runId: this.#evaluation().runId, ...(atMost === undefined ? {} : { atMost }) };
    try {
      const updates = await this.#workspace.client.evaluation.importance(asked, { signal: stop.signal });
      for await (const update of updates) {
        if (stop.signal.aborted) return;
        this.#take(update);
      }
    } catch (error) {
      if (!stop.signal.aborted) this.failure = failureOf(error);
    } finally {
      if (this.#shuffling === stop) this.progress = null;
    }
  }

  #take(update: ImportanceUpdate): void {
    if (update.kind === 'plan') this.plan = update;
    else if (update.kind === 'progress') this.progress = update.done;
    else this.importance = update.importance;
  }

  /** Gives up shuffling. */
  stop(): void {
    this.#shuffling?.abort();
    this.#shuffling = null;
    this.progress = null;
  }
}
