// Steps that a person takes one by one, and the weights after each: checkpoints are kept only at ends of epochs, which are too far apart
// where an epoch has many batches. Only of small networks, whose weights are copied in microseconds; the newest steps are kept.
import type { Floats, LayerWeights } from '../contract/model.ts';
import type { CheckpointPosition } from '../contract/run/training.ts';
import type { EngineRun, Snapshot } from '../engine/engine.ts';

export interface TrailPoint extends CheckpointPosition {
  layers: LayerWeights<Floats>[];
}

/** The network of 256 parameters takes 2 kB a step, so that all steps take 2 MB at most. */
const mostParameters = 256;
const mostSteps = 1_000;

export class StepTrail {
  /** Ascending; a new array whenever it changes. */
  points: readonly TrailPoint[] = [];
  readonly #run: EngineRun;
  /** Known after the first step. */
  #isSmall: boolean | null = null;
  /** Steps that are still to be taken, the present one included; 0 while none is. */
  #left = 0;
  /** Step before the present one. */
  #from = 0;

  constructor(run: EngineRun) {
    this.#run = run;
  }

  /** Whether steps are being taken here. */
  get isStepping(): boolean {
    return this.#left > 0;
  }

  /** Takes `times` steps after those that are still to be taken. @param from steps so far, of a run at rest. */
  take(times: number, from: number): void {
    const begins = this.#left === 0;
    this.#left += times;
    if (begins) this.#next(from);
  }

  /** Call before any other command: what is still to be taken is given up, and the present step is not kept. */
  giveUp(): void {
    this.#left = 0;
  }

  /** Call with every snapshot. Returns whether it is the end of a step after which another one follows. */
  see({ state, epoch, step }: Snapshot): boolean {
    if (this.#left === 0 || step <= this.#from || state === 'running') return false;
    // More than one step on, the steps of another command came between: the weights may be of a later step than this one.
    if (step === this.#from + 1) this.#keep({ epoch, step });
    this.#left = state === 'paused' ? this.#left - 1 : 0;
    if (this.#left === 0) return false;
    this.#next(step);
    return true;
  }

  forget(): void {
    this.giveUp();
    this.points = [];
  }

  #next(from: number): void {
    this.#from = from;
    // A large network's steps are not kept, so they need not be taken one by one.
    const together = this.#isSmall === false ? this.#left : 1;
    this.#run.step('batch', together);
    if (together > 1) this.#left = 0;
  }

  /** The engine is at rest, so its weights are those of this step. */
  #keep(at: CheckpointPosition): void {
    if (this.#isSmall === false) return;
    const layers = this.#run.weights('last');
    this.#isSmall = parametersOf(layers) <= mostParameters;
    if (this.#isSmall) this.points = [...this.points.slice(1 - mostSteps), { ...at, layers }];
  }
}

function parametersOf(layers: readonly LayerWeights<Floats>[]): number {
  return layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
}
