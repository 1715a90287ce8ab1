// Files written below a new folder and opened as one table, which is closed after the test.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OpenOptions } from '../../../../app/dataset/open.ts';
import { openFiles } from '../../../../app/dataset/openFiles.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { emptyFolder } from '../writtenTable.ts';

export type Files = Record<string, string | Uint8Array>;

/** Writes the files below a new folder and opens them in this order. */
export async function joined(files: Files, options?: OpenOptions): Promise<Table> {
  const folder = await emptyFolder();
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    paths.push(path);
  }
  const table = await openFiles(
    paths.map((path) => ({ path, place: path, fileName: path.split('/').at(-1)! })),
    options,
  );
  onTestFinished(() => table.close());
  return table;
}

export const header = (table: Table) => table.columns.map(({ name }) => name).join(' ');
