// Statistics of the layers while the run learns, at most four a second: the activation of each unit, and how weights, gradients and
// activations are spread. The spreads are kept in the order of steps, thinned by half whenever there are too many, for the life of
// the screen; a run that is rewound begins anew. A run that was over before it could be looked at is looked at afterwards, at
// the states it keeps.

import { untrack } from 'svelte';
import type { Units } from '../../../app/contract/run/insight.ts';
import { type Failure, failureOf } from '../failure.ts';
import { Follower } from '../follow.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import { evenly, type Look, withLook } from './lookHistory.ts';
import { axisOf, type Predictions } from './predictions.svelte.ts';

/** Activations of the units of a layer: [y][x][shown unit]. */
export interface LayerMaps extends Omit<Units['layers'][number], 'values'> {
  values: Float32Array;
}
export interface Maps {
  xSteps: number;
  ySteps: number;
  layers: LayerMaps[];
}

const everyMs = 250;
/** States of an ended run that are looked at, and how long at a time, so that a click comes between. */
const pastLooks = 40;
const pastMs = 100;
const mapSide = 22;
const lineSteps = 44;

export class LayerLooks {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  readonly #predictions: Predictions;
  readonly #follower = new Follower({ everyMs });
  #maps = $state.raw<Maps | null>(null);
  #now = $state.raw<Look | null>(null);
  #looks = $state.raw<readonly Look[]>([]);
  #failure = $state.raw<Failure | null>(null);

  constructor(workspace: Workspace, currentRun: CurrentRun, predictions: Predictions) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
    this.#predictions = predictions;
  }

  get maps(): Maps | null {
    return this.#maps;
  }
  /** At the weights that are looked at. */
  get now(): Look | null {
    return this.#now;
  }
  /** All so far, in the order of steps. */
  get looks(): readonly Look[] {
    return this.#looks;
  }
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Follows whatever is current, for the life of the component that calls it. */
  keepUp(): void {
    const workspace = this.#workspace;
    const open = $derived(workspace.status === 'open');
    const key = $derived(this.#predictions.subject?.key ?? null);
    $effect(() => {
      if (!open || key === null) return;
      const stop = new AbortController();
      untrack(() => {
        this.#now = null;
        this.#looks = [];
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
      const { x, y, held, sample, subject } = this.#predictions;
      void [this.#currentRun.version, x, y, held, sample, subject?.which, key];
      this.#follower.touch();
    });
  }

  async #ask(client: Client, signal: AbortSignal): Promise<void> {
    const { subject, sample, held } = this.#predictions;
    if (!subject || !sample) return;
    const weights = subject.which;
    const present = weights === 'last';
    const { epoch, step } = this.#currentRun.shownPosition;
    const steps = this.#currentRun.progress?.updateRatios ?? null;
    const { layers } = await client.insight.statistics({ weights, part: 'train' }, { signal });
    if (signal.aborted) return;
    if (present && step < (this.#looks.at(-1)?.step ?? 0)) this.#looks = [];
    // An ended run reports its last step beside its best weights; that step is not part of their past.
    this.#now = { epoch, step, layers, updateRatios: typeof weights === 'object' ? null : steps };
    this.#looks = withLook(this.#looks, { ...this.#now, updateRatios: present ? steps : null });
    const x = axisOf(sample, this.#predictions.x);
    const y = axisOf(sample, this.#predictions.y);
    if (x) {
      const axes = y
        ? { x: { ...x, steps: mapSide }, y: { ...y, steps: mapSide } }
        : { x: { ...x, steps: lineSteps }, y: null };
      const units = await client.insight.units(
        { weights, ...axes, fixed: Object.fromEntries(held) },
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
    if (weights === 'best') await this.#lookBack(client, signal);
  }

  /** At some of the states that were not looked at in time; the rest with the next asking. */
  async #lookBack(client: Client, signal: AbortSignal): Promise<void> {
    const begun = performance.now();
    const known = new Set(this.#looks.map(({ step }) => step));
    const left = evenly(this.#currentRun.checkpoints, pastLooks).filter(({ step }) => !known.has(step));
    if (this.#looks.length >= pastLooks) return;
    for (const { epoch, step } of left) {
      const { layers } = await client.insight.statistics({ weights: { step }, part: 'train' }, { signal });
      if (signal.aborted) return;
      this.#looks = withLook(this.#looks, { epoch, step, layers, updateRatios: null });
      if (performance.now() - begun > pastMs) break;
    }
    if (left.length > 0) this.#follower.touch();
  }
}
