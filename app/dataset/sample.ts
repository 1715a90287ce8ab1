// A sample of how a file begins, to show it while the rest is read or before a reading is accepted: its first lines,
// unpacked and decoded as the whole file would be, and read like any other table.
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../contract/limits.ts';
import type { Sample } from '../contract/table/dataset.ts';
import type { Reading } from '../contract/table/reading.ts';
import { tableFrom } from './open.ts';
import { removeTemporaryFolder, temporaryFolder } from './resources/temporaryFolder.ts';
import { openSource } from './source/openSource.ts';
import type { StartUnpacker } from './source/unpacker/unpackerPort.ts';

const sampleBytes = 2 ** 17;
const rowsShown = 6;
const columnsShown = 12;

/** null for a small file, and for one that does not begin like a table: reading the whole file then reports why. */
export async function readSample(
  path: string,
  fileName: string,
  reading: Reading,
  startUnpacker?: StartUnpacker,
): Promise<Sample | null> {
  try {
    const { size } = await stat(path);
    return size < limits.sample.from ? null : await sampleOf(path, fileName, reading, startUnpacker);
  } catch {
    return null;
  }
}

/** The same for the first bytes of a file that has not arrived completely. */
export async function sampleOfHead(
  head: Uint8Array,
  fileName: string,
  startUnpacker?: StartUnpacker,
): Promise<Sample | null> {
  const folder = await temporaryFolder();
  try {
    const path = join(folder, 'head');
    await writeFile(path, head, { mode: 0o600 });
    return await sampleOf(path, fileName, {}, startUnpacker);
  } catch {
    return null;
  } finally {
    removeTemporaryFolder(folder);
  }
}

/** The first rows of a file under this reading. Rejects as `openTable` does. */
export async function sampleOf(
  path: string,
  fileName: string,
  reading: Reading,
  startUnpacker?: StartUnpacker,
): Promise<Sample> {
  const source = await openSource(path, { fileName, reading, startUnpacker, head: sampleBytes });
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
