// Files whose columns differ, and files that cannot be read: what is told, and what a person can choose.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../../../app/dataset/openFiles.ts';
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
    ['2024-03-25', '03/25/2024'],
    ['01/02/2024', '03/25/2024'],
    ['25/03/2024', '26/03/2024'],
  ])('dates such as %s and %s stand in one column of dates', async (one, other) => {
    const rows = (date: string) => `d,y\n${date},1\n${date},2\n`;
    const table = await joined({ 'a.csv': rows(one), 'b.csv': rows(other) });
    expect(column(table, 'd').type).toBe('date');
  });

  test('files that share no column are refused even then', async () => {
    const files = { 'a.csv': 'x,y\n1,2\n', 'b.csv': 'u,v\n1,2\n' };
    await expect(joined(files, { reading: { columns: 'shared' } })).rejects.toMatchObject({
      code: 'files_differ',
    });
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
