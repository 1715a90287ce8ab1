// Features that give the target away, each with how much, and columns that are merely good.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../../app/contract/issues/issues.ts';
import type { Role } from '../../../../app/contract/spec/spec.ts';
import { Leaks } from '../../../../app/dataset/findings/leaks.ts';
import { proposeData } from '../../../../app/dataset/roles/propose.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { lines, opened, tableOf } from '../writtenTable.ts';

async function leaksOf(table: Table, target: string, roles: Record<string, Role> = {}) {
  const { data } = await proposeData(table, { targets: [target] });
  for (const column of data.columns) column.role = roles[column.name] ?? column.role;
  const leaks = new Leaks(table);
  expect(leaks.of(data)).toEqual([]);
  const news = await leaks.find(data);
  const found = leaks.of(data);
  expect(news).toBe(found.length > 0);
  return found;
}

const columnOf = ({ values }: Issue) => ('column' in values ? values.column : null);
const noise = (i: number) => (((i + 1) * 7_919) % 10_007) / 10_007;
const words = ['low', 'middle', 'high'];

describe('a number is given away', () => {
  const text = lines('area,feet,rank,level,noise,price', 300, (i) => {
    const price = 50 + 100 * noise(i);
    const level = `p${Math.floor(noise(i) * 25)}`;
    return `${price + 30 * noise(i + 50)},${3 * price + noise(5 * i)},${Math.exp(price / 9)},${level},${noise(7 * i)},${price}`;
  });

  it('by another in other units, by one that grows with it, by levels of it', async () => {
    const found = await leaksOf(await tableOf(text), 'price');
    expect(found.map((issue) => [issue.code, columnOf(issue), issue.path])).toEqual([
      ['leak_correlation', 'feet', 'data.columns.1'],
      ['leak_correlation', 'rank', 'data.columns.2'],
      ['leak_explained', 'level', 'data.columns.3'],
    ]);
    expect(found[0]).toMatchObject({
      severity: 'warning',
      values: { target: 'price', rows: 300 },
      remedies: [{ kind: 'role', columns: ['feet'], role: 'ignored' }],
    });
    const correlated = found.filter((issue) => issue.code === 'leak_correlation');
    expect(correlated).toHaveLength(2);
    for (const { values } of correlated) expect(values.correlation).toBeGreaterThan(0.99);
    expect(found.find((issue) => issue.code === 'leak_explained')?.values.share).toBeGreaterThan(99);
  });

  it('by features only', async () => {
    const found = await leaksOf(await tableOf(text), 'price', { feet: 'ignored', level: 'ignored' });
    expect(found.map(columnOf)).toEqual(['rank']);
  });
});

describe('a class is given away', () => {
  it('by a threshold, by intervals, by levels', async () => {
    const text = lines('score,angle,word,noise,some,class', 600, (i) => {
      const k = Math.floor(noise(i) * 3);
      const angle = [10, 60, 35][k]! + 5 * noise(i + 9);
      return `${k + 0.9 * noise(3 * i)},${angle},${words[k]},${noise(5 * i)},${k + 2 * noise(2 * i)},${'xyz'[k]}`;
    });
    const found = await leaksOf(await tableOf(text), 'class');
    expect(found.map((issue) => [issue.code, columnOf(issue)])).toEqual([
      ['leak_accuracy', 'score'],
      ['leak_accuracy', 'angle'],
      ['leak_accuracy', 'word'],
    ]);
    expect(found[2]?.values).toEqual({ column: 'word', target: 'class', share: 100, rows: 600 });
  });

  it('by a threshold between two classes, also in few rows', async () => {
    const text = lines(
      'dose,noise,ill',
      40,
      (i) => `${noise(i)},${noise(3 * i)},${noise(i) > 0.7 ? 'yes' : 'no'}`,
    );
    const found = await leaksOf(await tableOf(text), 'ill');
    expect(found.map(({ values }) => values)).toEqual([
      { column: 'dose', target: 'ill', share: 100, rows: 40 },
    ]);
  });

  it('not by a column that says nothing of a class that nearly all rows have', async () => {
    const text = lines(
      'noise,level,rare',
      1_000,
      (i) => `${noise(i)},l${i % 7},${i % 100 === 5 ? 'yes' : 'no'}`,
    );
    expect(await leaksOf(await tableOf(text), 'rare')).toEqual([]);
  });

  it('not by a level for every row', async () => {
    const text = lines('name,class', 60, (i) => `n${i % 30},${'ab'[i % 2]}`);
    expect(await leaksOf(await tableOf(text), 'class')).toEqual([]);
  });
});

it.each([
  ['iris.csv', 'species'],
  ['wine.csv', 'cultivar'],
  ['breast_cancer.csv', 'diagnosis'],
  ['penguins.csv', 'Body Mass (g)'],
  ['penguins.csv', 'Species'],
])('no feature of %s gives %s away', async (file, target) => {
  expect(await leaksOf(await opened(resolve('examples', file)), target)).toEqual([]);
});
