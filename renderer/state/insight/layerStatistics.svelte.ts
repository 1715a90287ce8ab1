// Statistics of the layers of one network during a run, requested at most four times a second: the activation map of each unit, and the distributions
// of weights, gradients and activations. Their snapshots are kept in the order of steps while the screen exists (snapshots.ts limits
// how many); going back to an earlier step clears them. Snapshots from before the page was loaded, or of a kept run, are computed at
// the backend's checkpoints.

import { untrack } from 'svelte';
import type { Units } from '../../../app/contract/run/insight.ts';
import { type Failure, failureOf } from '../failure.ts';
import { Follower } from '../follow.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import { gridOver, type Predictions } from './predictions.svelte.ts';
import { evenly, type Snapshot, withSnapshot } from './snapshots.ts';

/** Activations of a layer's units over the grid of the predictions: [y][x][shown unit]. */
export interface LayerMaps extends Omit<Units['layers'][number], 'values'> {
  values: Float32Array;
}
export interface Maps {
  xSteps: number;
  ySteps: number;
  layers: LayerMaps[];
}

const everyMs = 250;
/** At most `pastSnapshots` snapshots are requested at checkpoints, for about `pastMs` milliseconds at a time, so that clicks are
 *  answered in between. */
const pastSnapshots = 40;
const pastMs = 100;
const mapSide = 22;
const lineSteps = 44;

export class LayerStatistics {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  readonly #predictions: Predictions;
  readonly #follower = new Follower({ everyMs });
  #maps = $state.raw<Maps | null>(null);
  #now = $state.raw<Snapshot | null>(null);
  #snapshots = $state.raw<readonly Snapshot[]>([]);
  #failure = $state.raw<Failure | null>(null);
  /** Step of the first snapshot of the newest weights; earlier snapshots come from checkpoints. */
  #seenFrom = Number.POSITIVE_INFINITY;
  /** Steps of the checkpoints that were requested, including snapshots that `withSnapshot` has dropped since. */
  #askedSteps = new Set<number>();

  constructor(workspace: Workspace, currentRun: CurrentRun, predictions: Predictions) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
    this.#predictions = predictions;
  }

  get maps(): Maps | null {
    return this.#maps;
  }
  /** The snapshot at the weights that are shown. */
  get now(): Snapshot | null {
    return this.#now;
  }
  /** All snapshots so far, in the order of steps. */
  get snapshots(): readonly Snapshot[] {
    return this.#snapshots;
  }
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Keeps the statistics up to date while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const open = $derived(workspace.status === 'open');
    const key = $derived(this.#predictions.subject?.key ?? null);
    const member = $derived(this.#currentRun.member);
    $effect(() => {
      void member;
      if (!open || key === null) return;
      const stop = new AbortController();
      untrack(() => {
        this.#now = null;
        this.#forget();
        this.#maps = null;
      });
      void this.#follower.follow(
        (signal) => this.#ask(workspace.client, signal),
        (error) => {
          this.#failure = failureOf(error);
        },
        stop.signal,
      );
      return () => stop.abort();
    });
    $effect(() => {
      const { axes, sample, subject } = this.#predictions;
      void [this.#currentRun.version, axes, sample, subject?.which, key];
      this.#follower.touch();
    });
  }

  async #ask(client: Client, signal: AbortSignal): Promise<void> {
    const { subject, sample } = this.#predictions;
    if (!subject || !sample) return;
    const weights = subject.which === 'initial' ? 'initial' : this.#currentRun.oneNetwork;
    const present = subject.which === 'last';
    const best = subject.which === 'best';
    const { epoch, step } = this.#currentRun.shownPosition;
    const steps = this.#currentRun.progress?.updateRatios ?? null;
    const { layers } = await client.insight.statistics({ weights, part: 'train' }, { signal });
    if (signal.aborted) return;
    if (present && step < (this.#snapshots.at(-1)?.step ?? 0)) this.#forget();
    if (present) this.#seenFrom = Math.min(this.#seenFrom, step);
    // The progress of an ended run holds the update ratios of its last step; they do not belong to an earlier checkpoint's weights.
    this.#now = { epoch, step, layers, updateRatios: typeof subject.which === 'object' ? null : steps };
    this.#snapshots = withSnapshot(this.#snapshots, { ...this.#now, updateRatios: present ? steps : null });
    const { axes } = this.#predictions;
    if (axes) {
      const units = await client.insight.units(
        { weights, ...gridOver(axes, axes.y ? mapSide : lineSteps) },
        { signal },
      );
      const layers = await Promise.all(
        units.layers.map(async (layer) => ({
          ...layer,
          values: new Float32Array(await layer.values.arrayBuffer()),
        })),
      );
      if (signal.aborted) return;
      this.#maps = { xSteps: units.xSteps, ySteps: units.ySteps, layers };
    }
    this.#failure = null;
    if (best || present) await this.#askPast(client, signal);
  }

  #forget(): void {
    this.#snapshots = [];
    this.#seenFrom = Number.POSITIVE_INFINITY;
    this.#askedSteps = new Set();
  }

  /** Requests snapshots at checkpoints that have none yet; after `pastMs` the next call continues. */
  async #askPast(client: Client, signal: AbortSignal): Promise<void> {
    const begun = performance.now();
    const asked = this.#askedSteps;
    const unseen = this.#currentRun.checkpoints.filter(({ step }) => step < this.#seenFrom);
    const left = evenly(unseen, pastSnapshots).filter(({ step }) => !asked.has(step));
    for (const { epoch, step } of left) {
      if (asked.size >= pastSnapshots) return;
      const { layers } = await client.insight.statistics({ weights: { step }, part: 'train' }, { signal });
      if (signal.aborted || asked !== this.#askedSteps) return;
      asked.add(step);
      this.#snapshots = withSnapshot(this.#snapshots, { epoch, step, layers, updateRatios: null });
      if (performance.now() - begun > pastMs) break;
    }
    if (left.length > 0) this.#follower.touch();
  }
}
