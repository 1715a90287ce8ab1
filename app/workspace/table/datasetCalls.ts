// Opens tables. A failure leaves the table that was open before unchanged.

import { AppError } from '../../contract/issues/errors.ts';
import type { Dataset, Pair, RowWindow, Sample } from '../../contract/table/dataset.ts';
import type { LikelyTarget } from '../../contract/table/likelyTarget.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { Activity, WorkspaceState } from '../../contract/workspace.ts';
import { pairColumns } from '../../dataset/findings/pair.ts';
import { type FileToOpen, openFiles } from '../../dataset/openFiles.ts';
import { likelyTargets } from '../../dataset/roles/likelyTargets.ts';
import { readSample, sampleOf } from '../../dataset/sample.ts';
import type { RowsAsked, Table } from '../../dataset/table/table.ts';
import { inBackground } from '../bugs.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type ChosenFile, filesStamp } from './fileRef.ts';
import type { OpenTable } from './openTable.ts';
import { Preparer } from './preparer.ts';

/** Milliseconds between two states with more about a table. */
const tellEvery = 300;

/** Reads one or several files and makes them the workspace's table; closes spec and run of the previous one. */
export async function openDataset(
  session: WorkspaceSession,
  files: readonly ChosenFile[],
  reading: Reading,
  signal: AbortSignal | undefined,
): Promise<Dataset> {
  session.refuseBusy();
  const open = await readTable(session, files, reading, signal);
  session.undoHistory.forgetEdits();
  return showTable(session, open, { spec: null, plan: null });
}

/** Makes a table that was read the workspace's, with a matching spec; closes the run. */
export async function showTable(
  session: WorkspaceSession,
  open: OpenTable,
  shown: Pick<WorkspaceState, 'spec' | 'plan'>,
): Promise<Dataset> {
  const before = session.live;
  session.live = null;
  await before?.close();
  const dataset = summary(open.table);
  replaceTable(session, open);
  // Saved to disk before it is shown: what a person has seen survives a crash.
  await session.keep(shown.spec, null);
  session.change({ dataset, ...shown, run: null, notices: [] });
  void describeFurther(session, open, dataset);
  return dataset;
}

/** Profiles the columns of a large table one by one and examines it while no call is in progress, and updates the pages now and
 *  then. Stops when the table is closed. */
export async function describeFurther(
  session: WorkspaceSession,
  open: OpenTable,
  dataset: Dataset,
): Promise<void> {
  let lastSent = performance.now();
  const left = dataset.columns.filter(({ profiled }) => !profiled);
  for (const [index, { name }] of left.entries()) {
    await session.quiet();
    if (session.open !== open) return;
    await whileOpen(session, open, 'while a column was profiled', () => open.table.profile(name));
    if (index < left.length - 1 && performance.now() - lastSent < tellEvery) continue;
    session.describe({ ...dataset, columns: [...open.table.columns] });
    lastSent = performance.now();
  }
  if (open.table.examined) return;
  await whileOpen(session, open, 'while a table was examined', () =>
    open.table.examine(() => session.turn()),
  );
  session.describe({ ...dataset, columns: [...open.table.columns], issues: [...open.table.issues] });
}

/** Work on a table that no call waits for. If the table was closed meanwhile, errors are expected and not a bug. */
export function whileOpen(
  session: WorkspaceSession,
  open: OpenTable,
  doing: string,
  work: () => Promise<unknown>,
): Promise<void> {
  return inBackground(doing, async () => {
    try {
      await work();
    } catch (error) {
      if (session.open === open && !session.closed) throw error;
    }
  });
}

/** The open table with all figures of all columns and all findings. */
export async function profileDataset(session: WorkspaceSession): Promise<Dataset> {
  const open = needTable(session);
  await open.table.profile();
  await open.table.examine();
  const { dataset } = session.state.value;
  if (dataset === null || session.open !== open) throw noTable();
  const whole = { ...dataset, columns: [...open.table.columns], issues: [...open.table.issues] };
  session.describe(whole);
  return whole;
}

export async function readTable(
  session: WorkspaceSession,
  files: readonly ChosenFile[],
  reading: Reading = {},
  signal?: AbortSignal,
): Promise<OpenTable> {
  const { path, fileName } = files[0]!;
  const { engine, startUnpacker } = session.options;
  const activity: Activity = { kind: 'reading', fileName, fraction: null };
  let busy = true;
  const show = (more: Partial<Activity>) => {
    Object.assign(activity, more);
    if (busy) session.change({ activity: { ...activity } });
  };
  show({});
  void readSample(path, fileName, reading, startUnpacker).then((sample) => {
    if (sample !== null) show({ sample });
  });
  try {
    const stamp = await filesStamp(files);
    const table = await openFiles(files.map(placed), {
      reading,
      engine,
      startUnpacker,
      onProgress: (fraction) => show({ fraction }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { table, files, stamp, preparer: new Preparer(table) };
  } finally {
    busy = false;
    session.change({ activity: null });
  }
}

/** The path of an upload says nothing to a person. */
function placed({ ref, path, fileName }: ChosenFile): FileToOpen {
  return { path, fileName, place: ref.kind === 'path' ? path : undefined };
}

/** Replaces the open table; closes the old one and the race on it. */
export function replaceTable(session: WorkspaceSession, open: OpenTable | null) {
  session.closeRace();
  if (session.search !== null) {
    session.search = null;
    session.change({ search: null });
  }
  session.open?.table.close();
  session.open = open;
}

let opened = 0;

export function summary(table: Table): Dataset {
  const { fileName, bytes, hash, container, reading, dialect, rows, rowsLeftOut, problemRows } = table;
  return {
    ...{ id: `${++opened}-${hash.slice(0, 12)}`, fileName, bytes, hash },
    ...{ container, reading, dialect, rows, rowsLeftOut, problemRows },
    files: [...table.files],
    fileColumn: table.fileColumn,
    sheets: [...table.sheets],
    problems: [...table.problems],
    columns: [...table.columns],
    issues: [...table.issues],
  };
}

export async function readRows(session: WorkspaceSession, window: RowsAsked): Promise<RowWindow> {
  return needTable(session).table.window(window);
}

/** The first rows of the open file, or of the first one of several, under this reading. */
export async function previewDataset(session: WorkspaceSession, reading: Reading): Promise<Sample> {
  const { table, files } = needTable(session);
  const { path, fileName } = files[0]!;
  // The first lines may not show the encoding of the whole file; the open table knows it.
  const found = table.reading.encoding === undefined ? { encoding: table.dialect.encoding } : {};
  return sampleOf(path, fileName, { ...found, ...reading }, session.options.startUnpacker);
}

export function pairOf(session: WorkspaceSession, first: string, second: string): Promise<Pair> {
  return pairColumns(needTable(session).table, first, second);
}

export function targetsOf(session: WorkspaceSession): Promise<LikelyTarget[]> {
  return likelyTargets(needTable(session).table);
}

/** The open table; throws AppError dataset_needed. */
export function needTable({ open }: WorkspaceSession): OpenTable {
  if (open !== null) return open;
  throw noTable();
}

function noTable(): AppError {
  return new AppError('dataset_needed', 'No table is open; open a file first.');
}
