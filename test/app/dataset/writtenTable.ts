// Tables for tests: a text written to a file of its own and opened, closed and removed after the test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type OpenOptions, openTable } from '../../../app/dataset/open.ts';
import type { Table } from '../../../app/dataset/table/table.ts';
import { unpackHere } from './source/unpackHere.ts';

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dataset-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function written(content: string | Uint8Array, name = 'table.csv'): Promise<string> {
  const path = join(await emptyFolder(), name);
  await writeFile(path, content);
  return path;
}

export async function opened(path: string, options?: OpenOptions): Promise<Table> {
  const table = await openTable(path, { startUnpacker: unpackHere, ...options });
  onTestFinished(() => table.close());
  return table;
}

export async function tableOf(content: string | Uint8Array, name?: string): Promise<Table> {
  return opened(await written(content, name));
}

/** Lines of numbered rows: `line(0)`, `line(1)`, .... */
export function lines(header: string, count: number, line: (row: number) => string): string {
  return `${[header, ...Array.from({ length: count }, (_, row) => line(row))].join('\n')}\n`;
}

export function column(table: Table, name: string) {
  const found = table.columns.find((c) => c.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

export function codes(issues: readonly { code: string }[]): string[] {
  return issues.map((issue) => issue.code);
}
