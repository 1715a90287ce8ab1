// Files that shall hurt, unpacked in the real process, which is that of the built app. Each is read or refused with one sentence; no
// process and no file stays behind; the process stays small. On Linux only: processes and their memory are read from /proc.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../app/contract/issues/errors.ts';
import { openSource } from '../../../../app/dataset/source/openSource.ts';
import { forkUnpacker } from '../../../../app/hosts/forkedUnpacker.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { number, row, text, workbookOf } from '../../dataset/source/writtenWorkbook.ts';
import { emptyFolder, written } from '../../dataset/writtenTable.ts';
import { childrenOf, watchMemory } from './childProcesses.ts';
import { hostileFiles } from './hostileFiles.ts';

/** With the backend, which takes some 130 MB before it opens a file, less than 500 MB. */
const mostMemory = 330e6;
/** What the file itself may add: six times its size. */
const perByte = 6;

const started = () => childrenOf(process.pid);

/** Opens and closes a file; the error's code and sentence, or null. Nothing may be left. */
async function opened(path: string): Promise<{ code: string; message: string } | null> {
  let error: AppError | null = null;
  const folder = await emptyFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  try {
    const source = await openSource(path, { startUnpacker: forkUnpacker });
    await source.close();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    error = thrown;
    // One sentence or a few, on one line, without what a terminal would obey.
    expect(error.message).toMatch(/^[^\p{C}]{10,600}\.$/u);
  } finally {
    vi.unstubAllEnvs();
  }
  expect(started()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
  return error;
}

describe.runIf(process.platform === 'linux')('a hostile file', () => {
  it.each(hostileFiles)('$what is read or refused', async ({ name, make, code }) => {
    const content = make();
    const path = await written(content, name);
    const memory = watchMemory(started);
    const error = await opened(path);
    expect(memory()).toBeLessThan(mostMemory + perByte * content.length);
    if (code === null) expect(error).toBeNull();
    else expect(error?.code).toMatch(code);
  });

  it('Parquet of a few kilobytes that becomes 4 GB is refused', async () => {
    const path = await parquetOf(
      `SELECT repeat('x', 4000) AS a, repeat('y', 4000) AS b FROM range(500000)`,
      'COMPRESSION zstd',
    );
    const memory = watchMemory(started);
    expect((await opened(path))?.code).toMatch(/^(archive_bomb|unpack_refused)$/);
    expect(memory()).toBeLessThan(mostMemory);
  });
});

describe('a damaged file', () => {
  /** Offsets spread over a file. */
  const offsets = (bytes: number, count: number) =>
    Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * bytes) / count));
  const flipped = (bytes: Buffer, at: number) => {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 0xff;
    return damaged;
  };
  const parquet = async () =>
    readFile(
      await parquetOf(`SELECT range AS a, 'group ' || (range % 7) AS b, [range] AS c FROM range(2000)`),
    );
  const workbook = workbookOf({
    sheets: [{ name: 's', rows: row([text('a'), text('b')]) + row([number(1), text('x')]).repeat(200) }],
  });

  it.each([
    ['Parquet', 'a.parquet', parquet, ofAll(4, 30)],
    ['a workbook', 'a.xlsx', async () => workbook, ofAll(4, 30)],
  ] as const)(
    '%s with a flipped byte, or broken off, is read or refused',
    async (_what, name, make, count) => {
      const whole = await make();
      for (const at of offsets(whole.length, count)) {
        await opened(await written(flipped(whole, at), name));
        const error = await opened(await written(whole.subarray(0, at), name));
        expect(error?.code).toMatch(/^(csv_unreadable|file_not_text|archive_damaged|unpack_stopped)$/);
      }
    },
    patient ?? 120_000,
  );
});

async function parquetOf(sql: string, options = 'COMPRESSION snappy'): Promise<string> {
  const path = join(await emptyFolder(), 'table.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet, ${options})`);
  connection.disconnectSync();
  instance.closeSync();
  return path;
}
