// Looks inside the layers while the run learns, at most four a second: what each unit answers, and how weights, gradients and
// activations are spread. The spreads are kept as they come, thinned by half whenever there are too many, for the life of the
// screen; a run that is rewound begins anew.
import { untrack } from 'svelte';
import type { Units } from '../../app/contract/insight.ts';
import { type Answer, axisOf } from './answer.svelte.ts';
import { type Failure, failureOf } from './failure.ts';
import { Follower } from './follow.ts';
import { type Look, thinned } from './lookHistory.ts';
import type { Training } from './training.svelte.ts';
import type { Client, Workspace } from './workspace.svelte.ts';

/** What the units of a layer answer: [y][x][shown unit]. */
export interface LayerMaps extends Omit<Units['layers'][number], 'values'> {
  values: Float32Array;
}
export interface Maps {
  xSteps: number;
  ySteps: number;
  layers: LayerMaps[];
}

const everyMs = 250;
const mapSide = 22;
const lineSteps = 44;

export class LayerLooks {
  readonly #workspace: Workspace;
  readonly #training: Training;
  readonly #answer: Answer;
  readonly #follower = new Follower({ everyMs });
  #maps = $state.raw<Maps | null>(null);
  #looks = $state.raw<readonly Look[]>([]);
  #failure = $state.raw<Failure | null>(null);

  constructor(workspace: Workspace, training: Training, answer: Answer) {
    this.#workspace = workspace;
    this.#training = training;
    this.#answer = answer;
  }

  get maps(): Maps | null {
    return this.#maps;
  }
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
    const key = $derived(this.#answer.subject?.key ?? null);
    $effect(() => {
      if (!open || key === null) return;
      const stop = new AbortController();
      untrack(() => {
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
      const { x, y, held, sample, subject } = this.#answer;
      void [this.#training.version, x, y, held, sample, subject?.which, key];
      this.#follower.touch();
    });
  }

  async #ask(client: Client, signal: AbortSignal): Promise<void> {
    const { subject, sample, held } = this.#answer;
    if (!subject || !sample) return;
    const weights = subject.which;
    const step = this.#training.progress?.step ?? 0;
    const epoch = this.#training.progress?.epoch ?? 0;
    const updateRatios = this.#training.progress?.updateRatios ?? null;
    const statistics = await client.insight.statistics({ weights, part: 'train' }, { signal });
    if (signal.aborted) return;
    // What was looked at of the past is no newer look.
    if (this.#training.moment === null) this.#keep({ epoch, step, layers: statistics.layers, updateRatios });
    const x = axisOf(sample, this.#answer.x);
    const y = axisOf(sample, this.#answer.y);
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
  }

  #keep(next: Look): void {
    const last = this.#looks.at(-1);
    const looks = last && next.step < last.step ? [] : this.#looks.filter(({ step }) => step !== next.step);
    this.#looks = thinned([...looks, next]);
  }
}
