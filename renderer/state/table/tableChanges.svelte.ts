// Changes of the open table that may read its file again: another reading, a remedy, undo and redo. A later change cancels the one in
// progress, but an undo waits for the undo before it, so that two quick presses undo two changes. A change that takes longer than
// `shownAfter` is shown as an arrival, which can be cancelled.

import type { Issue } from '../../../app/contract/issues/issues.ts';
import type { Remedy } from '../../../app/contract/issues/remedies.ts';
import type { RunSummary } from '../../../app/contract/run/training.ts';
import type { Reading } from '../../../app/contract/table/reading.ts';
import type { Undoable } from '../../../app/contract/undo.ts';
import type { Action } from '../run/stopFirst.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import type { Arrival } from './opening.svelte.ts';

/** Milliseconds after which a change in progress is shown; shorter ones would only flicker. */
const shownAfter = 500;
/** Milliseconds for which the page says what was undone. */
const toldFor = 8_000;

type Way = 'back' | 'forth';
/** What was undone (`back`), redone (`forth`) or just done (`done`) and can be undone. */
interface Told {
  way: Way | 'done';
  what: Undoable;
}

/** A remedy that was taken from a finding on this page. */
export interface TakenRemedy {
  issue: Issue;
  remedy: Remedy;
  /** Number of changes that could be undone just after it: while that number stays the same, it is the last change. */
  back: number;
  /** Hash of the file that it was taken for. */
  hash: string;
}

export class TableChanges {
  readonly #workspace: Workspace;
  #abort = $state.raw<AbortController | null>(null);
  #slow = $state(false);
  #told = $state.raw<Told | null>(null);
  #taken = $state.raw<readonly TakenRemedy[]>([]);
  #forgetting: ReturnType<typeof setTimeout> | undefined;
  /** Settles with the last undo or redo that was requested. */
  #lastMove: Promise<unknown> = Promise.resolve();
  #cancels = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Whether a change is in progress. */
  get busy(): boolean {
    return this.#abort !== null;
  }

  /** The file that is being read again, once that takes longer than `shownAfter`. */
  get arrival(): Arrival | null {
    if (!this.#slow || this.#workspace.stopQuestion !== null) return null;
    return { fileName: this.#workspace.dataset?.fileName ?? '', step: 'reading', fraction: null };
  }

  /** This and the following changes resolve to whether they were done; the workspace shows a refusal. */
  reread(reading: Reading): Promise<boolean> {
    return this.#run({ kind: 'reread' }, (client, signal) => client.dataset.reread({ reading }, { signal }));
  }

  /** @param issue the finding that the remedy is for, which is then listed as done. */
  async remedy(remedy: Remedy, issue: Issue | null = null): Promise<boolean> {
    const { back } = this.#workspace.undoable;
    const hash = this.#workspace.dataset?.hash;
    const done = await this.#run({ kind: 'change' }, (client, signal) =>
      client.spec.remedy({ revision: this.#workspace.revision, remedy }, { signal }),
    );
    if (done && issue !== null && hash !== undefined)
      this.#taken = [...this.#taken, { issue, remedy, back: back + 1, hash }];
    return done;
  }

  /** Remedies that were taken, the newest last; some may have been undone since. */
  get taken(): readonly TakenRemedy[] {
    return this.#taken;
  }

  undo(): Promise<boolean> {
    return this.#move('back');
  }

  redo(): Promise<boolean> {
    return this.#move('forth');
  }

  /** What was undone (`back`), redone or deleted last, for some seconds and until the next change. */
  get told(): Told | null {
    const told = this.#told;
    // Not told any more once undo would reverse something else.
    if (told?.way === 'done' && this.#workspace.undoable.undoes?.kind !== told.what.kind) return null;
    return told;
  }

  tellDeleted({ name, fileName, target, parent }: RunSummary): void {
    this.#tell({ way: 'done', what: { kind: 'run', name, fileName, target, parent } });
  }

  /** Cancels the change in progress and the undos that wait. */
  cancel(): void {
    this.#cancels++;
    this.#abort?.abort();
  }

  #move(way: Way): Promise<boolean> {
    const before = this.#lastMove;
    const cancels = this.#cancels;
    const move = async (): Promise<boolean> => {
      await before;
      if (cancels !== this.#cancels) return false;
      return this.#run({ kind: way === 'back' ? 'undo' : 'redo' }, async (client, signal) => {
        const call = way === 'back' ? client.workspace.undo : client.workspace.redo;
        const { what } = await this.#workspace.replacing(() => call(undefined, { signal }));
        if (what !== null) this.#tell({ way, what });
      });
    };
    const done = move();
    this.#lastMove = done;
    return done;
  }

  #tell(told: Told): void {
    clearTimeout(this.#forgetting);
    this.#told = told;
    this.#forgetting = setTimeout(() => this.forget(), toldFor);
  }

  forget(): void {
    clearTimeout(this.#forgetting);
    this.#told = null;
  }

  async #run(
    action: Action,
    change: (client: Client, signal: AbortSignal) => Promise<unknown>,
  ): Promise<boolean> {
    this.#abort?.abort();
    this.forget();
    this.#workspace.endGesture();
    const abort = new AbortController();
    const { signal } = abort;
    this.#abort = abort;
    const timer = setTimeout(() => {
      if (this.#abort === abort) this.#slow = true;
    }, shownAfter);
    const done = await this.#workspace.command(async (client) => {
      try {
        await change(client, signal);
        return true;
      } catch (error) {
        // A cancelled change is not a failure.
        if (signal.aborted) return false;
        throw error;
      }
    }, action);
    clearTimeout(timer);
    if (this.#abort === abort) {
      this.#abort = null;
      this.#slow = false;
    }
    return done ?? false;
  }
}
