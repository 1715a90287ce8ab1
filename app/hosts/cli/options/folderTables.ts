// The tables directly in a folder: files whose ending says that they may be tables. Files of its subfolders are left out.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../contract/issues/errors.ts';
import { runFileNames } from '../../../contract/runFiles.ts';
import { byFileName, hasTableEnding } from '../../../contract/table/fileEndings.ts';

/** The given paths, with the tables of a folder in its place, in the order of their names (`b2` before `b10`). Throws AppError
 *  file_is_folder for the folder of a run and for one without tables. */
export async function tablesAt(paths: readonly string[]): Promise<string[]> {
  return (await Promise.all(paths.map(tablesOf))).flat();
}

async function tablesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  // Opening it says what it is, or that it is not there.
  if (entries === null) return [path];
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const folder = basename(path);
  if (names.includes(runFileNames.run))
    throw notTables(folder, `${folder} is the folder of a run. Choose a table, or a folder of tables.`);
  const tables = names.filter(hasTableEnding).sort(byFileName);
  if (tables.length === 0)
    throw notTables(folder, `${folder} is a folder without a table. Choose a file, or a folder of tables.`);
  return tables.map((name) => join(path, name));
}

function notTables(file: string, sentence: string): AppError {
  return new AppError('file_is_folder', sentence, { file });
}
