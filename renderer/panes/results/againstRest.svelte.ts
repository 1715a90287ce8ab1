// One class against the rest: which class, its curves on the judged rows and its counts on the validation rows, and the threshold that
// all charts show. Curves are asked for once per class; moving the threshold asks nothing.

import type { Curves } from '../../../app/contract/run/curves.ts';
import type { Evaluation } from '../../../app/contract/run/evaluation.ts';
import type { Part } from '../../../app/contract/run/parts.ts';
import {
  type ErrorCosts,
  nearestStop,
  thresholdStops,
  usualCosts,
  usualThreshold,
} from '../../../app/contract/run/threshold.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';
import { type Costs, cheapestStop, costAt, outcomeAt } from './thresholdCosts.ts';

interface Found {
  curves: Curves;
  /** Of the validation rows; null where there are none apart from the judged ones. */
  validation: Curves | null;
}

export class AgainstRest {
  costs = $state.raw<Costs>(usualCosts);
  failure = $state.raw<Failure | null>(null);
  /** Whether a threshold is being kept with the model. */
  keeping = $state(false);
  #classIndex = $state(0);
  #stop = $state(0);
  #found = $state.raw<Found | null>(null);
  readonly #workspace: Workspace;
  readonly #evaluation: () => Evaluation;
  readonly #runId = $derived.by(() => this.#evaluation().runId);
  readonly #classes = $derived.by(() => {
    const { detail } = this.#evaluation();
    return detail.kind === 'class' ? detail.classes : [];
  });
  /** The stop at which the model predicts the class: its own threshold, of two classes. */
  readonly keptStop: number = $derived.by(() => {
    const stop = nearestStop(this.#evaluation().threshold ?? usualThreshold);
    return this.twoClasses && this.#classIndex === 0 ? thresholdStops.length - 1 - stop : stop;
  });

  /** The costs that the run keeps, of the class. */
  readonly keptCosts: Costs = $derived.by(() => this.#ofClass(this.#evaluation().costs ?? usualCosts));
  /** Whether what is shown differs from what the run keeps. */
  readonly changed: boolean = $derived.by(
    () =>
      this.#stop !== this.keptStop ||
      this.costs.missed !== this.keptCosts.missed ||
      this.costs.falseAlarm !== this.keptCosts.falseAlarm,
  );

  /** Must be created while a component is. */
  constructor(workspace: Workspace, evaluation: () => Evaluation) {
    this.#workspace = workspace;
    this.#evaluation = evaluation;
    this.#classIndex = firstClass(evaluation());
    $effect(() => this.#read());
    // Follows the model's threshold, which undo may set as well.
    $effect(() => {
      this.#stop = this.keptStop;
    });
    $effect(() => {
      this.costs = this.keptCosts;
    });
  }

  get twoClasses(): boolean {
    return this.#classes.length === 2;
  }

  /** Of the second of two classes <-> of the class that is shown: what one misses is the other's false alarm. */
  #ofClass(costs: ErrorCosts): ErrorCosts {
    if (!this.twoClasses || this.#classIndex === 1) return costs;
    return { missed: costs.falseAlarm, falseAlarm: costs.missed };
  }

  get classIndex(): number {
    return this.#classIndex;
  }
  set classIndex(index: number) {
    if (this.twoClasses && index !== this.#classIndex) this.#stop = thresholdStops.length - 1 - this.#stop;
    this.#classIndex = index;
  }

  get className(): string {
    return this.#classes[this.#classIndex] ?? '';
  }

  get threshold(): number {
    return thresholdStops[this.#stop] ?? usualThreshold;
  }
  set threshold(probability: number) {
    this.#stop = nearestStop(probability);
  }

  get stop(): number {
    return this.#stop;
  }
  get curves(): Curves | null {
    return this.#found?.curves ?? null;
  }
  get validation(): Curves | null {
    return this.#found?.validation ?? null;
  }

  readonly outcome = $derived.by(() => this.#found && outcomeAt(this.#found.curves, this.#stop));

  /** The cheapest threshold on the validation rows, and what it costs on the judged rows, as the present one does; null without
   *  validation rows. */
  readonly cheapest = $derived.by(() => {
    if (this.#found?.validation == null) return null;
    const stop = cheapestStop(this.#found.validation, this.costs);
    return {
      threshold: thresholdStops[stop] ?? usualThreshold,
      stop,
      cost: costAt(this.#found.curves, stop, this.costs),
      now: costAt(this.#found.curves, this.#stop, this.costs),
    };
  });

  /** Keeps the shown threshold and costs with the model of two classes. */
  async keep(): Promise<void> {
    const stop = this.#classIndex === 0 ? thresholdStops.length - 1 - this.#stop : this.#stop;
    const threshold = thresholdStops[stop] ?? usualThreshold;
    this.keeping = true;
    try {
      await this.#workspace.client.evaluation.threshold({
        ...{ runId: this.#runId, threshold },
        costs: this.#ofClass(this.costs),
      });
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.keeping = false;
    }
  }

  #read(): () => void {
    const { on, rows } = this.#evaluation();
    const [runId, index] = [this.#runId, this.#classIndex];
    const stop = new AbortController();
    const ask = (part: Part) =>
      this.#workspace.client.evaluation.curves({ runId, part, class: index }, { signal: stop.signal });
    const validation = on === 'test' && rows.validation > 0;
    this.#found = null;
    this.failure = null;
    Promise.all([ask(on), validation ? ask('validation') : null]).then(
      ([curves, ofValidation]) => {
        if (!stop.signal.aborted) this.#found = { curves, validation: ofValidation };
      },
      (error: unknown) => {
        if (!stop.signal.aborted) this.failure = failureOf(error);
      },
    );
    return () => stop.abort();
  }
}

/** Of two classes the second one, whose probability the network puts out; of more the most frequent of the judged rows. */
function firstClass({ detail }: Evaluation): number {
  if (detail.kind !== 'class') return 0;
  if (detail.classes.length === 2) return 1;
  const rows = detail.perClass.map((of) => of.rows);
  return Math.max(0, rows.indexOf(rows.reduce((most, count) => Math.max(most, count), 0)));
}
