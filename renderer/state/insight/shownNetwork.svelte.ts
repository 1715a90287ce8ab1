// The network whose numbers are shown: the current run's at the weights that are shown, or without a run the spec's at its initial
// weights.

import type { Plan } from '../../../app/contract/model.ts';
import type { WhichWeights } from '../../../app/contract/run/insight.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import { planOfRun } from '../run/runPlan.ts';
import type { Workspace } from '../workspace.svelte.ts';

export interface Subject {
  /** Changes with the run; without a run, with what decides the initial weights. */
  key: string;
  which: WhichWeights;
  spec: RunSpec;
}

export class ShownNetwork {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  // Separate derived values, so that `#subject` changes only when one of them does: pausing a run redraws nothing.
  readonly #spec = $derived.by(() => {
    const { run, spec, plan } = this.#workspace;
    if (run) return run.spec;
    return spec && plan && !plan.issues.some(({ severity }) => severity === 'error') ? spec : null;
  });
  readonly #runId = $derived.by(() => this.#workspace.run?.id ?? null);
  readonly #which = $derived.by(() => (this.#runId === null ? 'initial' : this.#currentRun.weights));
  readonly #subject = $derived.by((): Subject | null => {
    const [spec, runId] = [this.#spec, this.#runId];
    if (spec === null) return null;
    return { key: runId ?? JSON.stringify([spec.data, spec.model, spec.seed]), which: this.#which, spec };
  });
  readonly #rowsKey = $derived.by(() => {
    const [spec, { run }] = [this.#spec, this.#workspace];
    if (spec === null) return null;
    const { loss, ensemble, epochFolds } = spec.training;
    const ofModel = run?.shown ? run.id : null;
    return JSON.stringify([ofModel, spec.data, spec.seed, loss, ensemble?.folds, epochFolds]);
  });
  readonly #plan = $derived.by(() => {
    const { run, spec, plan } = this.#workspace;
    return this.#spec && planOfRun(this.#spec, spec, plan, run?.plan ?? null);
  });

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
  }

  /** null while there is none, or while the spec has errors. */
  get spec(): RunSpec | null {
    return this.#spec;
  }
  get subject(): Subject | null {
    return this.#subject;
  }
  /** Changes with the rows of a sample and what their values mean: runs of the same data have the same. */
  get rowsKey(): string | null {
    return this.#rowsKey;
  }
  /** Changes with the data and the sizes of the layers, but not as a run begins or goes on. */
  get kind(): string {
    const { spec, plan } = this;
    return JSON.stringify([
      spec?.data,
      spec?.training.loss,
      plan?.inputs.length,
      plan?.layers.map(({ units }) => units),
    ]);
  }
  /** null where this page does not know it. */
  get plan(): Plan | null {
    return this.#plan;
  }
}
