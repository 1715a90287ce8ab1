// Checks what is kept: a whole home folder, one run's folder, or one model file. It only reads.
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import type { Checked } from '../../contract/kept.ts';
import { decodeModel } from '../../export/safetensors.ts';
import { isMissing } from '../../storage/damaged.ts';
import { refsOf, runRecordSchema, type Source } from '../../storage/runRecord.ts';
import { uploadPath } from '../../storage/uploads.ts';
import { savedWorkspaceSchema } from '../../storage/workspaceFile.ts';
import { problemOf, problemsOfRun, readChecked } from './verifyRun.ts';

export async function isThere(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

/** Throws AppError file_not_found. */
export async function verify(place: string): Promise<Checked[]> {
  const path = resolve(place);
  const status = await stat(path).catch(() => null);
  if (status === null)
    throw new AppError('file_not_found', `There is no file or folder ${place}.`, { file: place });
  if (!status.isDirectory()) return [await checkModel(path)];
  const names = await readdir(path);
  const isRun = names.some((name) => ['run.json', 'best.safetensors', 'history.jsonl'].includes(name));
  return isRun ? [await checkRun(path)] : verifyHome(path);
}

/** @param home absolute */
export async function verifyHome(home: string): Promise<Checked[]> {
  const checked = [await checkWorkspace(home)];
  for (const place of ['runs', 'trash'])
    for (const name of await namesIn(join(home, place)))
      checked.push(await checkRun(join(home, place, name)));
  for (const id of await namesIn(join(home, 'uploads')))
    checked.push(await checkTable(join(home, 'uploads', id)));
  return checked;
}

async function checkRun(path: string): Promise<Checked> {
  return { kind: 'run', path, problems: await problemsOfRun(path) };
}

async function checkModel(path: string): Promise<Checked> {
  const problem = await problemOf(path, decodeModel);
  return { kind: 'model', path, problems: problem === null ? [] : [problem] };
}

async function checkWorkspace(home: string): Promise<Checked> {
  const path = join(home, 'workspace.json');
  const problems: string[] = [];
  const saved = await readChecked(path, savedWorkspaceSchema, (problem) => problems.push(problem));
  if (saved?.dataset) problems.push(...(await missingTables(home, saved.dataset)));
  const runs = saved?.runId ? await idsOf(join(home, 'runs')) : [];
  if (saved?.runId && !runs.includes(saved.runId))
    problems.push(`Its run ${saved.runId} is not there any more.`);
  return { kind: 'workspace', path, problems };
}

async function idsOf(runs: string): Promise<string[]> {
  const ids: string[] = [];
  for (const name of await namesIn(runs)) {
    const record = await readChecked(join(runs, name, 'run.json'), runRecordSchema, () => {});
    ids.push(name, ...(record === null ? [] : [record.id]));
  }
  return ids;
}

async function missingTables(home: string, source: Source): Promise<string[]> {
  const missing: string[] = [];
  for (const ref of refsOf(source)) {
    const there = ref.kind === 'path' ? stat(ref.path) : uploadPath(home, ref.id);
    await there.catch(() => missing.push(`Its table ${source.fileName} is not there any more.`));
  }
  return missing;
}

/** An upload is one file in a folder of its own. */
async function checkTable(path: string): Promise<Checked> {
  const names = await namesIn(path);
  return { kind: 'table', path, problems: names.length === 1 ? [] : [`${basename(path)} holds no file.`] };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
