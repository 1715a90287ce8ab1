// The backend's state as this page last received it, and commands to the backend. Every message replaces the whole state; nothing
// here computes it. `spec` includes edits that are still being sent (specEdits.ts).

import type { HomeHolder } from '../../app/contract/holder.ts';
import type { OpenLesson } from '../../app/contract/lesson/progress.ts';
import type { Plan } from '../../app/contract/model.ts';
import { endedRaces, type Race } from '../../app/contract/run/race.ts';
import type { RepeatsState } from '../../app/contract/run/repeats.ts';
import type { SearchState } from '../../app/contract/run/search.ts';
import { endedStates, type Run, type RunState } from '../../app/contract/run/training.ts';
import type { Choices } from '../../app/contract/spec/choices.ts';
import type { Preset } from '../../app/contract/spec/presets.ts';
import type { RunSpec } from '../../app/contract/spec/spec.ts';
import type { Dataset } from '../../app/contract/table/dataset.ts';
import type { Notice, WorkspaceState } from '../../app/contract/workspace.ts';
import { type Connection, ConnectionLost, type ConnectionStatus } from '../connection/connection.ts';
import { type Failure, failureOf, wasCancelled } from './failure.ts';
import { type Action, busyCodes, type InProgress, StopFirst, type StopQuestion } from './run/stopFirst.ts';
import { withSharedParts } from './sharedParts.ts';
import { SpecEdits } from './specEdits.ts';

export type Client = Connection['client'];
export type Activity = NonNullable<WorkspaceState['activity']>;

/** Milliseconds before the state's stream is requested again when it ended while the connection is open. */
const retryAfter = 1_000;
/** States of a run in progress. `interrupted` is not one: such a run holds nothing in the engine. */
const goingOn: readonly RunState[] = ['ready', 'running', 'paused'];

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export class Workspace {
  readonly client: Client;
  #connection: Connection;
  #status = $state<ConnectionStatus>('connecting');
  #holder = $state.raw<HomeHolder | null>(null);
  #state = $state.raw<WorkspaceState | null>(null);
  #draft = $state.raw<RunSpec | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #proposing = $state.raw<Choices | null>(null);
  #question = $state.raw<StopQuestion | null>(null);
  readonly #edits: SpecEdits;
  readonly #stopFirst: StopFirst;
  #waiting: { past: number; resume: () => void }[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
    this.client = connection.client;
    this.#status = connection.status;
    this.#holder = connection.holder;
    connection.onStatus((status) => {
      this.#status = status;
      this.#holder = connection.holder;
    });
    this.#stopFirst = new StopFirst({
      inProgress: () => this.inProgress,
      scoring: () => this.#scoring,
      revision: () => this.revision,
      stateAfter: (revision) => this.#stateAfter(revision),
      stop: (what) => this.client[what === 'run' ? 'training' : what].stop(),
      asked: (question) => {
        this.#question = question;
      },
    });
    this.#edits = new SpecEdits(
      {
        spec: () => this.#state?.spec ?? null,
        revision: () => this.revision,
        stateAfter: (revision) => this.#stateAfter(revision),
        set: (edit) => this.attempt({ kind: 'edit' }, () => this.client.spec.set(edit)),
      },
      {
        draft: (draft) => {
          this.#draft = draft;
        },
        failure: (failure) => {
          this.#failure = failure;
        },
      },
    );
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Who has the home folder, while the status is `homeHeld`. */
  get holder(): HomeHolder | null {
    return this.#holder;
  }

  /** False until the first state has come. */
  get known(): boolean {
    return this.#state !== null;
  }
  get dataset(): Dataset | null {
    return this.#state?.dataset ?? null;
  }
  /** The spec, including edits that are still being sent. */
  get spec(): RunSpec | null {
    return this.#draft ?? this.#state?.spec ?? null;
  }
  get plan(): Plan | null {
    return this.#state?.plan ?? null;
  }
  get run(): Run | null {
    return this.#state?.run ?? null;
  }
  get race(): Race | null {
    return this.#state?.race ?? null;
  }
  /** Epochs per second of a run; null: full speed. */
  get pace(): number | null {
    return this.#state?.pace ?? null;
  }
  get activity(): Activity | null {
    return this.#state?.activity ?? null;
  }
  /** Grows with each change of the list of kept runs. */
  get runsChanged(): number {
    return this.#state?.runsChanged ?? 0;
  }
  get notices(): readonly Notice[] {
    return this.#state?.notices ?? [];
  }
  /** Number of the state, which an edit names as the state it was made from. */
  get revision(): number {
    return this.#state?.revision ?? 0;
  }
  /** Folds or seeds of a run, in progress or the last ones. */
  get repeats(): RepeatsState | null {
    return this.#state?.repeats ?? null;
  }
  /** The search for the best network, in progress or the last one. */
  get search(): SearchState | null {
    return this.#state?.search ?? null;
  }
  get lesson(): OpenLesson | null {
    return this.#state?.lesson ?? null;
  }
  /** The run or race that is computing or paused, and so prevents others from beginning. */
  get inProgress(): InProgress | null {
    if (this.run !== null && goingOn.includes(this.run.progress.state)) return 'run';
    if (this.race !== null && !endedRaces.includes(this.race.state)) return 'race';
    if (this.search?.state === 'running') return 'search';
    return this.repeats?.state === 'running' ? 'repeats' : null;
  }
  get #scoring(): boolean {
    const { run } = this;
    return (
      run !== null &&
      endedStates.includes(run.progress.state) &&
      run.metrics === null &&
      run.notSaved === null &&
      run.shown === null
    );
  }

  /** Why the last command of this page was refused; shown until the next one, until dismissed, or until its cause is gone. */
  get failure(): Failure | null {
    const failure = this.#failure;
    if (failure?.code === 'connection_lost' && this.#status === 'open') return null;
    return failure;
  }
  refuse(failure: Failure): void {
    this.#failure = failure;
  }

  /** Whether to stop what is in progress for an action that it does not allow; null while there is none. */
  get stopQuestion(): StopQuestion | null {
    return this.#question;
  }
  stopAndGoOn(): void {
    this.#stopFirst.stop();
  }
  leaveAction(): void {
    this.#stopFirst.leave();
  }

  /** Choices of the proposal that was requested and has not arrived; null without one. */
  get proposing(): Choices | null {
    return this.#proposing;
  }

  dismissFailure(): void {
    this.#failure = null;
  }

  /** Follows the state until `signal` is aborted; requests it again whenever the connection is back. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const state of await this.client.workspace.watch(undefined, { signal })) this.#take(state);
      } catch (error) {
        if (!(error instanceof ConnectionLost) && !signal.aborted) this.#failure = failureOf(error);
      }
      if (this.#status === 'open') await pause(retryAfter);
      else await this.#open(signal);
    }
  }

  /** Resolves when the status becomes `open` once more. */
  #open(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#connection.onStatus((status) => {
        if (status === 'open') done();
      });
      const done = () => {
        stop();
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #take(state: WorkspaceState): void {
    const before = this.#state;
    this.#state = withSharedParts(before, state);
    // A backend that was started again counts from the beginning.
    const anew = before !== null && state.revision < before.revision;
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ past }) => !anew && state.revision <= past);
    for (const { past, resume } of waiting) if (anew || state.revision > past) resume();
    this.#forgetOldFailure(before);
    this.#stopFirst.stateCame();
  }

  /** Clears a failure whose cause is gone: the run or race in progress has ended, weights were saved, or another table is open. */
  #forgetOldFailure(before: WorkspaceState | null): void {
    const code = this.#failure?.code;
    const busy = code !== undefined && busyCodes.includes(code);
    const saved = before?.run?.unsaved === true && !this.run?.unsaved;
    if (saved || (busy && this.inProgress === null) || this.dataset?.id !== before?.dataset?.id)
      this.#failure = null;
  }

  /** Runs a command after all edits have been sent, so that it uses the spec that is shown. Resolves to undefined if the command or an
   *  edit before it was refused (`failure` says why), or if a person answered no to stopping what is in progress. */
  async command<T>(
    run: (client: Client) => Promise<T>,
    action: Action = { kind: 'change' },
  ): Promise<T | undefined> {
    this.#stopFirst.leave();
    const { left } = this.#stopFirst;
    this.#failure = null;
    await this.sent;
    if (this.#failure || this.#stopFirst.left > left) return undefined;
    return this.#telling(() => this.attempt(action, () => run(this.client)));
  }

  /** Runs a command to the run or race in progress: it does not wait for edits, and keeps an open question open. */
  steer<T>(run: (client: Client) => Promise<T>): Promise<T | undefined> {
    this.#failure = null;
    return this.#telling(() => run(this.client));
  }

  /** See StopFirst.attempt; for calls that report their failures themselves. */
  attempt<T>(action: Action, work: () => Promise<T>): Promise<T> {
    return this.#stopFirst.attempt(action, work);
  }

  async #telling<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!wasCancelled(error)) this.#failure = failureOf(error);
      return undefined;
    }
  }

  /** Requests a proposed spec; `proposing` holds the choices until the workspace has that spec. */
  async propose(choices: Choices): Promise<void> {
    this.#proposing = choices;
    await this.#replace((client) => client.spec.propose(choices));
    if (this.#proposing === choices) this.#proposing = null;
  }

  /** Gives the spec a preset's network, and the training that goes with it. */
  async choosePreset(preset: Preset): Promise<void> {
    this.endGesture();
    await this.#replace((client) => client.spec.preset({ revision: this.revision, preset }));
  }

  /** Runs a command that replaces the spec: see SpecEdits.replace. */
  async #replace(run: (client: Client) => Promise<{ revision: number }>): Promise<void> {
    await this.command((client) => this.replacing(() => run(client)));
  }

  /** Undoes or redoes, within a command: edits made meanwhile are made to the spec that this gives. */
  replacing<T extends { revision: number }>(call: () => Promise<T>): Promise<T> {
    return this.#edits.replace(call);
  }

  /** What can be undone and redone: changes of table and spec, and deleted runs. */
  get undoable(): WorkspaceState['undo'] {
    return this.#state?.undo ?? { back: 0, forth: 0, undoes: null, redoes: null };
  }

  /** Changes the spec: see SpecEdits, as for the two below. */
  edit(change: (spec: RunSpec) => RunSpec, gesture: object | null = null): void {
    this.#edits.edit(change, gesture);
  }
  endGesture(): void {
    this.#edits.endGesture();
  }
  get sent(): Promise<void> {
    return this.#edits.sent;
  }

  async #stateAfter(revision: number): Promise<void> {
    if (this.revision > revision) return;
    await new Promise<void>((resume) => this.#waiting.push({ past: revision, resume }));
  }
}
