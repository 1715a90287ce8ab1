// What is said where a column nearly holds numbers, or holds numbers without the unit that is named for it: nothing of it is silent.
import { expect, it } from 'vitest';
import { codes, column, lines, opened, tableOf, written } from '../writtenTable.ts';

it('a column of numbers with many other cells is not read as numbers, which is said with the way to do so', async () => {
  const table = await tableOf(lines('a,b', 100, (i) => `x,${i % 10 === 0 ? '#DIV/0!' : i}`));
  expect(column(table, 'b').type).not.toBe('number');
  expect(table.issues.find(({ code }) => code === 'numbers_mostly')).toMatchObject({
    values: { column: 'b', count: 10, rows: 100, example: '#DIV/0!' },
    remedies: [{ kind: 'type', columns: ['b'], type: 'number' }],
  });
});

it('a few numbers among categories are categories, and nothing is said', async () => {
  const table = await tableOf(lines('a,b', 100, (i) => `${i},${['4', '6', '8', 'rotary'][i % 4]}`));
  expect(column(table, 'b').type).toBe('category');
  expect(codes(table.issues)).not.toContain('numbers_mostly');
});

it.each([
  ['plain numbers', (i: number) => `${i / 8}`],
  ['numbers in groups', (i: number) => `"${i + 1},000"`],
])('%s below a unit that is named have none, which is said', async (_what, cell) => {
  const path = await written(lines('a,b', 30, (i) => `${cell(i)},${i}`));
  const table = await opened(path, { reading: { formats: { a: { unit: { text: '%', before: false } } } } });
  expect(table.issues.find(({ code }) => code === 'numbers_without_unit')).toMatchObject({
    values: { column: 'a', count: 30, unit: '%' },
  });
});
