// What a person can undo, newest last: table and spec before each change, thresholds of the current run, and deleted runs. Kept in
// memory. Opening another file discards changes of table and spec, another run those of thresholds; deleted runs can still be restored.

import type { RunSummary } from '../../contract/run/training.ts';
import type { Undoable, UndoState } from '../../contract/undo.ts';
import { differenceOf, type Edited } from './difference.ts';

export interface RemovedRun {
  kind: 'run';
  run: Pick<RunSummary, 'id' | 'name' | 'fileName' | 'target' | 'parent'>;
  /** Whether it was the current run. */
  wasOpen: boolean;
}

/** The threshold of a run's model before and after it was set. */
export interface ChangedThreshold {
  kind: 'threshold';
  runId: string;
  back: number;
  forth: number;
}

/** An edit holds the state that undo or redo restores. */
export type Entry = { kind: 'edit'; to: Edited } | ChangedThreshold | RemovedRun;
export type Way = 'back' | 'forth';

/** With more, the oldest is discarded. */
const kept = 100;
const opposite = { back: 'forth', forth: 'back' } as const;

export class UndoHistory {
  #entries: Record<Way, readonly Entry[]> = { back: [], forth: [] };
  /** The last view is cached: it is read ten times a second during a run, and comparing two specs of 500 columns takes a while. */
  #seen: { entries: Record<Way, readonly Entry[]>; now: Edited; state: UndoState } | null = null;

  /** Counts, and the next undo and redo; `now` is the present table and spec. */
  view(now: Edited): UndoState {
    const seen = this.#seen;
    const same =
      seen?.now.files === now.files && seen.now.reading === now.reading && seen.now.spec === now.spec;
    if (seen?.entries === this.#entries && same) return seen.state;
    const state: UndoState = {
      back: this.#entries.back.length,
      forth: this.#entries.forth.length,
      undoes: described(this.next('back'), now),
      redoes: described(this.next('forth'), now),
    };
    this.#seen = { entries: this.#entries, now, state };
    return state;
  }

  /** Records table and spec before a person's change. */
  recordEdit(before: Edited): void {
    this.#record({ kind: 'edit', to: before });
  }

  recordRemoval(removed: Omit<RemovedRun, 'kind'>): void {
    this.#record({ kind: 'run', ...removed });
  }

  recordThreshold(changed: Omit<ChangedThreshold, 'kind'>): void {
    this.#record({ kind: 'threshold', ...changed });
  }

  /** Records a change that continues the last recorded one. */
  amend(): void {
    this.#entries = { ...this.#entries, forth: [] };
  }

  /** null where there is nothing to undo or redo. */
  next(way: Way): Entry | null {
    return this.#entries[way].at(-1) ?? null;
  }

  /** Moves the next entry to the other side; an edit then leads back to `now`. */
  move(way: Way, now: Edited): void {
    const entry = this.next(way);
    if (entry === null) return;
    const other = opposite[way];
    const moved: Entry = entry.kind === 'edit' ? { kind: 'edit', to: now } : entry;
    const left = this.#entries[way].slice(0, -1);
    this.#entries = { ...this.#entries, [way]: left, [other]: [...this.#entries[other], moved] };
  }

  /** Call when another run is current, or none. */
  forgetThresholdsBut(runId: string | null): void {
    const gone = (entry: Entry) => entry.kind === 'threshold' && entry.runId !== runId;
    if (Object.values(this.#entries).some((entries) => entries.some(gone)))
      this.#keepOnly((entry) => !gone(entry));
  }

  forgetEdits(): void {
    this.#keepOnly((entry) => entry.kind !== 'edit');
  }

  /** Call when a run was restored in another way, or can no longer be restored. */
  forgetRun(id: string): void {
    this.#keepOnly((entry) => entry.kind !== 'run' || entry.run.id !== id);
  }

  #record(entry: Entry): void {
    this.#entries = { back: [...this.#entries.back, entry].slice(-kept), forth: [] };
  }

  #keepOnly(stays: (entry: Entry) => boolean): void {
    const { back, forth } = this.#entries;
    this.#entries = { back: back.filter(stays), forth: forth.filter(stays) };
  }
}

function described(entry: Entry | null, now: Edited): Undoable | null {
  if (entry === null) return null;
  if (entry.kind === 'edit') return differenceOf(entry.to, now);
  if (entry.kind === 'threshold') return { kind: 'threshold' };
  const { id: _, ...run } = entry.run;
  return { kind: 'run', ...run };
}
