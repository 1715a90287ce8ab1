// The network's current predictions: on a grid over one or two features, with fixed values of the other features that a person can
// change, or over the plane of the first two principal components; and for each row of the drawn sample. They are requested again as
// the run learns, and once for the initial weights; nothing is requested while the screen is not shown.

import { untrack } from 'svelte';
import type { GridInput, Solution, WhichWeights } from '../../../app/contract/run/insight.ts';
import { insightLimits } from '../../../app/contract/run/insightLimits.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { type Failure, failureOf } from '../failure.ts';
import { Follower } from '../follow.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import { bestPair } from './bestPair.ts';
import { type PrincipalPlane, principalPlane } from './principalPlane.ts';
import { extent, Sample } from './rowSample.ts';
import { ShownNetwork, type Subject } from './shownNetwork.svelte.ts';

/** Predictions over the axes: [y][x][output]. */
export interface Slice {
  x: GridInput['x'];
  y: GridInput['y'];
  /** What the axes go along, where that is not a column; their `column` is then empty. */
  plane: PrincipalPlane | null;
  outputs: string[];
  values: Float32Array;
  epoch: number | null;
}
/** What a grid is requested over, but for its number of points. */
export interface Axes {
  x: GridAxis;
  /** null for a line. */
  y: GridAxis | null;
  plane: PrincipalPlane | null;
  /** Of the features that are not on an axis, as the cells of the table would hold them. */
  fixed: Record<string, string>;
}
type GridAxis = Omit<GridInput['x'], 'steps'>;
/** Margin beyond the outermost rows, as a share of their range. */
const room = 0.04;
/** As a share of the range of the rows. */
const nearZero = 0.25;
/** Redrawing more than fifteen times a second shows no more. */
const everyMs = 70;
const lineSteps = 160;
/** Points along each axis of a two-feature grid: as many as can be computed within `everyMs`. */
const sides = { least: 24, first: 56, most: 112 };

export class Predictions {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  readonly #shown: ShownNetwork;
  readonly #forLesson: boolean;
  readonly #follower = new Follower({ everyMs });
  #side = sides.first;
  #x = $state<string | null>(null);
  #y = $state<string | null>(null);
  #onPlane = $state(false);
  #held = $state.raw<ReadonlyMap<string, string>>(new Map());
  #sample = $state.raw<Sample | null>(null);
  #slice = $state.raw<Slice | null>(null);
  #rowPredictions = $state.raw<Float32Array | null>(null);
  #solution = $state.raw<Solution | null>(null);
  #failure = $state.raw<Failure | null>(null);
  readonly #numbers = $derived.by(() => this.#features(['number']));
  readonly #categories = $derived.by(() => this.#features(['category', 'boolean']));
  readonly #plane = $derived.by(() => {
    const sample = this.#sample;
    if (!sample || !this.#onPlane) return null;
    return principalPlane(this.#numbers, sample.column, sample.typical);
  });
  readonly #heldAt = $derived.by(() => {
    const sample = this.#sample;
    if (!sample) return new Map<string, string>();
    const others = this.#plane
      ? this.#categories
      : [...this.#numbers, ...this.#categories].filter((name) => name !== this.#x && name !== this.#y);
    return new Map(others.map((name) => [name, this.#held.get(name) ?? sample.usual(name)]));
  });
  readonly #axes = $derived.by((): Axes | null => {
    const sample = this.#sample;
    if (!sample) return null;
    const fixed = this.#asCells(this.#heldAt);
    const plane = this.#plane;
    if (plane) {
      const [x, y] = plane.positions.map((positions) => widened('', extent(positions)));
      return { x: x!, y: y!, plane, fixed };
    }
    const near = this.#forLesson ? nearZero : 0;
    const x = axisOf(sample, this.#x, near);
    return x && { x, y: axisOf(sample, this.#y, near), plane, fixed };
  });

  /** @param forLesson the axes as a text beside the picture speaks of them: two features in the order of the table's columns, and 0 on
   *  an axis where it is near. */
  constructor(workspace: Workspace, currentRun: CurrentRun, { forLesson = false } = {}) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
    this.#forLesson = forLesson;
    this.#shown = new ShownNetwork(workspace, currentRun);
  }

  get subject(): Subject | null {
    return this.#shown.subject;
  }
  /** Features that can be on an axis; `categories` are those that can only have a fixed value. */
  get numbers(): readonly string[] {
    return this.#numbers;
  }
  get categories(): readonly string[] {
    return this.#categories;
  }
  /** The plane of the first two principal components while it is on the axes. */
  get plane(): PrincipalPlane | null {
    return this.#plane;
  }
  get axes(): Axes | null {
    return this.#axes;
  }
  get x(): string | null {
    return this.#x;
  }
  get y(): string | null {
    return this.#y;
  }
  get sample(): Sample | null {
    return this.#sample;
  }
  get slice(): Slice | null {
    return this.#slice;
  }
  /** For the rows of the sample: [row][output]. */
  get rowPredictions(): Float32Array | null {
    return this.#rowPredictions;
  }
  /** The least-squares line, in regression with one feature. */
  get solution(): Solution | null {
    return this.#solution;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  /** The features that are not on an axis, each with its fixed value as the text of a cell. */
  get held(): ReadonlyMap<string, string> {
    return this.#heldAt;
  }

  /** Puts the first two principal components on the axes. */
  choosePlane(): void {
    this.#onPlane = true;
  }
  /** Puts a column on an axis. If the other axis has it, the two axes swap. */
  choose(axis: 'x' | 'y', column: string | null): void {
    this.#onPlane = false;
    if (axis === 'x' && column !== null) {
      if (column === this.#y) this.#y = this.#x;
      this.#x = column;
    } else if (axis === 'y') {
      if (column !== null && column === this.#x) this.#x = this.#y ?? this.#x;
      this.#y = column;
    }
  }
  hold(column: string, value: string): void {
    this.#held = new Map([...this.#held, [column, value]]);
  }

  /** Keeps the predictions up to date while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const open = $derived(workspace.status === 'open');
    const key = $derived(this.#shown.rowsKey);
    const atRest = $derived(this.#currentRun.progress?.state !== 'running');
    $effect(() => {
      if (!open || key === null) return;
      const stop = new AbortController();
      untrack(() => this.#begin(stop.signal)).catch((error) => {
        if (!stop.signal.aborted) this.#failure = failureOf(error);
      });
      return () => stop.abort();
    });
    $effect(() => {
      if (!open || key === null || !atRest || !this.#sample) return;
      const stop = new AbortController();
      void untrack(() => this.#solve(stop.signal));
      return () => stop.abort();
    });
    $effect(() => {
      void [this.#currentRun.version, this.#axes, this.#sample, this.subject?.which, this.subject?.key, key];
      this.#follower.touch();
    });
  }

  /** In the order of the types; at most as many as rows are requested for. */
  #features(types: readonly string[]): string[] {
    const columns = (this.#shown.spec?.data.columns ?? []).filter(({ role }) => role === 'feature');
    const ofTypes = (some: readonly string[]) =>
      some.flatMap((type) => columns.filter((one) => one.type === type).map(({ name }) => name));
    const requested = new Set(
      ofTypes(['number', 'category', 'boolean']).slice(0, insightLimits.rowColumns.max),
    );
    return ofTypes(types).filter((name) => requested.has(name));
  }
  /** Numbers with the table's decimal sign. */
  #asCells(held: ReadonlyMap<string, string>): Record<string, string> {
    const decimal = this.#workspace.dataset?.dialect.decimal ?? '.';
    const numbers = new Set(this.#numbers);
    return Object.fromEntries(
      Array.from(held, ([name, text]) => [name, numbers.has(name) ? text.replace('.', decimal) : text]),
    );
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const { subject } = this;
    if (!subject) return;
    this.#slice = null;
    this.#rowPredictions = null;
    this.#failure = null;
    const { client } = this.#workspace;
    const columns = [...this.numbers, ...this.categories];
    const said = await client.insight.rows({ weights: subject.which, columns }, { signal });
    const [values, truth] = await Promise.all([said.values.arrayBuffer(), said.truth.arrayBuffer()]);
    if (signal.aborted) return;
    this.#takeSample(new Sample(said, columns, new Float64Array(values), new Float64Array(truth)));
    await this.#follower.follow(
      (stop) => this.#ask(client, stop),
      (error) => {
        this.#failure = failureOf(error);
      },
      signal,
    );
  }

  /** Keeps the axes if their columns still exist; otherwise takes the pair of features that tells most of the target. */
  #takeSample(sample: Sample): void {
    this.#sample = sample;
    const { numbers } = this;
    const known = (name: string | null) => name !== null && numbers.includes(name);
    if (known(this.#x) && (known(this.#y) || numbers.length < 2)) return;
    const classes = this.subject?.spec.data.task !== 'regression';
    const best = numbers
      .map((name) => ({ name, share: sample.explained(name, classes) }))
      .sort((a, b) => b.share - a.share)
      .map(({ name }) => name);
    const truth = classes ? sample.truth : sample.truth.filter((_, at) => at % sample.outputs.length === 0);
    const pair = bestPair({ names: best, column: sample.column, truth, classes })?.slice();
    if (this.#forLesson) pair?.sort((a, b) => numbers.indexOf(a) - numbers.indexOf(b));
    this.#x = pair?.[0] ?? best[0] ?? null;
    this.#y = pair?.[1] ?? null;
    this.#held = new Map();
    this.#onPlane = false;
  }

  async #ask(client: Client, signal: AbortSignal): Promise<void> {
    const { subject } = this;
    if (!subject) return;
    const weights = subject.which;
    // The backend's spec decides the initial weights.
    if (weights === 'initial') await this.#workspace.sent;
    const slice = await this.#sliceOf(client, weights, signal);
    const response = await client.insight.predictions({ weights }, { signal });
    const rowPredictions = new Float32Array(await response.values.arrayBuffer());
    if (signal.aborted) return;
    this.#slice = slice;
    this.#rowPredictions = rowPredictions;
    this.#failure = null;
  }

  /** null where no feature is numeric; the rows' predictions are requested all the same. */
  async #sliceOf(client: Client, weights: WhichWeights, signal: AbortSignal): Promise<Slice | null> {
    const axes = this.#axes;
    if (!axes) return null;
    const begun = performance.now();
    const grid = await client.insight.grid(
      { weights, ...gridOver(axes, axes.y ? this.#side : lineSteps) },
      { signal },
    );
    const values = new Float32Array(await grid.values.arrayBuffer());
    this.#pace(performance.now() - begun);
    return {
      x: { ...axes.x, steps: grid.xSteps },
      y: axes.y && { ...axes.y, steps: grid.ySteps },
      plane: axes.plane,
      outputs: grid.outputs,
      values,
      epoch: grid.epoch,
    };
  }

  /** Makes the grid finer after a fast response, coarser after a slow one.
   *  @param took milliseconds. */
  #pace(took: number): void {
    if (took > everyMs) this.#side = Math.max(sides.least, Math.round(this.#side * 0.75));
    else if (took < everyMs / 3) this.#side = Math.min(sides.most, this.#side + 8);
  }

  async #solve(signal: AbortSignal): Promise<void> {
    const { subject } = this;
    const one = this.numbers.length === 1 && this.categories.length === 0;
    // Least squares are of the edited spec: with other rows or row weights its line is of another loss.
    const rows = (spec: RunSpec | null | undefined) => JSON.stringify([spec?.data, spec?.seed]);
    const same = rows(subject?.spec) === rows(this.#workspace.spec);
    if (subject?.spec.data.task !== 'regression' || !one || !same) {
      this.#solution = null;
      return;
    }
    try {
      const solution = await this.#workspace.client.insight.solve(undefined, { signal });
      if (!signal.aborted) this.#solution = solution;
    } catch {
      // The predictions are shown without the line.
      if (!signal.aborted) this.#solution = null;
    }
  }
}

/** What `insight.grid` and `insight.units` take. @param steps points along each axis. */
export function gridOver({ x, y, plane, fixed }: Axes, steps: number) {
  return {
    x: { ...x, steps },
    y: y && { ...y, steps },
    fixed,
    ...(plane ? { directions: plane.directions } : {}),
  };
}

/** The range of a column's values with a margin on both sides; null where no row has a value.
 *  @param near 0 is in the range if it is no farther from it than this share of the range. */
function axisOf(sample: Sample, column: string | null, near: number): GridAxis | null {
  const range = column === null ? null : sample.range(column);
  if (column === null || !range) return null;
  const [low, high] = range;
  const reach = (high - low) * near;
  return widened(column, [low > 0 && low <= reach ? 0 : low, high < 0 && -high <= reach ? 0 : high]);
}

function widened(column: string, [low, high]: readonly [number, number]): GridAxis {
  const margin = (high - low || Math.abs(low) || 1) * room;
  return { column, from: low - margin, to: high + margin };
}
