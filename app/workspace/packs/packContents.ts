// What is in a file of packed runs, as its own run.json and notes.json say it, before anything of it is kept.
import type { PackContents, PackedRun } from '../../contract/packs.ts';
import { runNotesSchema } from '../../contract/run/training.ts';
import { targetNames } from '../../dataset/table/targets.ts';
import { type RunRecord, runRecordSchema } from '../../storage/runRecord.ts';
import { type FindTwin, keptTwins } from '../runs/takeOver.ts';
import { shownLessons } from './packedLessons.ts';
import { damagedPack, PackFile } from './packFile.ts';
import type { ListedRun } from './packList.ts';

/** Throws AppError pack_damaged, pack_needed, model_version_newer, and what opening a file throws. */
export async function packContents(home: string, path: string, fileName: string): Promise<PackContents> {
  const pack = await PackFile.open(path, fileName);
  try {
    const { program, packedAt, runs, tables } = pack.list;
    const shown: PackedRun[] = [];
    const twinOf = await keptTwins(home);
    for (const run of runs) shown.push(await shownRun(twinOf, pack, run));
    shown.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    return {
      ...{ program, packedAt, runs: shown, bytes: bytesToAdd(pack, runs) },
      tables: tables.map(({ name, bytes }) => ({ name, bytes })),
      lessons: await shownLessons(pack, home),
    };
  } finally {
    await pack.close();
  }
}

async function shownRun(twinOf: FindTwin, pack: PackFile, run: ListedRun): Promise<PackedRun> {
  const record = await recordOf(pack, run);
  const notesFile = run.files['notes.json'];
  const notes =
    notesFile === undefined
      ? { name: '', starred: false }
      : readJson(await pack.text(notesFile), runNotesSchema.loose(), pack.fileName, notesFile.entry);
  return {
    name: notes.name,
    starred: notes.starred,
    fileName: record.dataset.fileName,
    target: targetNames(record.spec.data).join(', '),
    ...{ startedAt: record.startedAt, state: record.state, epoch: record.epoch },
    hasTable: run.tables.length > 0,
    isHere: (await twinOf(record)) !== null,
  };
}

/** The run.json of a run in the file. Throws AppError pack_damaged. */
export async function recordOf(pack: PackFile, { files }: ListedRun): Promise<RunRecord> {
  const file = files['run.json'];
  if (file === undefined) throw damagedPack(pack.fileName, 'list');
  return readJson(await pack.text(file), runRecordSchema, pack.fileName, file.entry);
}

/** Of these runs' files and tables, and of lessons. */
export function bytesToAdd({ list }: PackFile, runs: readonly ListedRun[]): number {
  const lessons = list.lessons?.files ?? [];
  const tables = new Set([
    ...runs.flatMap((run) => run.tables),
    ...lessons.flatMap(({ table }) => table ?? []),
  ]);
  const ofRuns = runs.flatMap(({ files }) => Object.values(files));
  return [...ofRuns, ...lessons, ...[...tables].flatMap((index) => list.tables[index] ?? [])].reduce(
    (sum, { bytes }) => sum + bytes,
    0,
  );
}

function readJson<T>(
  text: string,
  schema: { safeParse(value: unknown): { success: boolean; data?: T | undefined } },
  fileName: string,
  entry: string,
): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damagedPack(fileName, 'run', entry);
  }
  const { data } = schema.safeParse(value);
  if (data === undefined) throw damagedPack(fileName, 'run', entry);
  return data;
}
