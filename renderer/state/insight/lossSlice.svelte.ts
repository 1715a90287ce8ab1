// The loss along one parameter, the others as they are at the weights that are shown.

import type { Slice } from '../../../app/contract/run/lossPath.ts';
import type { Failure } from '../failure.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import { Followed } from './followed.svelte.ts';
import type { NamedParameter } from './networkParameters.ts';
import type { RunPath } from './runPath.svelte.ts';
import { firstRange, grownRange, type Range, rangeAround, valley } from './sliceRange.ts';

const steps = 161;
/** How often the range is grown towards a lower loss: by 2 to the power of it. */
const mostGrowths = 4;

export class LossSlice {
  readonly #path: RunPath;
  readonly #parameter: () => NamedParameter | null;
  readonly #followed: Followed<Slice>;

  /** @param parameter one of the path's. */
  constructor(workspace: Workspace, path: RunPath, parameter: () => NamedParameter | null) {
    this.#path = path;
    this.#parameter = parameter;
    this.#followed = new Followed(workspace, {
      key: () => {
        const [key, chosen] = [path.key, parameter()];
        return key !== null && chosen ? `${key} ${chosen.name}` : null;
      },
      kind: () => `${path.shown.kind} ${parameter()?.name}`,
      touch: () => [path.points, path.shown.subject?.which],
      ask: (client, signal) => this.#ask(client, signal),
    });
  }

  /** null until it has been loaded. */
  get slice(): Slice | null {
    return this.#followed.answer;
  }
  get failure(): Failure | null {
    return this.#followed.failure;
  }

  /** Keeps the slice up to date while the calling component exists; the path has to be kept up too. */
  keepUp(): void {
    this.#followed.keepUp();
  }

  async #ask(client: Client, signal: AbortSignal): Promise<Slice> {
    const chosen = this.#parameter()!;
    const at = this.#path.parameters.findIndex(({ name }) => name === chosen.name);
    const walked = this.#path.points.flatMap(({ values }) => values[at] ?? []);
    const weights = this.#path.shown.subject!.which;
    const over = ([from, to]: Range) =>
      client.insight.slice({ weights, part: 'train', parameter: chosen.index, from, to, steps }, { signal });
    let range = firstRange(walked.length > 0 ? walked : [0]);
    let slice = await over(range);
    for (let grown = 0; grown < mostGrowths; grown++) {
      const next = grownRange(range, slice.losses);
      if (next === null) break;
      range = next;
      slice = await over(range);
    }
    const lowest = valley(slice.values, slice.losses);
    if (lowest === null) return slice;
    const around = rangeAround(lowest.value, [...walked, slice.value]);
    return around[0] === range[0] && around[1] === range[1] ? slice : over(around);
  }
}
