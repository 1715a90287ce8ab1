// Checks what is kept: a whole home folder, one run's folder, a file of packed runs, a model file or another export,
// or a folder of exports. It only reads.
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import type { Checked, KeptProblem } from '../../contract/kept.ts';
import { isMissing } from '../../storage/damaged.ts';
import { lessonsFileName } from '../../storage/lessonsFile.ts';
import { runRecordSchema } from '../../storage/runRecord.ts';
import { refsOf, type Source } from '../../storage/source.ts';
import { uploadPath } from '../../storage/uploads.ts';
import { savedWorkspaceSchema } from '../../storage/workspaceFile.ts';
import type { HostRunners } from '../exporting/runners.ts';
import { isPack } from '../packs/packFile.ts';
import { checkExport, checkExports, readExportIndex } from './verifyExport.ts';
import { problemsOfLessons } from './verifyLessons.ts';
import { verifyPack } from './verifyPack.ts';
import { KeptReader, problem, problemsOfRun } from './verifyRun.ts';

export async function isThere(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

/** Throws AppError file_not_found. */
export async function verify(place: string, runners: HostRunners): Promise<Checked[]> {
  const path = resolve(place);
  const status = await stat(path).catch(() => null);
  if (status === null)
    throw new AppError('file_not_found', `There is no file or folder ${place}.`, { file: place });
  if (!status.isDirectory())
    return (await isPack(path)) ? verifyPack(path) : [await checkExport(path, runners)];
  const names = await readdir(path);
  const isRun = names.some((name) => ['run.json', 'best.safetensors', 'history.jsonl'].includes(name));
  if (isRun) return [await checkRun(path)];
  const index = await readExportIndex(path);
  return index === null ? verifyHome(path) : checkExports(path, index, runners);
}

/** @param home absolute */
export async function verifyHome(home: string): Promise<Checked[]> {
  const checked = [await checkWorkspace(home)];
  for (const place of ['runs', 'trash'])
    for (const name of await namesIn(join(home, place)))
      checked.push(await checkRun(join(home, place, name)));
  for (const id of await namesIn(join(home, 'uploads')))
    checked.push(await checkTable(join(home, 'uploads', id)));
  const lessons = join(home, lessonsFileName);
  if (await isThere(lessons))
    checked.push({ kind: 'lessons', path: lessons, problems: await problemsOfLessons(home) });
  return checked;
}

async function checkRun(path: string): Promise<Checked> {
  return { kind: 'run', path, problems: await problemsOfRun(path) };
}

async function checkWorkspace(home: string): Promise<Checked> {
  const reader = new KeptReader(home, home);
  const saved = await reader.json('workspace.json', savedWorkspaceSchema);
  const { problems } = reader;
  if (saved?.dataset) problems.push(...(await missingTables(home, saved.dataset)));
  const runs = saved?.runId ? await idsOf(join(home, 'runs')) : [];
  if (saved?.runId && !runs.includes(saved.runId)) {
    const sentence = `Its run ${saved.runId} is not there any more.`;
    problems.push(problem('runGone', sentence, { run: saved.runId }));
  }
  return { kind: 'workspace', path: join(home, 'workspace.json'), problems };
}

async function idsOf(runs: string): Promise<string[]> {
  const ids: string[] = [];
  for (const name of await namesIn(runs)) {
    const folder = join(runs, name);
    const record = await new KeptReader(folder, folder).json('run.json', runRecordSchema);
    ids.push(name, ...(record === null ? [] : [record.id]));
  }
  return ids;
}

async function missingTables(home: string, source: Source): Promise<KeptProblem[]> {
  const missing: KeptProblem[] = [];
  const { fileName: table } = source;
  for (const ref of refsOf(source)) {
    const there = ref.kind === 'path' ? stat(ref.path) : uploadPath(home, ref.id);
    await there.catch(() =>
      missing.push(problem('tableGone', `Its table ${table} is not there any more.`, { table })),
    );
  }
  return missing;
}

/** An upload is one file in a folder of its own. */
async function checkTable(path: string): Promise<Checked> {
  const names = await namesIn(path);
  const upload = basename(path);
  const none = problem('noFile', `${upload} holds no file.`, { upload });
  return { kind: 'table', path, problems: names.length === 1 ? [] : [none] };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
