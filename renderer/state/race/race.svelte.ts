// The workspace's race: each entrant's history, the loss surface under their paths, and the race's commands. It is followed while its
// screen is shown; a page that opens during a race receives the whole history.

import { untrack } from 'svelte';
import {
  endedRaces,
  type RacePlane,
  type RaceRates,
  type Race as RaceView,
} from '../../../app/contract/run/race.ts';
import type { OptimizerSpec } from '../../../app/contract/spec/optimizers.ts';
import { type Failure, failureOf } from '../failure.ts';
import { Follower } from '../follow.ts';
import { LossHistory } from '../run/lossHistory.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import type { Racer } from './standings.ts';

/** Grid points per side of the surface: while the race runs and the surface is requested repeatedly, and at rest. */
const sides = { running: 41, still: 81 } as const;
/** Least milliseconds between two requests for the surface, which for a large network takes cores from the race. */
const everyMs = 400;

/** The plane with its losses as floats, row by row. */
export type Surface = Omit<RacePlane, 'losses'> & { values: Float32Array };

export class Race {
  readonly #workspace: Workspace;
  #racers = $state.raw<Racer[]>([]);
  #version = $state(0);
  #surface = $state.raw<Surface | null>(null);
  #failure = $state.raw<Failure | null>(null);
  readonly #follower = new Follower({ everyMs });

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get view(): RaceView | null {
    return this.#workspace.race;
  }
  /** In the entrants' order; empty until the first message has come. */
  get racers(): readonly Racer[] {
    void this.#version;
    return this.#racers;
  }
  /** Grows by 1 with every message. */
  get version(): number {
    return this.#version;
  }
  get surface(): Surface | null {
    return this.#surface;
  }
  /** Why there is no surface. */
  get failure(): Failure | null {
    return this.#failure;
  }
  get running(): boolean {
    return this.view?.state === 'running';
  }
  get over(): boolean {
    return this.view === null || endedRaces.includes(this.view.state);
  }
  /** Largest number of epochs that an entrant has completed. */
  get epoch(): number {
    return Math.max(0, ...this.racers.map(({ progress }) => progress.epoch));
  }

  async start(
    entrants: readonly OptimizerSpec[],
    options: { threads?: number; epochsPerSecond?: number | null; rates: RaceRates },
  ): Promise<boolean> {
    const input = { entrants: [...entrants], ...options };
    return (
      (await this.#workspace.command((client) => client.race.start(input), { kind: 'race' })) !== undefined
    );
  }
  toggle(): void {
    if (this.over) return;
    const { running } = this;
    void this.#workspace.steer((client) => (running ? client.race.pause() : client.race.resume()));
  }
  step(): void {
    if (!this.over) void this.#workspace.steer((client) => client.race.step());
  }
  stop(): void {
    if (!this.over) void this.#workspace.steer((client) => client.race.stop());
  }
  setPace(epochsPerSecond: number | null): void {
    void this.#workspace.steer((client) => client.race.pace({ epochsPerSecond }));
  }

  /** Follows the current race while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const raceId = $derived(workspace.race?.id ?? null);
    $effect(() => {
      if (raceId === null || workspace.status !== 'open') return;
      const stop = new AbortController();
      untrack(() => this.#follow(workspace.client, raceId, stop.signal));
      return () => stop.abort();
    });
  }

  #follow(client: Client, raceId: string, signal: AbortSignal): void {
    this.#racers = [];
    this.#surface = null;
    this.#failure = null;
    // A broken connection ends the stream; `keepUp` begins a new one when the connection is open again.
    void this.#watch(client, raceId, signal).catch(() => {});
    void this.#follower.follow(
      (stop) => this.#look(client, stop),
      (error) => {
        this.#failure = failureOf(error);
      },
      signal,
    );
    this.#follower.touch();
  }

  async #watch(client: Client, raceId: string, signal: AbortSignal): Promise<void> {
    for await (const { entrants } of await client.race.watch({ raceId }, { signal })) {
      if (signal.aborted) return;
      this.#racers = entrants.map(({ progress, from, records }, k) => {
        const history = this.#racers[k]?.history ?? new LossHistory();
        history.put(from, records);
        return { history, progress };
      });
      this.#version += 1;
      if (this.#failure === null) this.#follower.touch();
    }
    // The stream has ended: request the surface once more, finer.
    this.#follower.touch();
  }

  async #look(client: Client, signal: AbortSignal): Promise<void> {
    const steps = this.running ? sides.running : sides.still;
    const { losses, ...plane } = await client.race.plane({ steps }, { signal });
    const values = new Float32Array(await losses.arrayBuffer());
    if (!signal.aborted) this.#surface = { ...plane, values };
  }
}
