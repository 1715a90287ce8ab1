// The current run as it is watched: its progress and the losses of every epoch so far. Asked for again when the connection is
// back, and when a run that was interrupted goes on.

import type { WhichWeights } from '../../../app/contract/run/insight.ts';
import { type CheckpointPosition, endedStates, type Progress } from '../../../app/contract/run/training.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import { LossHistory } from './lossHistory.ts';
import { newestProgress } from './newestProgress.ts';

export class Training {
  readonly #workspace: Workspace;
  #history = $state.raw(new LossHistory());
  #version = $state(0);
  /** The stream's last word, and what the state had said when it came. */
  #streamed = $state.raw<{ progress: Progress; over: Progress | null } | null>(null);
  #loading = $state(true);
  #checkpoints = $state.raw<CheckpointPosition[]>([]);
  #chosenStep = $state<number | null>(null);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get history(): LossHistory {
    return this.#history;
  }
  /** Grows whenever the history or the progress changed. */
  get version(): number {
    return this.#version;
  }
  get progress(): Progress | null {
    const run = this.#workspace.run;
    return run && newestProgress(run.progress, this.#streamed);
  }
  /** Until the first message has come. */
  get loading(): boolean {
    return this.#loading;
  }

  /** States that are kept to go back to, ascending. */
  get checkpoints(): readonly CheckpointPosition[] {
    return this.#checkpoints;
  }
  /** The step whose state is looked at; null: the present one. */
  get chosenStep(): number | null {
    return this.#chosenStep;
  }
  goTo(step: number | null): void {
    this.#chosenStep = step;
  }
  /** Epoch and step of the weights that are looked at: of a chosen checkpoint, of an ended run's best epoch, else the present ones. */
  get looked(): CheckpointPosition {
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
  /** The weights that insight calls use. */
  get weights(): WhichWeights {
    if (this.#chosenStep !== null) return { step: this.#chosenStep };
    const state = this.progress?.state;
    return state === undefined || endedStates.includes(state) ? 'best' : 'last';
  }

  /** Follows whatever run is current, for the life of the component that calls it. */
  keepUp(): void {
    const workspace = this.#workspace;
    const runId = $derived(workspace.run?.id ?? null);
    const interrupted = $derived(workspace.run?.progress.state === 'interrupted');
    $effect(() => {
      if (runId === null || workspace.status !== 'open') return;
      void interrupted;
      const stop = new AbortController();
      // A broken connection ends the stream; when it is open again this runs again. Other failures are in the state.
      this.#follow(workspace.client, runId, stop.signal).catch(() => {});
      return () => stop.abort();
    });
  }

  async #follow(client: Client, runId: string, signal: AbortSignal): Promise<void> {
    this.#history = new LossHistory();
    this.#streamed = null;
    this.#loading = true;
    this.#checkpoints = [];
    this.#chosenStep = null;
    for await (const update of await client.training.watch({ runId }, { signal })) {
      if (signal.aborted) return;
      this.#history.put(update.from, update.records);
      this.#streamed = { progress: update.progress, over: this.#workspace.run?.progress ?? null };
      this.#takeHistory(update.checkpoints);
      this.#loading = false;
      this.#version += 1;
    }
  }

  /** What was looked at may have been thinned out: then the nearest before it. */
  #takeHistory(checkpoints: CheckpointPosition[] | undefined): void {
    if (checkpoints === undefined) return;
    this.#checkpoints = checkpoints;
    const looked = this.#chosenStep;
    if (looked === null) return;
    this.#chosenStep = checkpoints.findLast(({ step }) => step <= looked)?.step ?? null;
  }
}
