// The current run as the page follows it: its progress, the losses of every epoch so far, its checkpoints, and which of them is
// shown. The stream is opened again when the connection is back, and when an interrupted run is resumed.

import type { WhichWeights } from '../../../app/contract/run/insight.ts';
import { historyOfMembers, meanHistory } from '../../../app/contract/run/memberHistory.ts';
import {
  type CheckpointPosition,
  type EpochRecord,
  endedStates,
  type Progress,
} from '../../../app/contract/run/training.ts';
import { memberCount } from '../../../app/contract/spec/ensemble.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import { LossHistory } from './lossHistory.ts';
import { newestProgress } from './newestProgress.ts';

export class CurrentRun {
  readonly #workspace: Workspace;
  #history = $state.raw(new LossHistory());
  /** Of an ensemble: all records so far, and the history of each network. */
  #records: EpochRecord[] = [];
  #members = $state.raw<readonly LossHistory[]>([]);
  #version = $state(0);
  /** The stream's newest progress, and the progress that the workspace state had when it came. */
  #streamed = $state.raw<{ progress: Progress; over: Progress | null } | null>(null);
  #loading = $state(true);
  #checkpoints = $state.raw<CheckpointPosition[]>([]);
  #chosenStep = $state<number | null>(null);
  #member = $state(0);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Of an ensemble: of each epoch the mean over the networks that trained it. */
  get history(): LossHistory {
    return this.#history;
  }
  /** Of an ensemble: the history of each network, empty for one that has not begun. */
  get members(): readonly LossHistory[] {
    return this.#members;
  }
  /** Grows by 1 whenever the history or the progress changes. */
  get version(): number {
    return this.#version;
  }
  get progress(): Progress | null {
    const run = this.#workspace.run;
    return run && newestProgress(run.progress, this.#streamed);
  }
  /** True until the stream's first message has come. */
  get loading(): boolean {
    return this.#loading;
  }

  /** The checkpoints that the run can go back to, in the order of steps. */
  get checkpoints(): readonly CheckpointPosition[] {
    return this.#checkpoints;
  }
  /** The step of the checkpoint that a person chose; null shows the newest weights (best weights of an ended run). */
  get chosenStep(): number | null {
    return this.#chosenStep;
  }
  goTo(step: number | null): void {
    this.#chosenStep = step;
  }
  /** Epoch and step of the weights that are shown: those of the chosen checkpoint, of an ended run's best epoch, or the newest. */
  get shownPosition(): CheckpointPosition {
    const progress = this.progress;
    const chosen = this.#checkpoints.find(({ step }) => step === this.#chosenStep);
    if (chosen) return chosen;
    if (progress === null) return { epoch: 0, step: 0 };
    const { best, stepsPerEpoch } = progress;
    if (this.weights !== 'best' || best === null) return progress;
    return (
      this.#checkpoints.find(({ epoch }) => epoch === best.epoch) ?? {
        epoch: best.epoch,
        step: best.epoch * stepsPerEpoch,
      }
    );
  }
  /** How many networks have weights, or will have: 1 of a run that is no ensemble. An ensemble that was stopped has only those that had
   *  begun, and a model file has no history to tell. */
  get networks(): number {
    const run = this.#workspace.run;
    if (run?.spec.training.ensemble === undefined) return 1;
    const state = this.progress?.state;
    const begun = this.#members.filter(({ length }) => length > 0).length;
    const over = state !== undefined && endedStates.includes(state);
    return over && begun > 0 ? begun : memberCount(run.spec.training);
  }
  /** Of an ensemble: the network, from 0, that is looked at where only one can be: in the walk, the unit maps, the statistics of layers. */
  get member(): number {
    return this.#member;
  }
  showMember(member: number): void {
    this.#member = member;
  }
  /** The weights of one network: of an ensemble those of the chosen member. */
  get oneNetwork(): WhichWeights {
    const { weights } = this;
    const several = this.#workspace.run?.spec.training.ensemble !== undefined;
    return several && (weights === 'best' || weights === 'last')
      ? { of: weights, member: this.#member }
      : weights;
  }

  /** The weights that insight calls use; of an ensemble those of all its networks, whose predictions are averaged. */
  get weights(): WhichWeights {
    if (this.#chosenStep !== null) return { step: this.#chosenStep };
    const state = this.progress?.state;
    return state === undefined || endedStates.includes(state) ? 'best' : 'last';
  }

  /** Follows whichever run is current while the calling component exists. */
  keepUp(): void {
    const workspace = this.#workspace;
    const runId = $derived(workspace.run?.id ?? null);
    const interrupted = $derived(workspace.run?.progress.state === 'interrupted');
    $effect(() => {
      if (runId === null || workspace.status !== 'open') return;
      void interrupted;
      const stop = new AbortController();
      // A broken connection ends the stream; this effect runs again when it is back. Other failures are in the workspace state.
      this.#follow(workspace.client, runId, stop.signal).catch(() => {});
      return () => stop.abort();
    });
  }

  async #follow(client: Client, runId: string, signal: AbortSignal): Promise<void> {
    this.#history = new LossHistory();
    this.#records = [];
    this.#members = [];
    this.#streamed = null;
    this.#loading = true;
    this.#checkpoints = [];
    this.#chosenStep = null;
    this.#member = 0;
    for await (const update of await client.training.watch({ runId }, { signal })) {
      if (signal.aborted) return;
      this.#put(update.from, update.records);
      this.#streamed = { progress: update.progress, over: this.#workspace.run?.progress ?? null };
      this.#takeCheckpoints(update.checkpoints);
      this.#loading = false;
      this.#version += 1;
    }
  }

  #put(from: number, records: EpochRecord[]): void {
    const spec = this.#workspace.run?.spec;
    if (spec?.training.ensemble === undefined) {
      this.#history.put(from, records);
      return;
    }
    this.#records.splice(from, this.#records.length, ...records);
    this.#history.put(0, []);
    this.#history.put(0, meanHistory(this.#records));
    this.#members = historyOfMembers(this.#records, memberCount(spec.training)).map((own) => {
      const history = new LossHistory();
      history.put(0, own);
      return history;
    });
  }

  /** If the chosen checkpoint is gone (the history drops some), the nearest one before it is chosen. */
  #takeCheckpoints(checkpoints: CheckpointPosition[] | undefined): void {
    if (checkpoints === undefined) return;
    this.#checkpoints = checkpoints;
    const chosen = this.#chosenStep;
    if (chosen === null) return;
    this.#chosenStep = checkpoints.findLast(({ step }) => step <= chosen)?.step ?? null;
  }
}
