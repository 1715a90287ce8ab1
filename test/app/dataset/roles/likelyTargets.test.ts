// Which columns are offered as targets, and why.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { likelyTargets } from '../../../../app/dataset/roles/likelyTargets.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { lines, opened, tableOf } from '../writtenTable.ts';
import { contentOf, knownTables, mtcars } from './knownTables.ts';

const examples = fileURLToPath(new URL('../../../../examples/', import.meta.url));

async function namesOf(table: Table): Promise<string[]> {
  return (await likelyTargets(table)).map(({ column }) => column);
}

describe('the first likely target', () => {
  it.each(knownTables.map((table) => [table.name, table] as const))(
    'of %s is the known one',
    async (_, known) => {
      const [first] = await namesOf(await tableOf(contentOf(known)));
      expect(known.targets).toContain(first);
    },
  );

  it('of mtcars is mpg, although carb is last', async () => {
    expect((await namesOf(await tableOf(mtcars))).slice(0, 2)).toEqual(['mpg', 'carb']);
  });

  it('of each example is its own target', async () => {
    const all: { file: string; target: string }[] = JSON.parse(
      await readFile(`${examples}examples.json`, 'utf8'),
    );
    for (const { file, target } of all)
      expect((await namesOf(await opened(examples + file)))[0], file).toBe(target);
  });

  it('is the last column where no name says anything', async () => {
    const table = await tableOf(
      lines('alpha,beta,gamma', 60, (i) => `${i * 1.5},${(i * 37) % 59},${(i * 17) % 61}`),
    );
    expect((await likelyTargets(table))[0]).toMatchObject({
      column: 'gamma',
      reason: { code: 'target_last', message: '"gamma" is the last column, where targets often are.' },
    });
  });
});

describe('a likely target', () => {
  it('is never a row number, a constant, a date, free text or an empty column', async () => {
    const header = 'id,one,day,note,nothing,height,width';
    const cells = (i: number) =>
      `${i + 1},5,2020-01-${10 + (i % 20)},a note no. ${i} on it,,${i % 47},${i % 43}`;
    expect(await namesOf(await tableOf(lines(header, 60, cells)))).toEqual(['width', 'height']);
  });

  it('is not y beside x and z, which is a coordinate', async () => {
    const table = await tableOf(lines('x,y,z,speed', 50, (i) => `${i % 7},${i % 11},${i % 13},${i * 0.7}`));
    expect((await namesOf(table))[0]).toBe('speed');
  });

  it('has the column with the strongest association among its reasons', async () => {
    // Rows 0, 1, 2, ... by two waves: alpha and beta go together, gamma with neither.
    const wave = (i: number) => Math.sin(i / 3);
    const cells = (i: number) =>
      `${wave(i).toFixed(4)},${(wave(i) + (i % 5) / 5).toFixed(4)},${(i * 7) % 23},${(i * 5) % 19}`;
    const table = await tableOf(lines('alpha,beta,gamma,delta', 100, cells));
    const found = await likelyTargets(table);
    expect(found.find(({ column }) => column === 'alpha')?.reason).toMatchObject({
      code: 'target_explained',
      values: { column: 'alpha', other: 'beta' },
    });
  });

  it('is none of two columns that say the same, where others are as good', async () => {
    const cells = (i: number) =>
      `${i * 3},${i * 6},${(i * 31) % 97},${(i * 31) % 97},${Math.sin(i).toFixed(3)},${i % 2 ? 'a' : 'b'}`;
    const table = await tableOf(lines('grams,twice,one,same,free,kind', 90, cells));
    expect(await namesOf(table)).not.toContain('twice');
  });

  it('is preferred without missing values', async () => {
    const table = await tableOf(lines('cost,price', 40, (i) => `${i * 1.5},${i % 2 ? i * 2.5 : ''}`));
    expect(await namesOf(table)).toEqual(['cost', 'price']);
  });

  it('has a Korean name too', async () => {
    const table = await tableOf(
      lines('나이,이탈 여부,월요금', 40, (i) => `${i},${i % 3 ? '예' : '아니오'},${i * 1.5}`),
    );
    expect((await likelyTargets(table))[0]).toMatchObject({
      column: '이탈 여부',
      reason: { code: 'target_named_partly' },
    });
  });
});

it('nothing is offered where nothing can be predicted', async () => {
  expect(await namesOf(await tableOf(lines('a,b', 20, () => '1,2')))).toEqual([]);
});

it('a long table is judged by blocks of rows, the same ones each time', async () => {
  const cells = (i: number) => `${(i * 31) % 997},${(i * 17) % 89},${i % 4 ? 'left' : 'right'}`;
  const table = await tableOf(lines('first,second,side', 30_000, cells));
  const found = await likelyTargets(table);
  expect(found[0]?.column).toBe('side');
  expect(await likelyTargets(table)).toEqual(found);
});
