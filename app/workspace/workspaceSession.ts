// What the backend holds in memory: the state that every page sees, and behind it the open table, the current run and the folders. The
// other files of this folder are the calls that change it.
import { setImmediate, setTimeout } from 'node:timers/promises';
import { AppError } from '../contract/issues/errors.ts';
import type { Plan } from '../contract/model.ts';
import type { RunSpec } from '../contract/spec/spec.ts';
import type { Dataset } from '../contract/table/dataset.ts';
import type { WorkspaceState } from '../contract/workspace.ts';
import type { Engine } from '../engine/engine.ts';
import { storageVersion } from '../storage/damaged.ts';
import { type SavedWorkspace, writeWorkspace } from '../storage/workspaceFile.ts';
import { inBackground } from './bugs.ts';
import type { LiveRace } from './race/liveRace.ts';
import type { LiveRun } from './runs/liveRun.ts';
import { fileStamp } from './table/fileRef.ts';
import { type OpenTable, sourceOf } from './table/openTable.ts';
import type { Edited } from './undo/difference.ts';
import { UndoHistory } from './undo/undoHistory.ts';
import { Watchable } from './watchable.ts';

export interface BackendOptions {
  /** Folder of runs, uploads and settings. */
  home: string;
  engine: Engine;
  /** Whether a FileRef may be a path: not for pages in a browser. */
  allowPaths: boolean;
  /** Go on with what workspace.json of the home folder names, and keep it up to date. The terminal does not. */
  restore: boolean;
  /** How an earlier backend of the same host ended, e.g. `SIGSEGV`; pages show it. */
  restartedAfter?: string;
}

const quietMs = 100;

const emptyState: WorkspaceState = {
  revision: 0,
  dataset: null,
  spec: null,
  plan: null,
  run: null,
  race: null,
  activity: null,
  notices: [],
  pace: null,
  runsChanged: 0,
  undo: { back: 0, forth: 0, undoes: null, redoes: null },
};

export class WorkspaceSession {
  readonly options: BackendOptions;
  readonly state = new Watchable<WorkspaceState>(emptyState);
  open: OpenTable | null = null;
  live: LiveRun | null = null;
  /** Whether a run is about to be the live one: its table is prepared, its folder made. */
  beginning = false;
  race: LiveRace | null = null;
  readonly undoHistory = new UndoHistory();
  /** Revision at which table or spec last changed: an edit made from an older state is out of date. */
  editableSince = 0;
  /** Called when the spec has changed. */
  onSpec: () => void = () => {};
  /** Off until what an earlier backend left has been restored: a crash in between must not cost it. */
  keeps = false;
  /** Set when it is disposed of: its table and its run are gone. */
  closed = false;
  #saving: Promise<void> = Promise.resolve();
  #calls = 0;
  #answered = 0;

  constructor(options: BackendOptions) {
    this.options = options;
  }

  /** Applies a change of state, and returns what calls answer with. */
  change(change: Partial<Omit<WorkspaceState, 'revision'>>): { revision: number } {
    const revision = this.state.value.revision + 1;
    if ('dataset' in change || 'spec' in change) this.editableSince = revision;
    const next = { ...this.state.value, ...change, revision };
    this.state.set({ ...next, undo: this.undoHistory.view(this.#editedIn(next)) });
    const { spec, run } = this.state.value;
    if ('dataset' in change || 'spec' in change || 'run' in change) void this.keep(spec, run?.id ?? null);
    if ('spec' in change) this.onSpec();
    return { revision };
  }

  /** How table and spec are now, to come back to. */
  get edited(): Edited {
    return this.#editedIn(this.state.value);
  }

  #editedIn({ spec, plan }: WorkspaceState): Edited {
    return { reading: this.open?.table.reading ?? {}, spec, reasons: plan?.reasons ?? [] };
  }

  /** More about the spec: as `describe`. */
  judge(plan: Plan): void {
    this.state.set({ ...this.state.value, plan, revision: this.state.value.revision + 1 });
  }

  /** More about the open table: no edit is out of date for it, and nothing has to be kept. */
  describe(dataset: Dataset): void {
    if (this.state.value.dataset?.id !== dataset.id) return;
    this.state.set({ ...this.state.value, dataset, revision: this.state.value.revision + 1 });
  }

  /** Runs a call of the contract; what is not urgent waits for `quiet` meanwhile. */
  async answer<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#calls++;
    try {
      return await call();
    } finally {
      this.#calls--;
      this.#answered = performance.now();
    }
  }

  /** Resolves when no call has been answered for a moment: one often follows another. */
  async quiet(): Promise<void> {
    while (this.#calls > 0 || performance.now() - this.#answered < quietMs) {
      await setTimeout(quietMs, undefined, { ref: false });
    }
  }

  /** Lets others have their turn, and waits until it is quiet. */
  async turn(): Promise<void> {
    await setImmediate();
    await this.quiet();
  }

  /** So that the next backend finds what is open; a failed write only costs that. Resolves when it is on disk. */
  keep(spec: RunSpec | null, runId: string | null): Promise<void> {
    if (!this.keeps) return Promise.resolve();
    const dataset = this.open === null ? null : sourceOf(this.open);
    const saved: SavedWorkspace = { version: storageVersion, dataset, spec, runId };
    this.#saving = this.#saving.then(() =>
      inBackground('while the workspace was saved', () => writeWorkspace(this.options.home, saved)),
    );
    return this.#saving;
  }

  /** Whether a run is in progress. */
  get training(): boolean {
    return this.beginning || this.live?.busy === true;
  }

  /** Throws AppError run_busy, race_busy: at most one run or race is in progress. */
  refuseBusy(): void {
    if (this.training) throw new AppError('run_busy', 'A run is in progress; stop it first.');
    if (this.race?.busy) throw new AppError('race_busy', 'A race is in progress; stop it first.');
  }

  /** Ends the race and forgets it, where there is one. */
  closeRace(): void {
    if (this.race === null) return;
    this.race.dispose();
    this.race = null;
    this.change({ race: null });
  }

  async sourceChanged(): Promise<boolean> {
    return this.open !== null && (await fileStamp(this.open.file.path)) !== this.open.stamp;
  }

  async dispose() {
    this.closed = true;
    this.race?.dispose();
    await this.live?.close();
    await this.#saving;
    this.open?.table.close();
  }
}
