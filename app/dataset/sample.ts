// How a large file begins, for a look at it while the rest is read: its first bytes as a file of their own, read like any other.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from '../contract/dataset.ts';
import type { Reading } from '../contract/reading.ts';
import { openTable } from './open.ts';
import { openSource } from './sourceFile.ts';

/** Smaller files are read as soon as a sample of them. */
const smallest = 8 * 2 ** 20;
const sampleBytes = 2 ** 17;
const rowsShown = 6;
const columnsShown = 12;
const newline = 0x0a;

/** null for a small file, and for one that does not begin like a table: whoever reads it whole says why. */
export async function readSample(path: string, fileName: string, reading: Reading): Promise<Sample | null> {
  try {
    const { size } = await stat(path);
    return size < smallest ? null : await sampleOf(path, fileName, reading);
  } catch {
    return null;
  }
}

/** Whole lines; of a small file all of it. */
async function firstLines(path: string, fileName: string): Promise<Uint8Array> {
  const { handle, bytes } = await openSource(path, fileName);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    if (bytesRead === bytes) return buffer.subarray(0, bytesRead);
    const end = buffer.lastIndexOf(newline, bytesRead - 1) + 1;
    if (end === 0) throw new RangeError(`the first line of ${fileName} is too long for a sample`);
    return buffer.subarray(0, end);
  } finally {
    await handle.close();
  }
}

/** How a file begins if it is read so. Rejects as `openTable` does. */
export async function sampleOf(path: string, fileName: string, reading: Reading): Promise<Sample> {
  const head = await firstLines(path, fileName);
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-sample-'));
  try {
    const file = join(folder, 'head.csv');
    await writeFile(file, head, { mode: 0o600 });
    const table = await openTable(file, { fileName, reading });
    try {
      const columns = table.columns.slice(0, columnsShown).map(({ name, type }) => ({ name, type }));
      const rows = await table.cells(0, rowsShown);
      return {
        dialect: table.dialect,
        columns,
        rows: rows.map((row) => row.slice(0, columnsShown)),
        problems: [...table.problems],
      };
    } finally {
      table.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
