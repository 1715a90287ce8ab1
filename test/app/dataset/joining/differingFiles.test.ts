// Files whose columns differ, and files that cannot be read: what is told, and what a person can choose.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../../../app/dataset/openFiles.ts';
import { dateOrder, datePartsOf } from '../../../../app/dataset/table/levelNumbers.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { column, emptyFolder } from '../writtenTable.ts';
import { type Files, header, joined } from './joinedTable.ts';

const differing: [fact: string, files: Files, message: string][] = [
  [
    'a missing column',
    { 'a.csv': 'x,y\n1,2\n', 'b.csv': 'x\n1\n' },
    'b.csv has other columns than a.csv: it lacks "y". Give the files the same columns, or read only those that all of them have with --columns shared.',
  ],
  [
    'an additional column',
    { 'a.csv': 'x,y\n1,2\n', 'b.csv': 'x,y,z\n1,2,3\n' },
    'b.csv has other columns than a.csv: it also has "z". Give the files the same columns, or read only those that all of them have with --columns shared.',
  ],
  [
    'a column of another type',
    { 'a.csv': 'x,y\n1,2\n2,3\n', 'b.csv': 'x,y\nlow,2\nhigh,3\n' },
    'b.csv has other columns than a.csv: "x" is category there and number in a.csv. Choose one type for all files, such as with --type "x=category".',
  ],
  [
    'dates whose parts are in another order',
    { 'a.csv': 'd,y\n25/03/2024,1\n01/04/2024,2\n', 'b.csv': 'd,y\n03/25/2024,1\n04/01/2024,2\n' },
    'b.csv has other columns than a.csv: dates of "d" begin with the month there and with the day in a.csv. Choose one type for all files, such as with --type "d=category".',
  ],
  [
    'numbers with another unit',
    { 'a.csv': 'x,y\n$1,2\n$2,3\n', 'b.csv': 'x,y\n€1,2\n€2,3\n' },
    'b.csv has other columns than a.csv: "x" is in € there and in $ in a.csv. Choose one type for all files, such as with --type "x=category".',
  ],
  [
    'columns of several kinds of difference, in several files',
    { 'a.csv': 'x,y\n1,2\n2,3\n', 'b.csv': 'x,z\nlow,2\nhigh,3\n', 'c.csv': 'x\n1\n' },
    'b.csv has other columns than a.csv: it lacks "y"; it also has "z"; "x" is category there and number in a.csv. 1 more file differs. Give the files the same columns, or read only those that all of them have with --columns shared.',
  ],
];

/** Month and day of each row, as the network would read them: `3-25`. */
async function daysOf(table: Table, name: string): Promise<string[]> {
  const categories = await table.categories(name);
  const { first } = dateOrder(table, categories);
  const [months, days] = datePartsOf(categories.levels, first, ['month', 'day']);
  return Array.from(categories.codes, (code) => `${months![code]}-${days![code]}`);
}

describe('files with other columns', () => {
  test.each(differing)('%s is refused in one sentence', async (_, files, message) => {
    await expect(joined(files)).rejects.toMatchObject({ code: 'files_differ', message });
  });

  test('only the columns that all files have are read where a person chose so, and the others are named', async () => {
    const table = await joined(
      { 'a.csv': 'x,y\n1,2\n2,3\n', 'b.csv': 'z,x\n9,low\n8,high\n' },
      { reading: { columns: 'shared' } },
    );
    expect(header(table)).toBe('file x');
    expect(column(table, 'x').type).toBe('category');
    const [said] = table.issues.filter(({ code }) => code === 'columns_not_shared');
    expect(said?.message).toBe('2 columns that not all files have are left out: "y", "z".');
  });

  test('dates in another order are then categories, so that none is taken for another day', async () => {
    const files = {
      'a.csv': 'd,y\n25/03/2024,1\n26/03/2024,2\n',
      'b.csv': 'd,y\n03/25/2024,1\n04/01/2024,2\n',
    };
    const table = await joined(files, { reading: { columns: 'shared' } });
    expect(column(table, 'd').type).toBe('category');
  });

  test.each([
    ['2024-03-25', '03/25/2024', ['3-25', '3-25']],
    ['01/02/2024', '03/25/2024', ['1-2', '3-25']],
    ['01/02/2024', '25/03/2024', ['2-1', '3-25']],
    ['25/03/2024', '26/03/2024', ['3-25', '3-26']],
  ])('dates such as %s and %s stand in one column of dates, as the days %j', async (one, other, days) => {
    const rows = (date: string) => `d,y\n${date},1\n${date},2\n`;
    const table = await joined({ 'a.csv': rows(one), 'b.csv': rows(other) });
    expect(column(table, 'd').type).toBe('date');
    expect(await daysOf(table, 'd')).toEqual([days[0], days[0], days[1], days[1]]);
  });

  test.each([
    ['the first file', { 'a.csv': 'x,y\n1,2\n', 'b.csv': 'u,v\n1,2\n' }, 'a.csv and b.csv'],
    ['another file', { 'a.csv': 'x,y\n1,2\n', 'b.csv': 'x\n1\n', 'c.csv': 'y\n2\n' }, 'b.csv and c.csv'],
  ])('a file that shares no column with %s is refused, whatever is chosen', async (_, files, which) => {
    const message = `${which} have no column in common, so they cannot be one table. Choose other files.`;
    const refusal = { code: 'files_share_no_column', message };
    for (const columns of ['same', 'shared'] as const)
      await expect(joined(files, { reading: { columns } })).rejects.toMatchObject(refusal);
  });

  test('the same file twice is refused', async () => {
    const folder = await emptyFolder();
    const path = join(folder, 'a.csv');
    await writeFile(path, 'x,y\n1,2\n');
    const twice = [
      { path, fileName: 'a.csv' },
      { path: join(folder, '.', 'a.csv'), fileName: 'a.csv' },
    ];
    await expect(openFiles(twice)).rejects.toMatchObject({ code: 'file_given_twice' });
  });

  test('a file that cannot be read is named', async () => {
    await expect(joined({ 'a.csv': 'x,y\n1,2\n', 'b.csv': '' })).rejects.toMatchObject({
      code: 'file_empty',
      values: { file: 'b.csv' },
    });
  });
});
