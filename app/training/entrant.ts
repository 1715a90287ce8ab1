// One entrant of a race: the engine's run, its history, and the path of its weights. The engine's run is freed as soon as it
// ends.
import { type EpochRecord, endedStates, type Progress } from '../contract/run/training.ts';
import type { EngineRun, Snapshot } from '../engine/engine.ts';
import { readyProgress } from './readyProgress.ts';
import { distanceBetween, type PathPoint, WeightPath } from './weightPath.ts';

export class Entrant {
  readonly records: EpochRecord[] = [];
  progress: Progress;
  /** How far all parameters together moved in the newest epoch (Euclidean distance): with a full batch, its one step. null before the first epoch, and where
   *  epochs are too short to be followed one by one, or no path is kept. */
  moved: number | null = null;
  readonly #path: WeightPath;
  #run: EngineRun | null;
  /** At the end of the newest epoch that was seen. */
  #last: PathPoint;
  /** Whether the last command is still being carried out. */
  #moving = false;

  /** The run must be fresh. `taken` is called after each snapshot and told whether the entrant has just ended. */
  constructor(run: EngineRun, epochs: number, pathPoints: number, taken: (justEnded: boolean) => void) {
    this.#run = run;
    this.#path = new WeightPath(pathPoints);
    this.#last = { epoch: 0, step: 0, layers: run.weights('last') };
    this.#path.add(this.#last);
    this.progress = readyProgress(epochs);
    run.onSnapshot((snapshot) => {
      this.#take(snapshot);
      taken(this.ended);
    });
  }

  get ended(): boolean {
    return endedStates.includes(this.progress.state);
  }

  /** Whether it waits for a command. */
  get atRest(): boolean {
    return !this.#moving;
  }

  /** Trains to the end of the epoch. */
  step(): void {
    this.#command((run) => run.step('epoch'));
  }
  /** Trains without stopping. */
  go(): void {
    this.#command((run) => run.start());
  }
  pause(): void {
    if (this.#moving) this.#run?.pause();
  }
  stop(): void {
    this.#command((run) => run.stop());
  }

  /** The path, including the present weights; does not interrupt a run in progress. */
  path(): readonly PathPoint[] {
    const { points } = this.#path;
    const now = this.#run?.checkpoint() ?? null;
    return now === null || now.step <= (points.at(-1)?.step ?? 0) ? points : [...points, now];
  }

  /** Frees the engine's memory; history and path stay. */
  dispose(): void {
    this.#run?.dispose();
    this.#run = null;
  }

  /** A small network, whose weights are copied in microseconds: others keep no path. */
  #follow(now: PathPoint | null): void {
    if (now === null) return;
    const point = { epoch: now.epoch, step: now.step, layers: now.layers };
    if (this.ended || this.#path.due(point.epoch)) this.#path.add(point);
    if (point.epoch === this.#last.epoch) return;
    const isNext = point.epoch === this.#last.epoch + 1;
    this.moved = isNext ? distanceBetween(this.#last.layers, point.layers) : null;
    this.#last = point;
  }

  #command(give: (run: EngineRun) => void): void {
    if (this.#run === null) return;
    this.#moving = true;
    give(this.#run);
  }

  #take({ records, changes: _, historyVersion: __, ...standing }: Snapshot): void {
    if (this.#run === null) return;
    // One by one: a snapshot may hold more epochs than a call can have arguments.
    for (const record of records) this.records.push(record);
    const { epochs } = this.progress;
    this.progress = { ...standing, epochs, secondsLeft: null };
    if (standing.state !== 'running') this.#moving = false;
    if (this.#path.keeps && (this.ended || standing.epoch > this.#last.epoch))
      this.#follow(this.#run.checkpoint());
    if (this.ended) this.dispose();
  }
}
