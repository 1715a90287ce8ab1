// The current run as it is watched: its progress and the losses of every epoch so far. Asked for again when the connection is
// back, and when a run that was interrupted goes on.

import type { WhichWeights } from '../../../app/contract/run/insight.ts';
import { endedStates, type Moment, type Progress } from '../../../app/contract/run/training.ts';
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
  #moments = $state.raw<Moment[]>([]);
  #moment = $state<number | null>(null);

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
  get moments(): readonly Moment[] {
    return this.#moments;
  }
  /** The step whose state is looked at; null: the present one. */
  get moment(): number | null {
    return this.#moment;
  }
  goTo(step: number | null): void {
    this.#moment = step;
  }
  /** Epoch and step of the weights that are looked at: of a chosen moment, of an ended run's best epoch, else the present ones. */
  get looked(): Moment {
    const progress = this.progress;
    const chosen = this.#moments.find(({ step }) => step === this.#moment);
    if (chosen) return chosen;
    if (progress === null) return { epoch: 0, step: 0 };
    const { best, stepsPerEpoch } = progress;
    if (this.weights !== 'best' || best === null) return progress;
    return (
      this.#moments.find(({ epoch }) => epoch === best.epoch) ?? {
        epoch: best.epoch,
        step: best.epoch * stepsPerEpoch,
      }
    );
  }
  /** Which weights the looks inside are asked for. */
  get weights(): WhichWeights {
    if (this.#moment !== null) return { step: this.#moment };
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
      // A broken connection ends the stream; when it is open again this runs again. What else could fail is told by the state.
      this.#follow(workspace.client, runId, stop.signal).catch(() => {});
      return () => stop.abort();
    });
  }

  async #follow(client: Client, runId: string, signal: AbortSignal): Promise<void> {
    this.#history = new LossHistory();
    this.#streamed = null;
    this.#loading = true;
    this.#moments = [];
    this.#moment = null;
    for await (const update of await client.training.watch({ runId }, { signal })) {
      if (signal.aborted) return;
      this.#history.put(update.from, update.records);
      this.#streamed = { progress: update.progress, over: this.#workspace.run?.progress ?? null };
      this.#takeMoments(update.moments);
      this.#loading = false;
      this.#version += 1;
    }
  }

  /** What was looked at may have been thinned out: then the nearest before it. */
  #takeMoments(moments: Moment[] | undefined): void {
    if (moments === undefined) return;
    this.#moments = moments;
    const looked = this.#moment;
    if (looked === null) return;
    this.#moment = moments.findLast(({ step }) => step <= looked)?.step ?? null;
  }
}
