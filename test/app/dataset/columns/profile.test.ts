// The figures of number columns with the engine, which puts them in order, and without.
import { expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { lines, opened, written } from '../writtenTable.ts';

const columns: [name: string, cell: (i: number) => string | number][] = [
  ['many', (i) => Math.sin(i) * 1e3],
  ['few', (i) => i % 7],
  ['some missing', (i) => (i % 3 === 0 ? '' : (i * 7919) % 20_011)],
  ['zeros', (i) => (i % 2 === 0 ? '-0' : i % 3)],
  ['one', () => 5],
  ['none', () => ''],
  ['text', (i) => `w${i % 4}`],
];

it('figures are the same with the engine and without', async () => {
  const header = columns.map(([name]) => name).join();
  const path = await written(lines(header, 30_000, (i) => columns.map(([, cell]) => cell(i)).join()));
  const alone = await opened(path);
  const helped = await opened(path, { engine: loadEngine() });
  expect(alone.columns.every(({ profiled }) => profiled)).toBe(true);
  expect(helped.columns).toEqual(alone.columns);
  expect(helped.columns[0]).toMatchObject({ distinct: 30_000 });
});
