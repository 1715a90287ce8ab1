// What the curves of the current run need to be drawn: whether it was validated, its score, its best epoch, and the changes in mid-run.
// Derived one by one: a pause changes none of them, so it does not redraw the curves.

import type { Plan } from '../../../app/contract/model.ts';
import { settingsAfter } from '../../../app/contract/run/runSettings.ts';
import { type Change, endedStates } from '../../../app/contract/run/training.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { changeEpochs } from '../../charts/curves/changeMarks.ts';
import type { MeasureName } from '../../charts/curves/measures.ts';
import { m } from '../../paraglide/messages.js';
import type { CurrentRun } from '../../state/run/currentRun.svelte.ts';
import { planOfRun } from '../../state/run/runPlan.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';
import { changeWords } from '../../wording/run/changeWords.ts';
import { chosenBy, scoreOf } from './score.ts';

const none: readonly Change[] = [];

export class CurveFacts {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
  }

  /** null without a run. */
  readonly spec: RunSpec | null = $derived.by(() => this.#workspace.run?.spec ?? null);
  /** The branch that the run is, whose curves begin with its parent's. */
  readonly parent = $derived.by(() => {
    const parent = this.#workspace.run?.parent;
    return parent?.from === 'checkpoint' ? parent : null;
  });
  readonly #changes = $derived.by(() => this.#workspace.run?.changes ?? none);
  readonly #bestEpoch = $derived.by(() => this.#currentRun.progress?.best?.epoch ?? null);
  readonly #ownPlan = $derived.by(() => this.#workspace.run?.plan ?? null);
  readonly plan: Plan | null = $derived.by(
    () => this.spec && planOfRun(this.spec, this.#workspace.spec, this.#workspace.plan, this.#ownPlan),
  );
  readonly ended: boolean = $derived.by(() => {
    const { progress } = this.#currentRun;
    return progress !== null && endedStates.includes(progress.state);
  });
  readonly validated: boolean = $derived.by(() => {
    void this.#currentRun.version;
    const { history } = this.#currentRun;
    return history.length === 0
      ? (this.#workspace.plan?.rows.validation ?? 0) > 0
      : !Number.isNaN(history.validation[0]!);
  });
  /** Number of training rows; if the data was edited since, batch size times steps per epoch. */
  readonly rows: number = $derived.by(() => {
    if (this.plan) return this.plan.rows.train;
    const batch = this.spec ? settingsAfter(this.spec, this.#changes).batchSize : 'full';
    return batch === 'full' ? 1 : batch * (this.#currentRun.progress?.stepsPerEpoch ?? 1);
  });
  /** Epoch at which each change was made. */
  readonly changedAt: number[] = $derived.by(() =>
    this.spec ? changeEpochs(this.#changes, this.rows, this.spec.training.batchSize) : [],
  );
  readonly events: { epoch: number; text: string }[] = $derived.by(() => {
    const words = this.spec ? changeWords({ spec: this.spec, changes: this.#changes }) : [];
    const made = this.changedAt.map((epoch, i) => ({ epoch, text: words[i] ?? '' }));
    return this.parent ? [{ epoch: this.parent.epoch, text: m.run_branch() }, ...made] : made;
  });
  readonly #target = $derived.by(() => this.plan?.preparation?.target ?? null);
  readonly score = $derived.by(() => this.spec && scoreOf(this.spec, this.#target));
  /** Each network of an ensemble has its own best epoch; on their mean there is none. */
  readonly best: { epoch: number; by: MeasureName } | null = $derived.by(() => {
    const [spec, epoch] = [this.spec, this.#bestEpoch];
    if (spec === null || spec.training.ensemble !== undefined || epoch === null) return null;
    return { epoch, by: chosenBy(spec) };
  });
}
