// One row forward through the network at the weights that are shown, again after every change of them: unlike the walk of a row
// (rowWalk.svelte.ts), which stays with one copy of the weights.

import type { Walk } from '../../../app/contract/run/walk.ts';
import type { Failure } from '../failure.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { Followed } from './followed.svelte.ts';
import { ShownNetwork } from './shownNetwork.svelte.ts';

export class PresentWalk {
  readonly shown: ShownNetwork;
  readonly #followed: Followed<Walk>;
  /** The first training row, of the network with this key. */
  #first: { key: string; row: number } | null = null;

  /** @param row 0-based data row; null: the first training row. */
  constructor(workspace: Workspace, currentRun: CurrentRun, row: () => number | null) {
    this.shown = new ShownNetwork(workspace, currentRun);
    this.#followed = new Followed(workspace, {
      key: () => this.shown.subject && `${this.shown.subject.key} ${row()}`,
      kind: () => this.shown.kind,
      touch: () => [currentRun.version, currentRun.member, this.shown.subject?.which, this.shown.spec],
      ask: async (client, signal) => {
        const key = this.shown.subject!.key;
        const weights = workspace.run === null ? 'initial' : currentRun.oneNetwork;
        if (row() === null && this.#first?.key !== key) {
          const { rows } = await client.insight.rows({ weights, columns: [] }, { signal });
          this.#first = { key, row: rows[0] ?? 0 };
        }
        return client.insight.walk({ weights, row: row() ?? this.#first?.row ?? 0 }, { signal });
      },
    });
  }

  /** null until it has been loaded. */
  get walk(): Walk | null {
    return this.#followed.answer;
  }
  get failure(): Failure | null {
    return this.#followed.failure;
  }

  /** Keeps the walk up to date while the calling component exists. */
  keepUp(): void {
    this.#followed.keepUp();
  }
}
