// The parameters of a small network over the steps of the current run, with the loss and its slopes at each: what the loss curve, the loss
// surface, the table of steps and the curves of the parameters draw. Of a large network the first twelve parameters.

import { insightLimits } from '../../../app/contract/run/insightLimits.ts';
import type { PathPoint, WeightsPath } from '../../../app/contract/run/lossPath.ts';
import type { ParameterIndex } from '../../../app/contract/run/parameterIndex.ts';
import type { Failure } from '../failure.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { Followed } from './followed.svelte.ts';
import { type NamedParameter, parameterCount, parametersOf, sameParameter } from './networkParameters.ts';
import { ShownNetwork } from './shownNetwork.svelte.ts';

/** A list to choose from is not longer. */
const mostSearched = 200;
const none: readonly NamedParameter[] = [];

export class RunPath {
  readonly shown: ShownNetwork;
  readonly #workspace: Workspace;
  readonly #followed: Followed<WeightsPath>;
  readonly #all = $derived.by(() => {
    const { spec, plan } = this.shown;
    if (!spec || !plan || spec.training.ensemble !== undefined) return none;
    const first = parametersOf(spec, plan, insightLimits.pathParameters.max);
    const wanted = this.#wanted();
    if (wanted === null || first.some(({ index }) => sameParameter(index, wanted))) return first;
    const found = parametersOf(spec, plan, mostSearched).find(({ index }) => sameParameter(index, wanted));
    return found ? [...first.slice(0, -1), found] : first;
  });
  readonly #wanted: () => ParameterIndex | null;

  /** @param wanted a parameter that has to be among them. */
  constructor(
    workspace: Workspace,
    currentRun: CurrentRun,
    wanted: () => ParameterIndex | null = () => null,
  ) {
    this.#workspace = workspace;
    this.#wanted = wanted;
    this.shown = new ShownNetwork(workspace, currentRun);
    this.#followed = new Followed(workspace, {
      key: () => this.key,
      kind: () => this.shown.kind,
      touch: () => [currentRun.version, workspace.run?.progress],
      ask: (client, signal) =>
        client.insight.path({ parameters: this.#all.map(({ index }) => index), slopes: true }, { signal }),
    });
  }

  /** Changes with the network and its loss; null where there is none. */
  get key(): string | null {
    const { subject } = this.shown;
    if (subject === null || this.#all.length === 0) return null;
    const { loss, lossSettings } = subject.spec.training;
    return JSON.stringify([subject.key, loss, lossSettings, this.#all.map(({ name }) => name)]);
  }
  /** The parameters that the path is of; empty where they are not known, and for an ensemble. */
  get parameters(): readonly NamedParameter[] {
    return this.#all;
  }
  /** How many parameters the network has. */
  get count(): number {
    const { spec, plan } = this.shown;
    return spec && plan ? parameterCount(spec, plan) : 0;
  }
  /** null until it has been loaded. */
  get path(): WeightsPath | null {
    return this.#followed.answer;
  }
  get points(): readonly PathPoint[] {
    return this.#followed.answer?.points ?? [];
  }
  get failure(): Failure | null {
    return this.#followed.failure;
  }
  /** Whether there are several networks, whose weights have no common path. */
  get several(): boolean {
    return this.#workspace.run?.spec.training.ensemble !== undefined;
  }

  /** Keeps the path up to date while the calling component exists. */
  keepUp(): void {
    this.#followed.keepUp();
  }
}
