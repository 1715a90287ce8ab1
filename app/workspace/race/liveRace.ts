// The workspace's race in memory: what its entrants share, their trainings, and the stream that pages follow.
import { randomUUID } from 'node:crypto';
import type { RaceRates, RaceUpdate, Race as RaceView } from '../../contract/run/race.ts';
import type { OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { EngineRun } from '../../engine/engine.ts';
import type { Rows } from '../../engine/runConfig.ts';
import { Race } from '../../training/race.ts';
import type { Ground } from '../table/ground.ts';
import { Watchable } from '../watchable.ts';

/** Most records in one message, for all entrants together: as many as for a run. */
const recordsPerUpdate = 20_000;

export interface RaceParts {
  /** The workspace's spec when the race began, including layers that are switched off. */
  spec: RunSpec;
  optimizers: OptimizerSpec[];
  /** Spec, rows and preparation that all entrants share. */
  ground: Ground;
  parameters: number;
  /** In the order of `optimizers`. */
  runs: EngineRun[];
  pace: number | null;
  rates: RaceRates;
  pathPoints: number;
}

export class LiveRace {
  readonly id = randomUUID();
  readonly spec: RunSpec;
  readonly ground: Ground;
  readonly parameters: number;
  readonly rates: RaceRates;
  readonly race: Race;
  /** Rows for the losses of the plane, from the first request on. */
  rows: Promise<Rows> | null = null;
  readonly #optimizers: OptimizerSpec[];
  readonly #changes = new Watchable(null);

  /** `announce` is called after each change of the view. */
  constructor(
    { spec, optimizers, ground, parameters, runs, rates, ...options }: RaceParts,
    announce: () => void,
  ) {
    this.spec = spec;
    this.ground = ground;
    this.parameters = parameters;
    this.rates = rates;
    this.#optimizers = optimizers;
    this.race = new Race(runs, {
      ...options,
      epochs: spec.training.epochs,
      onChange: (urgent) => {
        this.#changes.changed(urgent);
        if (urgent) announce();
      },
    });
  }

  /** Whether the race is training or waits for its next step. */
  get busy(): boolean {
    return !this.race.over;
  }

  view(): RaceView {
    const { id, spec, race, parameters, rates } = this;
    return {
      id,
      spec,
      entrants: race.entrants.map((entrant, k) => {
        const { state, reason } = race.progressOf(entrant);
        return { optimizer: this.#optimizers[k]!, state, reason };
      }),
      state: race.state,
      pace: race.pace,
      rates,
      parameters,
    };
  }

  /** Everything so far, then what is new; ends with the message that the race is over. */
  async *updates(signal: AbortSignal | undefined): AsyncGenerator<RaceUpdate, void> {
    const { race } = this;
    const from = race.entrants.map(() => 0);
    const piece = Math.floor(recordsPerUpdate / from.length);
    for await (const _ of this.#changes.watch(signal)) {
      const { over } = race;
      let left = true;
      while (left) {
        const entrants = race.entrants.map((entrant, k) => {
          const records = entrant.records.slice(from[k]!, from[k]! + piece);
          return { progress: race.progressOf(entrant), from: from[k]!, records };
        });
        yield { raceId: this.id, state: race.state, entrants };
        for (const [k, { records }] of entrants.entries()) from[k]! += records.length;
        left = race.entrants.some(({ records }, k) => records.length > from[k]!);
      }
      if (over) return;
    }
  }

  /** Ends the streams and frees the engine's memory. */
  dispose(): void {
    this.race.dispose();
    this.#changes.changed(true);
  }
}
