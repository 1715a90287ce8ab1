// Several trainings in step: each trains one epoch, and the next begins when all have finished it and its time has come. At
// full speed only the first epochs are in step, so that the paths have their beginnings; after that each entrant trains as fast
// as it can. Nothing is written to disk.
import type { RaceState } from '../contract/run/race.ts';
import type { Progress } from '../contract/run/training.ts';
import type { EngineRun } from '../engine/engine.ts';
import { Entrant } from './entrant.ts';

export interface RaceOptions {
  epochs: number;
  /** Epochs per second; null: full speed. */
  pace: number | null;
  /** Most points of each path; 0: no paths are kept. */
  pathPoints: number;
  /** Called after every snapshot and command. `urgent`: the race or an entrant changed its state. */
  onChange: (urgent: boolean) => void;
}

/** At full speed so many epochs are in step: one step of six entrants costs an extra 0.1 ms, so 0.1 s in all. */
const inStepAtFirst = 1_000;
/** How much of a delay later epochs may make up for, at most. */
const mostMadeUpMs = 1_000;

export class Race {
  readonly entrants: readonly Entrant[];
  #state: RaceState = 'paused';
  #pace: number | null;
  #onChange: (urgent: boolean) => void;
  /** When the present epoch was due, and the timer for the next one. */
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The epoch after which the race pauses; `next`: one epoch after the present one, once all entrants are at rest. */
  #until: number | 'next' | null = null;
  #stopping = false;
  #disposed = false;

  /** The runs must be fresh; the race takes ownership of them. */
  constructor(runs: readonly EngineRun[], { epochs, pace, pathPoints, onChange }: RaceOptions) {
    this.#pace = pace;
    this.#onChange = onChange;
    this.entrants = runs.map(
      (run) => new Entrant(run, epochs, pathPoints, (justEnded) => this.#taken(justEnded)),
    );
  }

  get state(): RaceState {
    return this.#state;
  }
  get pace(): number | null {
    return this.#pace;
  }
  get over(): boolean {
    return this.#state === 'finished' || this.#state === 'stopped';
  }

  /** While a race is running, its entrants count as running between two epochs too. */
  progressOf(entrant: Entrant): Progress {
    if (entrant.ended) return entrant.progress;
    return { ...entrant.progress, state: this.#state === 'running' ? 'running' : 'paused' };
  }

  start(): void {
    this.#run(null);
  }

  /** Trains one epoch, then pauses. If some entrants are behind, they only catch up with the others. */
  step(): void {
    if (this.#state === 'running') for (const entrant of this.#racing) entrant.pause();
    this.#run('next');
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#endWait();
    this.#until = null;
    this.#state = 'paused';
    for (const entrant of this.#racing) entrant.pause();
    this.#onChange(true);
  }

  stop(): void {
    if (this.over) return;
    this.#endWait();
    this.#stopping = true;
    for (const entrant of this.#racing) entrant.stop();
  }

  setPace(epochsPerSecond: number | null): void {
    this.#pace = epochsPerSecond;
    this.#endWait();
    this.#since = performance.now();
    // Entrants that train freely are paused first.
    if (this.#state === 'running') for (const entrant of this.#racing) entrant.pause();
    this.#onChange(true);
    this.#goOn();
  }

  /** Frees the engine's memory of the race. */
  dispose(): void {
    this.#disposed = true;
    if (!this.over) this.#state = 'stopped';
    this.#endWait();
    for (const entrant of this.entrants) entrant.dispose();
  }

  get #racing(): Entrant[] {
    return this.entrants.filter(({ ended }) => !ended);
  }

  #run(until: 'next' | null): void {
    if (this.over) return;
    this.#until = until;
    if (this.#state !== 'running') {
      this.#since = performance.now();
      this.#state = 'running';
      this.#onChange(true);
    }
    this.#endWait();
    this.#goOn();
  }

  #taken(justEnded: boolean): void {
    if (this.#disposed) return;
    const over = this.#racing.length === 0;
    if (over) this.#state = this.#stopping ? 'stopped' : 'finished';
    this.#onChange(justEnded);
    this.#goOn();
  }

  /** Starts the next step once all entrants are at rest. */
  #goOn(): void {
    const racing = this.#racing;
    if (this.#state !== 'running' || this.#stopping || this.#timer !== undefined) return;
    if (racing.length === 0 || racing.some(({ atRest }) => !atRest)) return;
    const epochs = racing.map(({ progress }) => progress.epoch);
    const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
    if (this.#until === 'next') this.#until = least < most ? most : most + 1;
    if (this.#until !== null && least >= this.#until) {
      this.pause();
      return;
    }
    // Catching up is done without waiting for the pace.
    if (least < most) stepAll(racing.filter(({ progress }) => progress.epoch < most));
    else if (this.#until !== null) stepAll(racing);
    else if (this.#pace !== null) this.#await(1_000 / this.#pace);
    else if (least < inStepAtFirst) stepAll(racing);
    else for (const entrant of racing) entrant.go();
  }

  #await(epochMs: number): void {
    const due = this.#since + epochMs;
    const next = () => {
      this.#timer = undefined;
      this.#since = Math.max(due, performance.now() - mostMadeUpMs);
      stepAll(this.#racing);
    };
    const wait = due - performance.now();
    if (wait <= 0) next();
    else this.#timer = setTimeout(next, wait);
  }

  #endWait(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function stepAll(entrants: readonly Entrant[]): void {
  for (const entrant of entrants) entrant.step();
}
