// The present weights of the run, or its initial ones, while a drawing of the network is shown.

import { insightLimits } from '../../../app/contract/run/insightLimits.ts';
import { splitWeights } from '../../network/splitWeights.ts';
import { Followed } from '../../state/insight/followed.svelte.ts';
import { ShownNetwork } from '../../state/insight/shownNetwork.svelte.ts';
import type { CurrentRun } from '../../state/run/currentRun.svelte.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

export class LiveWeights {
  readonly shown: ShownNetwork;
  readonly #followed: Followed<Float32Array[] | null>;

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.shown = new ShownNetwork(workspace, currentRun);
    this.#followed = new Followed(workspace, {
      key: () => this.shown.subject?.key ?? null,
      kind: () => this.shown.kind,
      touch: () => [currentRun.version, currentRun.member, this.shown.subject?.which],
      ask: async (client, signal) => {
        if ((this.shown.plan?.parameters ?? 0) > insightLimits.weights.max) return null;
        const which = workspace.run === null ? 'initial' : currentRun.oneNetwork;
        const { layers, values } = await client.insight.weights({ weights: which }, { signal });
        return splitWeights(layers, new Float32Array(await values.arrayBuffer()));
      },
    });
  }

  /** Of each layer, row-major [units, inputs]; null while unknown, or where there are too many. */
  get weights(): Float32Array[] | null {
    return this.#followed.answer;
  }

  /** Keeps them up to date while the calling component exists. */
  keepUp(): void {
    this.#followed.keepUp();
  }
}
