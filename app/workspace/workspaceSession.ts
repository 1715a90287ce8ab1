// What the backend holds in memory: the state that every page sees, the open table, the current run and the folders. The other
// files of this folder are the calls that change it.
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { HolderFacts } from '../contract/holder.ts';
import { AppError } from '../contract/issues/errors.ts';
import type { CheckFormula } from '../contract/lesson/lesson.ts';
import type { Plan } from '../contract/model.ts';
import type { RunSpec } from '../contract/spec/spec.ts';
import type { Dataset } from '../contract/table/dataset.ts';
import type { WorkspaceState } from '../contract/workspace.ts';
import type { StartUnpacker } from '../dataset/source/unpacker/unpackerPort.ts';
import type { Engine } from '../engine/engine.ts';
import { storageVersion } from '../storage/damaged.ts';
import type { SavedWorkspace } from '../storage/workspaceFile.ts';
import { inBackground } from './bugs.ts';
import type { RunProgram } from './exporting/programPort.ts';
import type { StartScript } from './exporting/scriptPort.ts';
import type { HomeOptions } from './home/access.ts';
import { type LiveLesson, savedFrom } from './lessons/liveLesson.ts';
import type { LiveRace } from './race/liveRace.ts';
import type { LiveRepeats } from './repeats/liveRepeats.ts';
import type { LiveRun } from './runs/liveRun.ts';
import type { LiveSearch } from './search/liveSearch.ts';
import { filesStamp } from './table/fileRef.ts';
import { type OpenTable, sourceOf } from './table/openTable.ts';
import type { Edited } from './undo/difference.ts';
import { UndoHistory } from './undo/undoHistory.ts';
import { Watchable } from './watchable.ts';

export interface BackendOptions extends HomeOptions {
  engine: Engine;
  /** Starts the process that unpacks one JSON file, Parquet file or workbook; without it they cannot be opened. */
  startUnpacker?: StartUnpacker;
  /** Starts the process that runs the text of an exported program to read it back; without it such files are not checked. */
  startScript?: StartScript;
  /** Runs a program of this computer to check an exported file; without it only the app's own readers do. */
  runProgram?: RunProgram;
  /** Loads what the page's typesetter says of a formula; without it the formulas of lessons are not checked. */
  loadCheckFormula?: () => Promise<CheckFormula>;
  /** Whether a FileRef may be a path: not for pages in a browser. */
  allowPaths: boolean;
  /** Continue with what workspace.json of the home folder names, and keep that file up to date. The terminal does not. */
  restore: boolean;
  /** How an earlier backend of the same host ended, e.g. `SIGSEGV`; pages show it. */
  restartedAfter?: string;
  /** Called when another process has taken over the home folder, after everything was saved. */
  onHandedOver?: (to: HolderFacts) => void;
}

const quietMs = 100;

const emptyState: WorkspaceState = {
  revision: 0,
  dataset: null,
  spec: null,
  plan: null,
  run: null,
  race: null,
  repeats: null,
  search: null,
  lesson: null,
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
  /** Whether a run is being started: its table is prepared, its folder created. */
  beginning = false;
  race: LiveRace | null = null;
  /** In progress, or the last ones. */
  repeats: LiveRepeats | null = null;
  search: LiveSearch | null = null;
  readonly undoHistory = new UndoHistory();
  /** Called once when the session is disposed of: frees what calls keep in memory. */
  readonly onDispose = new Set<() => void>();
  /** Revision of the last change of table or spec: edits of an older state are refused. */
  editableSince = 0;
  lesson: LiveLesson | null = null;
  /** Called before the spec is replaced by an edit; returns whether the run in progress continues with the new one. */
  onEdit: (spec: RunSpec) => Promise<boolean> = async () => false;
  /** Called when the spec has changed. */
  onSpec: () => void = () => {};
  /** False until the state of an earlier backend was restored, so that a crash in between does not overwrite it. */
  keeps = false;
  /** Whether this window only looks on: nothing is written into the home folder. */
  looksOn = false;
  /** Whether the session was disposed of: table and run are gone. */
  closed = false;
  #saving: Promise<void> = Promise.resolve();
  /** What is written next. A newer state takes its place, so that a run that begins is not recorded behind each edit before it. */
  #unsaved: SavedWorkspace | null = null;
  #calls = 0;
  #answered = 0;

  constructor(options: BackendOptions) {
    this.options = options;
  }

  /** Applies a change of state, and returns the result of the calls. */
  change(change: Partial<Omit<WorkspaceState, 'revision'>>): { revision: number } {
    const revision = this.state.value.revision + 1;
    if ('dataset' in change || 'spec' in change) this.editableSince = revision;
    if ('run' in change) this.undoHistory.forgetThresholdsBut(change.run?.id ?? null);
    const next = { ...this.state.value, ...change, revision };
    this.state.set({ ...next, undo: this.undoHistory.view(this.#editedIn(next)) });
    const { spec, run } = this.state.value;
    if ('dataset' in change || 'spec' in change || 'run' in change || 'lesson' in change)
      void this.keep(spec, run?.id ?? null);
    if ('spec' in change) this.onSpec();
    return { revision };
  }

  /** The present table and spec, to return to later. */
  get edited(): Edited {
    return this.#editedIn(this.state.value);
  }

  #editedIn({ spec, plan }: WorkspaceState): Edited {
    const { table, files = [] } = this.open ?? {};
    return { files, reading: table?.reading ?? {}, spec, reasons: plan?.reasons ?? [] };
  }

  /** Adds findings about the spec, in the way of `describe`. */
  judge(plan: Plan): void {
    this.state.set({ ...this.state.value, plan, revision: this.state.value.revision + 1 });
  }

  /** Adds figures of the open table: edits stay valid, and nothing must be saved. */
  describe(dataset: Dataset): void {
    if (this.state.value.dataset?.id !== dataset.id) return;
    this.state.set({ ...this.state.value, dataset, revision: this.state.value.revision + 1 });
  }

  /** Runs a call of the contract; background work waits in `quiet` meanwhile. */
  async answer<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#calls++;
    try {
      return await call();
    } finally {
      this.#calls--;
      this.#answered = performance.now();
    }
  }

  /** Resolves when no call has been answered for a moment: calls often come in sequence. */
  async quiet(): Promise<void> {
    while (this.#calls > 0 || performance.now() - this.#answered < quietMs) {
      await setTimeout(quietMs, undefined, { ref: false });
    }
  }

  /** Lets other work run, then waits for `quiet`. */
  async turn(): Promise<void> {
    await setImmediate();
    await this.quiet();
  }

  /** Saves what is open for the next backend; a failed write loses only that. Resolves when it is on disk. */
  keep(spec: RunSpec | null, runId: string | null): Promise<void> {
    if (!this.keeps) return Promise.resolve();
    const dataset = this.open === null ? null : sourceOf(this.open);
    const lesson = this.lesson && savedFrom(this.lesson, this.open);
    const saved: SavedWorkspace = { version: storageVersion, dataset, spec, runId, lesson };
    const waits = this.#unsaved !== null;
    this.#unsaved = saved;
    if (!waits)
      this.#saving = this.#saving.then(() =>
        inBackground('while the workspace was saved', async () => {
          const { writeWorkspace } = await import('../storage/workspaceFile.ts');
          const newest = this.#unsaved ?? saved;
          this.#unsaved = null;
          return writeWorkspace(this.options.home, newest);
        }),
      );
    return this.#saving;
  }

  /** Whether a run is in progress. */
  get training(): boolean {
    return this.beginning || this.live?.busy === true;
  }

  /** Throws AppError run_busy, race_busy, repeats_busy, search_busy: at most one of them is in progress; run_not_saved where the current run would
   *  be closed while its weights are only in memory. */
  refuseBusy(): void {
    if (this.training) throw new AppError('run_busy', 'A run is in progress; stop it first.');
    if (this.race?.busy) throw new AppError('race_busy', 'A race is in progress; stop it first.');
    if (this.repeats?.busy)
      throw new AppError('repeats_busy', 'Folds or seeds are being trained; stop them first.');
    if (this.search?.busy)
      throw new AppError('search_busy', 'The best network is being searched; stop the search first.');
    this.live?.refuseUnsaved();
  }

  /** Ends and discards the race, if there is one. */
  closeRace(): void {
    if (this.race === null) return;
    this.race.dispose();
    this.race = null;
    this.change({ race: null });
  }

  async sourceChanged(): Promise<boolean> {
    return this.open !== null && (await filesStamp(this.open.files)) !== this.open.stamp;
  }

  async dispose() {
    this.closed = true;
    this.race?.dispose();
    await this.repeats?.close();
    this.search?.run?.stop();
    await this.search?.ended;
    // A run that has just ended is kept with its scores, and nothing is written afterwards.
    if (this.live?.scoring) await this.live.scored();
    await this.live?.close();
    await this.#saving;
    this.open?.table.close();
    for (const free of this.onDispose) free();
  }
}
