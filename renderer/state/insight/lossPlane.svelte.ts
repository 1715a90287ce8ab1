// The loss over two parameters, the others as they are at the weights that are shown. The sides hold the whole path and change only when
// it leaves them.

import type { Plane } from '../../../app/contract/run/insight.ts';
import type { Failure } from '../failure.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import { Followed } from './followed.svelte.ts';
import type { NamedParameter } from './networkParameters.ts';
import type { RunPath } from './runPath.svelte.ts';
import { type Range, rangeAround, valley } from './sliceRange.ts';

const steps = 61;

export interface LossSurface {
  x: { from: number; to: number };
  y: { from: number; to: number };
  steps: number;
  /** [y][x]; NaN where not finite. */
  values: Float32Array;
  /** Training rows that the losses are means of. */
  rows: number;
}

export class LossPlane {
  readonly #path: RunPath;
  readonly #axes: () => readonly [NamedParameter, NamedParameter] | null;
  readonly #followed: Followed<LossSurface>;

  /** @param axes two of the path's parameters. */
  constructor(
    workspace: Workspace,
    path: RunPath,
    axes: () => readonly [NamedParameter, NamedParameter] | null,
  ) {
    this.#path = path;
    this.#axes = axes;
    this.#followed = new Followed(workspace, {
      key: () => {
        const [key, chosen] = [path.key, axes()];
        return key !== null && chosen ? `${key} ${chosen.map(({ name }) => name).join(' ')}` : null;
      },
      kind: () => `${path.shown.kind} ${axes()?.map(({ name }) => name)}`,
      touch: () => [path.points, path.shown.subject?.which],
      ask: (client, signal) => this.#ask(client, signal),
    });
  }

  /** null until it has been loaded. */
  get surface(): LossSurface | null {
    return this.#followed.answer;
  }
  get failure(): Failure | null {
    return this.#followed.failure;
  }

  /** Keeps the surface up to date while the calling component exists; the path has to be kept up too. */
  keepUp(): void {
    this.#followed.keepUp();
  }

  async #ask(client: Client, signal: AbortSignal): Promise<LossSurface> {
    const axes = this.#axes()!;
    const sides = await Promise.all(axes.map((axis) => this.#side(client, axis, signal)));
    const [x, y] = sides.map(([from, to]) => ({ from, to })) as [LossSurface['x'], LossSurface['y']];
    const plane: Plane = await client.insight.plane(
      {
        weights: this.#path.shown.subject!.which,
        part: 'train',
        directions: { kind: 'parameters', x: axes[0].index, y: axes[1].index, sides: { x, y } },
        span: 1,
        steps,
      },
      { signal },
    );
    const values = Float32Array.from(plane.losses.flat(), (loss) => loss ?? Number.NaN);
    return { x, y, steps, values, rows: plane.rows };
  }

  /** Holds the path and, where it is near, the lowest point along this parameter. */
  async #side(client: Client, { index, name }: NamedParameter, signal: AbortSignal): Promise<Range> {
    const at = this.#path.parameters.findIndex((one) => one.name === name);
    const walked = this.#path.points.flatMap(({ values }) => values[at] ?? []);
    const known = walked.length > 0 ? walked : [0];
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const reach = Math.max(3, high - low);
    const weights = this.#path.shown.subject!.which;
    const range = { from: low - reach, to: high + reach, steps: 41 };
    const { values, losses } = await client.insight.slice(
      { weights, part: 'train', parameter: index, ...range },
      { signal },
    );
    const lowest = valley(values, losses);
    return rangeAround(lowest?.value ?? (low + high) / 2, known);
  }
}
