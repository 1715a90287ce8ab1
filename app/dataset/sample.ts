// How a large file begins, for a look at it while the rest is read: its first bytes as a file of their own, read like any other.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from '../contract/dataset.ts';
import { openTable } from './open.ts';
import { openSource } from './sourceFile.ts';

/** Smaller files are read as soon as a sample of them. */
const smallest = 8 * 2 ** 20;
const sampleBytes = 2 ** 17;
const rowsShown = 6;
const columnsShown = 12;
const newline = 0x0a;

/** null for a small file, and for one that does not begin like a table: whoever reads it whole says why. */
export async function readSample(path: string, fileName: string): Promise<Sample | null> {
  try {
    const head = await firstLines(path, fileName);
    return head === null ? null : await sampleOf(head, fileName);
  } catch {
    return null;
  }
}

/** Whole lines; null without any, and for a small file. */
async function firstLines(path: string, fileName: string): Promise<Uint8Array | null> {
  const { handle, bytes } = await openSource(path, fileName);
  try {
    if (bytes < smallest) return null;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    const end = buffer.lastIndexOf(newline, bytesRead - 1) + 1;
    return end === 0 ? null : buffer.subarray(0, end);
  } finally {
    await handle.close();
  }
}

async function sampleOf(head: Uint8Array, fileName: string): Promise<Sample> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-sample-'));
  try {
    const file = join(folder, 'head.csv');
    await writeFile(file, head, { mode: 0o600 });
    const table = await openTable(file, { fileName });
    try {
      const columns = table.columns.slice(0, columnsShown).map(({ name, type }) => ({ name, type }));
      const rows = await table.cells(0, rowsShown);
      return { columns, rows: rows.map((row) => row.slice(0, columnsShown)) };
    } finally {
      table.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
