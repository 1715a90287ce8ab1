// Training in a lesson: its buttons, and changes of settings. Steps and epochs go through `lessons.train`, which begins a run where
// there is none. Settings are edited in the spec: the backend goes on with the run where that is possible, and else closes it.

import { endedStates } from '../../../app/contract/run/training.ts';
import type { RunSpec, TrainingSpec } from '../../../app/contract/spec/spec.ts';
import type { CurrentRun } from '../run/currentRun.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

export class LessonTraining {
  readonly #workspace: Workspace;
  readonly #currentRun: CurrentRun;
  #asked = $state(0);
  /** Ends with the newest of the calls that wait for each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(workspace: Workspace, currentRun: CurrentRun) {
    this.#workspace = workspace;
    this.#currentRun = currentRun;
  }

  get spec(): RunSpec | null {
    return this.#workspace.spec;
  }
  get running(): boolean {
    return this.#currentRun.progress?.state === 'running';
  }
  /** Whether a button was pressed whose call has not returned. */
  get busy(): boolean {
    return this.#asked > 0;
  }
  /** Whether the run is at its initial weights, or there is none. */
  get atStart(): boolean {
    const { progress } = this.#currentRun;
    return progress === null || (progress.step === 0 && !endedStates.includes(progress.state));
  }
  get ended(): boolean {
    const state = this.#currentRun.progress?.state;
    return state !== undefined && endedStates.includes(state);
  }

  /** Trains some steps or epochs and pauses, or until it is paused. */
  train(unit: 'batch' | 'epoch' | 'run', times?: number): Promise<void> {
    return this.#askInTurn(async () => {
      await this.#workspace.sent;
      await this.#workspace.steer((client) =>
        client.lessons.train({ unit, ...(times === undefined ? {} : { times }) }),
      );
    });
  }
  pause(): Promise<void> {
    return this.#ask(() => this.#workspace.steer((client) => client.training.pause()));
  }
  /** Back to the initial weights. */
  rewind(): Promise<void> {
    return this.#askInTurn(() => this.#workspace.steer((client) => client.lessons.rewind()));
  }

  /** Changes the spec; consecutive changes of one `gesture` are undone together. */
  edit(change: (spec: RunSpec) => RunSpec, gesture: object | null = null): void {
    this.#workspace.edit(change, gesture);
  }
  editTraining(part: Partial<TrainingSpec>, gesture: object | null = null): void {
    this.edit((now) => ({ ...now, training: { ...now.training, ...part } }), gesture);
  }
  /** After the calls before it: a press while a run is being begun would be refused, since it would begin a second one. */
  #askInTurn(work: () => Promise<unknown>): Promise<void> {
    const before = this.#last;
    const done = this.#ask(() => before.then(work));
    this.#last = done.catch(() => {});
    return done;
  }
  async #ask(work: () => Promise<unknown>): Promise<void> {
    this.#asked += 1;
    try {
      await work();
    } finally {
      this.#asked -= 1;
    }
  }
}
