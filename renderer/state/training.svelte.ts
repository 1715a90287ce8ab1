// The run as it is watched: its progress and the losses of every epoch so far. Whoever follows asks again when the
// connection is back, or when a run that was interrupted goes on.
import type { Progress } from '../../app/contract/training.ts';
import { LossHistory } from './lossHistory.ts';
import type { Client } from './workspace.svelte.ts';

export class Training {
  history = $state.raw(new LossHistory());
  #version = $state(0);
  #progress = $state.raw<Progress | null>(null);
  #loading = $state(true);

  /** Grows whenever the history or the progress changed. */
  get version(): number {
    return this.#version;
  }
  get progress(): Progress | null {
    return this.#progress;
  }
  /** Until the first message has come. */
  get loading(): boolean {
    return this.#loading;
  }

  /** Follows one run until it has ended or `signal` is aborted. Rejects when the connection breaks. */
  async follow(client: Client, runId: string, signal: AbortSignal): Promise<void> {
    this.history = new LossHistory();
    this.#progress = null;
    this.#loading = true;
    for await (const update of await client.training.watch({ runId }, { signal })) {
      if (signal.aborted) return;
      this.history.put(update.from, update.records);
      this.#progress = update.progress;
      this.#loading = false;
      this.#version += 1;
    }
  }
}
