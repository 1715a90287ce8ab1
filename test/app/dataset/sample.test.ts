// The first rows of a large file, read before all of it is.
import { readdir } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { readSample } from '../../../app/dataset/sample.ts';
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
