// Commands to the current run, and its present settings: those it began with and every change since. A change is included at once,
// so that three presses of a key halve the rate three times; it is dropped when the run's own record contains it.

import { limits } from '../../../app/contract/limits.ts';
import {
  type RunSettings,
  type SettingsChange,
  settingsAfter,
} from '../../../app/contract/run/runSettings.ts';
import { endedStates, type Run } from '../../../app/contract/run/training.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import type { CurrentRun } from './currentRun.svelte.ts';

export class Steering {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  /** Requested changes, and the number of changes that the run's record had then. */
  #asked = $state.raw<{ runId: string; changes: SettingsChange[]; known: number } | null>(null);

  #sent: Promise<unknown> = Promise.resolve();

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
  }

  get running(): boolean {
    return this.#currentRun.progress?.state === 'running';
  }
  get ended(): boolean {
    const state = this.#currentRun.progress?.state;
    return state === undefined || endedStates.includes(state);
  }
  /** An interrupted run has to be resumed before it can be stepped or changed. */
  get interrupted(): boolean {
    return this.#currentRun.progress?.state === 'interrupted';
  }
  /** Whether several networks train at once, which can only be paused and stopped. */
  get several(): boolean {
    return this.#workspace.run?.spec.training.ensemble !== undefined;
  }
  /** null without a run. */
  get settings(): RunSettings | null {
    const { run } = this.#workspace;
    return run && settingsAfter(run.spec, [...run.changes, ...this.#waiting(run)]);
  }

  toggle(): void {
    if (this.ended) return;
    const { running } = this;
    void this.#command((client) => (running ? client.training.pause() : client.training.resume()));
  }
  step(unit: 'batch' | 'epoch'): void {
    if (this.ended || this.interrupted || this.several) return;
    void this.#command((client) => client.training.step({ unit }));
  }
  stop(): void {
    if (!this.ended) void this.#command((client) => client.training.stop());
  }
  rewind(): void {
    if (this.ended || this.several) return;
    this.#asked = null;
    void this.#command((client) => client.training.rewind());
  }

  /** Multiplies the learning rate, within the contract's limits. */
  scaleRate(factor: number): void {
    const { settings } = this;
    if (!settings) return;
    const { min, max } = limits.learningRate;
    const rate = Number((settings.optimizer.learningRate * factor).toPrecision(6));
    this.change({
      optimizer: { ...settings.optimizer, learningRate: Math.min(max, Math.max(min, rate)) },
    });
  }
  /** Changes settings from the next step on, the batch size from the next epoch on. */
  change(change: SettingsChange): void {
    const { run } = this.#workspace;
    if (!run || this.ended || this.interrupted || this.several) return;
    const waiting = this.#waiting(run);
    this.#asked = { runId: run.id, changes: [...waiting, change], known: run.changes.length };
    void this.#command((client) => client.training.change(change)).then((done) => {
      if (done === undefined) this.#asked = null;
    });
  }

  /** Requested changes that the run's record does not contain yet. */
  #waiting(run: Run): SettingsChange[] {
    const asked = this.#asked;
    if (asked?.runId !== run.id) return [];
    return asked.changes.slice(Math.max(0, run.changes.length - asked.known));
  }

  /** Sends commands one after the other: the backend checks a change before it makes it, and a later rewind must not overtake it. */
  #command(run: (client: Client) => Promise<unknown>): Promise<unknown> {
    this.#sent = this.#sent.then(() => this.#workspace.steer(run));
    return this.#sent;
  }
}
