// The least-squares solution of the rows that the shown network learns from: of the workspace's data, so it is known only while a run's
// data settings are those of the workspace.

import type { Solution } from '../../../app/contract/run/insight.ts';
import type { Failure } from '../failure.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { Followed } from './followed.svelte.ts';
import { ShownNetwork } from './shownNetwork.svelte.ts';

export class LeastSquares {
  readonly shown: ShownNetwork;
  readonly #followed: Followed<Solution>;

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.shown = new ShownNetwork(workspace, currentRun);
    const key = () => {
      const { spec } = this.shown;
      const rows = (one: typeof spec) => JSON.stringify([one?.data, one?.seed]);
      if (spec === null || spec.data.task !== 'regression' || rows(spec) !== rows(workspace.spec))
        return null;
      return rows(spec);
    };
    this.#followed = new Followed(workspace, {
      key,
      kind: key,
      touch: () => null,
      ask: (client, signal) => client.insight.solve(undefined, { signal }),
    });
  }

  /** null until it has been computed, and for classes. */
  get solution(): Solution | null {
    return this.#followed.answer;
  }
  get failure(): Failure | null {
    return this.#followed.failure;
  }

  /** Keeps the solution up to date while the calling component exists. */
  keepUp(): void {
    this.#followed.keepUp();
  }
}
