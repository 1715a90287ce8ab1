// The first rows of a large file, read before all of it is.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { limits } from '../../../app/contract/limits.ts';
import { readSample, sampleOfHead } from '../../../app/dataset/sample.ts';
import { emptyFolder, lines, written } from './writtenTable.ts';

const padding = 'x'.repeat(100);

it('has the names, the types and the cells of the first rows, and leaves nothing behind', async () => {
  const path = await written(
    lines('a,b,c', 100_000, (i) => `${i},"${padding}, ${i}",${i % 2 === 0 ? 'yes' : 'no'}`),
  );
  const folder = await emptyFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const sample = await readSample(path, 'table.csv', {});
  expect(sample?.columns).toEqual([
    { name: 'a', type: 'number' },
    { name: 'b', type: 'text' },
    { name: 'c', type: 'boolean' },
  ]);
  expect(sample?.rows).toHaveLength(6);
  expect(sample?.rows[5]).toEqual(['5', `${padding}, 5`, 'no']);
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['a small file', lines('a,b', 100, (i) => `${i},x`)],
  ['a line that is too long', `a,b\r${'1'.repeat(9 * 2 ** 20)}`],
  ['a picture', `%PDF-${padding.repeat(90_000)}`],
])('is not there for %s', async (_what, text) => {
  expect(await readSample(await written(text), 'table.csv', {})).toBeNull();
});

it('is not there for a file that is not there', async () => {
  expect(await readSample('/nowhere.csv', 'nowhere.csv', {})).toBeNull();
});

describe('of the first bytes of a file that is still being sent', () => {
  const head = (bytes: Uint8Array) => sampleOfHead(bytes.subarray(0, limits.sample.head), 'table.csv');

  // What is packed is random, so that there is enough of it.
  it.each([
    ['lines', Buffer.from(lines('a,b', 100_000, (i) => `${i},${padding}`))],
    ['packed lines', gzipSync(lines('a,b', 100_000, (i) => `${i},${randomBytes(100).toString('hex')}`))],
  ])('is that of the whole file, of %s', async (_what, bytes) => {
    const whole = await readSample(await written(bytes), 'table.csv', {});
    expect(whole?.rows).toHaveLength(6);
    expect(await head(bytes)).toEqual(whole);
  });

  it('is not there for what is not a table, or is read from its end', async () => {
    expect(await head(Buffer.from(`%PDF-${padding.repeat(5_000)}`))).toBeNull();
    expect(await head(Buffer.from(`PK\u0003\u0004${padding.repeat(5_000)}`))).toBeNull();
  });
});
