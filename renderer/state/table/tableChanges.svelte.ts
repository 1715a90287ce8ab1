// Changes of the open table that may read its file again: another reading, a remedy, undo and redo. One at a time: a later one
// cancels the one on its way, but an undo waits for the undo before it, so that two quick presses undo two changes. What takes
// longer than a moment is shown with how far it is, and can be cancelled.

import type { Issue } from '../../../app/contract/issues/issues.ts';
import type { Remedy } from '../../../app/contract/issues/remedies.ts';
import type { Reading } from '../../../app/contract/table/reading.ts';
import type { Undoable } from '../../../app/contract/undo.ts';
import type { Client, Workspace } from '../workspace.svelte.ts';
import type { Arrival } from './opening.svelte.ts';

/** Milliseconds after which a change is shown as one on its way: shorter ones would only flicker. */
const shownAfter = 500;
/** Milliseconds that what was undone is told. */
const toldFor = 8_000;

type Way = 'back' | 'forth';

/** A remedy that was taken from a finding on this page. */
export interface TakenRemedy {
  issue: Issue;
  remedy: Remedy;
  /** Changes that could be undone once it was taken: as long as there are as many it is the last one. */
  back: number;
  /** Of the file that it was taken for. */
  hash: string;
}

export class TableChanges {
  readonly #workspace: Workspace;
  #abort = $state.raw<AbortController | null>(null);
  #slow = $state(false);
  #taken = $state.raw<readonly TakenRemedy[]>([]);
  #told = $state.raw<{ way: Way; what: Undoable } | null>(null);
  #forgetting: ReturnType<typeof setTimeout> | undefined;
  /** Settles when the last undo or redo that was asked for has. */
  #lastMove: Promise<unknown> = Promise.resolve();
  #cancels = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Whether one is on its way. */
  get busy(): boolean {
    return this.#abort !== null;
  }

  /** The file that is read again, once that takes a while. */
  get arrival(): Arrival | null {
    if (!this.#slow) return null;
    return { fileName: this.#workspace.dataset?.fileName ?? '', step: 'reading', fraction: null };
  }

  /** All of these resolve to whether it was done; the workspace shows a refusal. */
  reread(reading: Reading): Promise<boolean> {
    return this.#run((client, signal) => client.dataset.reread({ reading }, { signal }));
  }

  /** `issue`: the finding that it is for, which then tells of it. */
  async remedy(remedy: Remedy, issue: Issue | null = null): Promise<boolean> {
    const { back } = this.#workspace.undoable;
    const hash = this.#workspace.dataset?.hash;
    const done = await this.#run((client, signal) =>
      client.spec.remedy({ revision: this.#workspace.revision, remedy }, { signal }),
    );
    if (done && issue !== null && hash !== undefined)
      this.#taken = [...this.#taken, { issue, remedy, back: back + 1, hash }];
    return done;
  }

  /** The newest last; some may have been undone since. */
  get taken(): readonly TakenRemedy[] {
    return this.#taken;
  }

  undo(): Promise<boolean> {
    return this.#move('back');
  }

  redo(): Promise<boolean> {
    return this.#move('forth');
  }

  /** What was undone (`back`) or redone last, for some seconds and until the next change. */
  get told(): { way: Way; what: Undoable } | null {
    return this.#told;
  }

  /** Those that still wait are cancelled too. */
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
      return this.#run(async (client, signal) => {
        const call = way === 'back' ? client.workspace.undo : client.workspace.redo;
        const { what } = await call(undefined, { signal });
        if (what !== null) this.#tell({ way, what });
      });
    };
    const done = move();
    this.#lastMove = done;
    return done;
  }

  #tell(told: { way: Way; what: Undoable }): void {
    clearTimeout(this.#forgetting);
    this.#told = told;
    this.#forgetting = setTimeout(() => this.forget(), toldFor);
  }

  forget(): void {
    clearTimeout(this.#forgetting);
    this.#told = null;
  }

  async #run(change: (client: Client, signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
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
        // Somebody gave it up: that is no failure to tell of.
        if (signal.aborted) return false;
        throw error;
      }
    });
    clearTimeout(timer);
    if (this.#abort === abort) {
      this.#abort = null;
      this.#slow = false;
    }
    return done ?? false;
  }
}
