// How a file begins, for a look at it while the rest is read or before a reading is taken: its first lines, unpacked and decoded
// as all of it would be, read like any other table.
import { stat } from 'node:fs/promises';
import type { Sample } from '../contract/dataset.ts';
import type { Reading } from '../contract/reading.ts';
import { tableFrom } from './open.ts';
import { openSource } from './sourceFile.ts';

/** Smaller files are read as soon as a sample of them. */
const smallest = 8 * 2 ** 20;
const sampleBytes = 2 ** 17;
const rowsShown = 6;
const columnsShown = 12;

/** null for a small file, and for one that does not begin like a table: whoever reads it whole says why. */
export async function readSample(path: string, fileName: string, reading: Reading): Promise<Sample | null> {
  try {
    const { size } = await stat(path);
    return size < smallest ? null : await sampleOf(path, fileName, reading);
  } catch {
    return null;
  }
}

/** How a file begins if it is read so. Rejects as `openTable` does. */
export async function sampleOf(path: string, fileName: string, reading: Reading): Promise<Sample> {
  const source = await openSource(path, { fileName, reading, head: sampleBytes });
  const table = await tableFrom(source, { fileName, reading });
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
}
