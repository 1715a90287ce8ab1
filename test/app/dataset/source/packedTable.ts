// Packed tables for tests: opened from bytes, read whole, refused with an error and an empty temporary folder.
import { readdir } from 'node:fs/promises';
import { expect, onTestFinished, vi } from 'vitest';
import type { Reading } from '../../../../app/contract/table/reading.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { emptyFolder, opened, written } from '../writtenTable.ts';
import { unpackHere } from './unpackHere.ts';

export async function cellsOf(table: Table): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const piece of table.allCells()) rows.push(...piece);
  return [table.columns.map(({ name }) => name), ...rows];
}

export async function packed(
  content: string | Uint8Array,
  name: string,
  reading: Reading = {},
): Promise<Table> {
  return opened(await written(content, name), { reading });
}

export async function refused(
  content: string | Uint8Array,
  name: string,
  error: object,
  reading: Reading = {},
) {
  const path = await written(content, name);
  const folder = await privateTemporaryFolder();
  await expect(openTable(path, { reading, startUnpacker: unpackHere })).rejects.toMatchObject(error);
  expect(await readdir(folder)).toEqual([]);
}

export async function privateTemporaryFolder(): Promise<string> {
  const folder = await emptyFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}
