// What is not a readable table is refused at once, with its code and a sentence, and nothing is left behind.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTable } from '../../../../app/dataset/open.ts';
import { emptyFolder, lines, written } from '../writtenTable.ts';
import { unpackHere } from './unpackHere.ts';

const unix = process.platform !== 'win32';

describe('opening is refused', () => {
  const contents: [what: string, content: string | Uint8Array, code: string, message: RegExp][] = [
    ['an empty file', '', 'file_empty', /is empty/],
    ['blank lines only', ' \n\n \n', 'file_empty', /is empty/],
    ['a header only', 'a,b,c\n', 'file_no_rows', /header but no rows/],
    ['a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'file_not_text', /a PNG image/],
    ['a gzip archive that breaks off', new Uint8Array([0x1f, 0x8b, 8, 0]), 'archive_damaged', /breaks off/],
    [
      'a broken zip archive',
      'PK\u0003\u0004....',
      'file_not_text',
      /an Excel workbook or zip archive that breaks off/,
    ],
    ['a broken Parquet file', 'PAR1....', 'csv_unreadable', /Parquet/],
    ['a web page', '\n<!DOCTYPE html>\n<html>,</html>', 'file_not_text', /web page/],
    ['rows that never fit the header', 'a,b,c\n"1;2;3\n', 'csv_unreadable', /none of its rows/],
  ];
  it.each(contents)('%s', async (_what, content, code, message) => {
    await expect(openTable(await written(content), { startUnpacker: unpackHere })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('a file that is not there', async () => {
    const path = join(await emptyFolder(), 'gone.csv');
    await expect(openTable(path)).rejects.toMatchObject({
      code: 'file_not_found',
      values: { file: 'gone.csv' },
    });
  });

  it('a folder', async () => {
    const path = join(await emptyFolder(), 'folder.csv');
    await mkdir(path);
    await expect(openTable(path)).rejects.toMatchObject({ code: 'file_is_folder' });
  });

  it.runIf(unix)('a FIFO, without waiting for a writer', async () => {
    const path = join(await emptyFolder(), 'fifo.csv');
    execFileSync('mkfifo', [path]);
    await expect(openTable(path)).rejects.toMatchObject({ code: 'file_not_regular' });
  });

  it.runIf(unix)('a device', async () => {
    await expect(openTable('/dev/zero')).rejects.toMatchObject({ code: 'file_not_regular' });
  });

  it.runIf(unix)('links that lead in a circle', async () => {
    const path = join(await emptyFolder(), 'loop.csv');
    await symlink(path, path);
    await expect(openTable(path)).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it.runIf(unix)('a file of 10 GB, before anything is read of it', async () => {
    const path = await written('a,b\n1,2\n');
    await truncate(path, 10 * 2 ** 30);
    await expect(openTable(path)).rejects.toMatchObject({ code: 'file_too_large' });
  });
});

it('a temporary folder that is not there is named', async () => {
  const path = await written('a,b\r1,2\r');
  temporaryFolder(join(path, 'gone'));
  await expect(openTable(path)).rejects.toMatchObject({
    code: 'disk_write_failed',
    message: expect.stringMatching(/temporary folder .*gone cannot be written/),
  });
});

describe('reading stops', () => {
  it('at once for a signal that is already given', async () => {
    const path = await written('a,b\n1,2\n');
    await expect(openTable(path, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
  });

  it('in the middle of the file', async () => {
    const path = await written(lines('a,b', 200_000, (i) => `${i},${'x'.repeat(i % 30)}`));
    const controller = new AbortController();
    const onProgress = (fraction: number | null) => {
      if (fraction !== null && fraction > 0) controller.abort(new Error('enough'));
    };
    await expect(openTable(path, { signal: controller.signal, onProgress })).rejects.toThrow('enough');
  });

  it('when the file is changed while it is read', async () => {
    const path = await written(lines('a,b', 200_000, (i) => `${i},x`));
    let changed: Promise<void> | null = null;
    const onProgress = (fraction: number | null) => {
      if (fraction !== null && fraction > 0)
        changed ??= writeFile(
          path,
          lines('a,b', 200_000, (i) => `${i},y`),
        );
    };
    await expect(openTable(path, { onProgress })).rejects.toMatchObject({ code: 'file_changed' });
    await changed;
  });
});

it('neither a table that is read from a copy nor one that is refused leaves a file in the temporary folder', async () => {
  const path = await written('a,b\r1,"x\r2,y\r');
  const broken = await written('a,b\n"1;2\n');
  const folder = await emptyFolder();
  temporaryFolder(folder);
  const table = await openTable(path);
  expect(await readdir(folder)).toEqual([]);
  table.close();
  table.close();
  expect(await readdir(folder)).toEqual([]);
  await expect(table.numbers('a')).rejects.toThrow('closed');
  await expect(openTable(broken)).rejects.toMatchObject({ code: 'csv_unreadable' });
  expect(await readdir(folder)).toEqual([]);
});

it('rows of a file that changed after it was read are refused rather than mixed with its new ones', async () => {
  const path = await written(lines('a,b', 2_000, (i) => `${i},x`));
  const table = await openTable(path);
  onTestFinished(() => table.close());
  expect(await table.cells(1_999, 1)).toEqual([['1999', 'x']]);
  await writeFile(path, 'a,b\n1,2\n');
  await expect(table.cells(0, 1)).rejects.toMatchObject({ code: 'file_changed' });
  expect((await table.numbers('a'))[1_999]).toBe(1_999);
});

it.runIf(unix)('rows of a file that was removed or replaced after it was read are still there', async () => {
  const path = await written(lines('a,b', 2_000, (i) => `${i},x`));
  const table = await openTable(path);
  onTestFinished(() => table.close());
  await rm(path);
  await writeFile(path, 'a,b\n1,2\n');
  expect(await table.cells(1_999, 1)).toEqual([['1999', 'x']]);
});

function temporaryFolder(path: string): void {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, path);
  onTestFinished(() => void vi.unstubAllEnvs());
}
