// Several real files on disk -> one table.
import { describe, expect, test } from 'vitest';
import { rowOfFile } from '../../../../app/contract/table/tableFiles.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { codes, column, lines } from '../writtenTable.ts';
import { type Files, header, joined } from './joinedTable.ts';

const rowsOf = async (table: Table) =>
  (await table.cells(0, 20)).map((cells) => cells.map((cell) => cell ?? '.').join(' '));

const point = 'x,y\n1.5,a\n2.5,b\n3.5,a\n';

const cases: [fact: string, files: Files, names: string, rows: string[], types: string][] = [
  [
    'files with the same columns stand one below the other, each row with its file',
    { 'a.csv': 'x,y\n1,a\n2,b\n', 'b.csv': 'x,y\n3,b\n' },
    'file x y',
    ['a.csv 1 a', 'a.csv 2 b', 'b.csv 3 b'],
    'category number category',
  ],
  [
    'columns are matched by their names, in the order of the first file',
    { 'a.csv': 'x,y\n1,a\n', 'b.csv': 'y, x \nb,2\n' },
    'file x y',
    ['a.csv 1 a', 'b.csv 2 b'],
    'category number category',
  ],
  [
    'each file keeps its own delimiter',
    { 'a.csv': 'x,y\n1,a\n2,b\n', 'b.csv': 'x;y\n3;b\n4;"c, d"\n', 'c.tsv': 'x\ty\n5\te, f\n' },
    'file x y',
    ['a.csv 1 a', 'a.csv 2 b', 'b.csv 3 b', 'b.csv 4 c, d', 'c.tsv 5 e, f'],
    'category number category',
  ],
  [
    'each file keeps its own encoding',
    {
      'a.csv': 'x,y\n1,서울\n',
      'b.csv': new Uint8Array([0x78, 0x2c, 0x79, 10, 0x32, 0x2c, 0xba, 0xce, 0xbb, 0xea, 10]),
    },
    'file x y',
    ['a.csv 1 서울', 'b.csv 2 부산'],
    'category number category',
  ],
  [
    'numbers with a decimal comma get the decimal point of the first file',
    { 'a.csv': point, 'b.csv': 'x;y\n1.234,5;a\n-7,25;b\n8;a,b\n' },
    'file x y',
    ['a.csv 1.5 a', 'a.csv 2.5 b', 'a.csv 3.5 a', 'b.csv 1234.5 a', 'b.csv -7.25 b', 'b.csv 8 a,b'],
    'category number category',
  ],
  [
    'numbers with a decimal point get the decimal comma of the first file',
    { 'b.csv': 'x;y\n1,5;a\n7,25;b\n', 'a.csv': point },
    'file x y',
    ['b.csv 1,5 a', 'b.csv 7,25 b', 'a.csv 1,5 a', 'a.csv 2,5 b', 'a.csv 3,5 a'],
    'category number category',
  ],
  [
    'groups of thousands that only one file has are read as numbers',
    { 'a.csv': 'x;y\n1;a\n2;b\n', 'b.csv': 'x;y\n1 858 845;a\n12;b\n' },
    'file x y',
    ['a.csv 1 a', 'a.csv 2 b', 'b.csv 1858845 a', 'b.csv 12 b'],
    'category number category',
  ],
  [
    'a column that is called file stays, and the column of files gets a number',
    { 'a.csv': 'file,y\nf,1\n', 'b.csv': 'file,y\ng,2\n' },
    'file_2 file y',
    ['a.csv f 1', 'b.csv g 2'],
    'category category number',
  ],
  [
    'files of the same name are told apart by their folders',
    { '2023/data.csv': 'x,y\n1,a\n', '2024/data.csv': 'x,y\n2,b\n', 'more.csv': 'x,y\n3,c\n' },
    'file x y',
    ['2023/data.csv 1 a', '2024/data.csv 2 b', 'more.csv 3 c'],
    'category number category',
  ],
  [
    'quotes, delimiters and line ends inside cells stay',
    { 'a.csv': 'x,y\n1,"say ""hi"", you"\n', 'b.csv': 'x,y\n2,"two\nlines"\n', 'c, d.csv': 'x,y\n3,c\n' },
    'file x y',
    ['a.csv 1 say "hi", you', 'b.csv 2 two\nlines', 'c, d.csv 3 c'],
    'category number category',
  ],
  [
    'empty cells and short rows stay missing',
    { 'a.csv': 'x,y,z\n1,a,\n2,,5\n', 'b.csv': 'x,y,z\n3\n,b,6\n' },
    'file x y z',
    ['a.csv 1 a .', 'a.csv 2 . 5', 'b.csv 3 . .', 'b.csv . b 6'],
    'category number category number',
  ],
  [
    'a bare delimiter at the end of each line of one file adds no column',
    { 'a.csv': 'x,y,\n1,a,\n2,b,\n', 'b.csv': 'x,y\n3,c\n' },
    'file x y',
    ['a.csv 1 a', 'a.csv 2 b', 'b.csv 3 c'],
    'category number category',
  ],
  [
    'files of one column are joined',
    { 'a.csv': 'x\n1\n2\n', 'b.csv': 'x\n3\n' },
    'file x',
    ['a.csv 1', 'a.csv 2', 'b.csv 3'],
    'category number',
  ],
  [
    'a column without a value in one file has the type of the other',
    { 'a.csv': 'x,y\n1,\n2,\n', 'b.csv': 'x,y\n3,4\n' },
    'file x y',
    ['a.csv 1 .', 'a.csv 2 .', 'b.csv 3 4'],
    'category number number',
  ],
  [
    'codes with leading zeros in one file stay codes',
    { 'a.csv': 'zip,y\n01564,1\n02139,2\n', 'b.csv': 'zip,y\n10115,3\n' },
    'file zip y',
    ['a.csv 01564 1', 'a.csv 02139 2', 'b.csv 10115 3'],
    'category category number',
  ],
  [
    'lines above the header and Windows line ends of one file are left out',
    { 'a.csv': 'x,y,z\n1,a,b\n', 'b.csv': 'Report 2024\r\n\r\nx,y,z\r\n2,b,c\r\n3,c,d\r\n' },
    'file x y z',
    ['a.csv 1 a b', 'b.csv 2 b c', 'b.csv 3 c d'],
    'category number category category',
  ],
];

describe('files with the same columns', () => {
  test.each(cases)('%s', async (_, files, names, rows, types) => {
    const table = await joined(files);
    expect(header(table)).toBe(names);
    expect(await rowsOf(table)).toEqual(rows);
    expect(table.columns.map(({ type }) => type).join(' ')).toBe(types);
    expect(table.rows).toBe(rows.length);
  });

  test('numbers of a file with a decimal comma have their value, and it is said that they are shown in another way', async () => {
    const table = await joined({ 'a.csv': point, 'b.csv': 'x;y\n1.234,5;a\n-7,25;b\n8;a,b\n' });
    expect([...(await table.numbers('x'))]).toEqual([1.5, 2.5, 3.5, 1234.5, -7.25, 8]);
    const [said] = table.issues.filter(({ code }) => code === 'numbers_rewritten');
    expect(said).toMatchObject({ severity: 'info', file: 'b.csv', values: { count: 2, decimal: '.' } });
    expect(said?.message).toBe(
      '2 numbers are written in another way than in the first file; the table shows them with a decimal point and without groups of digits.',
    );
  });

  test('numbers with a unit keep their value and their unit, beside numbers of a file that writes none', async () => {
    const table = await joined({
      'a.csv': 'price,y\n"$1,200.50",a\n$80,b\n($5),a\n',
      'b.csv': 'price;y\n$7,25;a\n$8;b\n',
      'c.csv': 'price,y\n9.5,a\n10,b\n',
    });
    expect([...(await table.numbers('price'))]).toEqual([1200.5, 80, -5, 7.25, 8, 9.5, 10]);
    expect(column(table, 'price')).toMatchObject({ type: 'number', unit: { text: '$', before: true } });
    expect(table.issues.filter(({ code }) => code === 'numbers_with_unit').map(({ file }) => file)).toEqual([
      'a.csv',
      'b.csv',
    ]);
    expect(table.issues.find(({ code }) => code === 'numbers_without_unit')).toMatchObject({
      file: 'c.csv',
      values: { column: 'price', count: 2, unit: '$' },
    });
  });

  test('a number that may be read in two ways is read as in the first file, which is told with its file', async () => {
    const table = await joined({
      'a.csv': 'x;y\n1.200;0,5\n2.300;1,5\n',
      'b.csv': 'x;y\n17.100;3\n18.250;4\n',
      'c.csv': 'x;y\n19.5;5\n20.25;6\n',
    });
    expect([...(await table.numbers('x'))]).toEqual([1_200, 2_300, 17_100, 18_250, 19.5, 20.25]);
    expect(table.issues.filter(({ code }) => code === 'numbers_settled')).toMatchObject([
      { file: 'b.csv', values: { column: 'x', example: '17.100', value: 17_100, other: 17.1, by: 'file' } },
    ]);
  });

  test('a cell that is no number in its file is none in the table', async () => {
    const rows = (name: string, sign: string) => `${lines('x;y', 60, (row) => `${row}${sign}5;a`)}${name}`;
    const table = await joined({ 'a.csv': rows('', '.'), 'b.csv': rows('1.75.5;b\n7.5;b\n', ',') });
    const numbers = await table.numbers('x');
    expect([numbers[0], numbers[60], numbers[120], numbers[121]]).toEqual([0.5, 0.5, Number.NaN, Number.NaN]);
    expect(table.problems.map(({ file, line }) => [file, line])).toEqual([
      ['b.csv', 62],
      ['b.csv', 63],
    ]);
  });

  test('a total at the end of one file is told of with that file', async () => {
    const table = await joined({
      'a.csv': `${lines('name,x', 12, (row) => `n${row},${row}`)}Total,66\n`,
      'b.csv': lines('name,x', 12, (row) => `m${row},${row}`),
    });
    expect(table.issues.find(({ code }) => code === 'footer_found')).toMatchObject({
      file: 'a.csv',
      values: { row: 13, count: 1 },
    });
  });

  test('the table knows its files, with the rows, size and hash of each', async () => {
    const table = await joined({ 'a.csv': 'x,y\n1,a\n2,b\n', 'b.csv': 'x,y\n3,b\n' });
    expect(table.fileName).toBe('a.csv + b.csv');
    expect(table.fileColumn).toBe('file');
    expect(table.files.map(({ name, rows, bytes }) => [name, rows, bytes])).toEqual([
      ['a.csv', 2, 12],
      ['b.csv', 1, 8],
    ]);
    expect(table.bytes).toBe(20);
    for (const { hash } of table.files) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(table.files.map((_, row) => rowOfFile(table.files, row + 1))).toEqual([
      { file: 'a.csv', row: 1 },
      { file: 'b.csv', row: 0 },
    ]);
  });

  test('its hash follows from the names and hashes of its files', async () => {
    const one = await joined({ 'a.csv': 'x,y\n1,a\n', 'b.csv': 'x,y\n3,b\n' });
    const same = await joined({ 'a.csv': 'x,y\n1,a\n', 'b.csv': 'x,y\n3,b\n' });
    const swapped = await joined({ 'a.csv': 'x,y\n3,b\n', 'b.csv': 'x,y\n1,a\n' });
    expect(same.hash).toBe(one.hash);
    expect(swapped.hash).not.toBe(one.hash);
  });

  test('a problem names the line of its own file', async () => {
    const table = await joined({
      'a.csv': lines('x,y', 30, (row) => `${row},a`),
      'b.csv': `${lines('x,y', 30, (row) => `${row},b`)}oops,c\n7\n`,
    });
    expect(table.problems.map(({ file, line, kind }) => [file, line, kind])).toEqual([
      ['b.csv', 32, 'value'],
      ['b.csv', 33, 'short'],
    ]);
    expect(table.problemRows).toBe(2);
    const short = table.issues.find(({ code }) => code === 'rows_short');
    expect(short?.file).toBe('b.csv');
    expect(short?.message).toMatch(/^1 row .*line 33/);
  });

  test('rows that are left out count in their file', async () => {
    const table = await joined({
      'a.csv': lines('x,y', 5, (row) => `${row},a`),
      'b.csv': `${lines('x,y', 5, (row) => `${row},b`)}6,c,d\n`,
    });
    expect(table.rows).toBe(10);
    expect(table.rowsLeftOut).toBe(1);
    expect(table.files.map(({ rowsLeftOut }) => rowsLeftOut)).toEqual([0, 1]);
  });

  test('a row that repeats one of another file is found', async () => {
    const table = await joined({
      'a.csv': lines('x,y', 30, (row) => `${row},a`),
      'b.csv': lines('x,y', 5, (row) => `${row},a`),
    });
    await table.examine();
    expect(table.issues.find(({ code }) => code === 'rows_repeated')?.values).toMatchObject({ count: 5 });
  });

  test('a blank row is named with its file and its number there', async () => {
    const table = await joined({
      'a.csv': lines('x,y', 30, (row) => `${row},a`),
      'b.csv': 'x,y\n1,b\n,\n2,c\n',
    });
    await table.examine();
    expect(table.issues.find(({ code }) => code === 'rows_blank')?.values).toEqual({
      count: 1,
      rows: '2 (b.csv)',
    });
  });

  test('the column of files is told of and is no likely feature', async () => {
    const table = await joined({ 'a.csv': 'x,y\n1,a\n2,b\n', 'b.csv': 'x,y\n3,b\n' });
    const [said] = table.issues.filter(({ code }) => code === 'column_of_files');
    expect(said?.message).toBe('"file" says which of 2 files each row is from; it is ignored.');
    expect(codes(table.issues)).not.toContain('column_id_like');
  });

  test('a name of one file that is a spelling of missing is not missing', async () => {
    const table = await joined({ NA: 'x,y\n1,a\n', 'b.csv': 'x,y\n3,b\n' });
    expect(column(table, 'file').missing).toBe(0);
  });

  test('types that a person chose hold in every file', async () => {
    const files = { 'a.csv': 'x,y\n1,a\n2,b\n', 'b.csv': 'x,y\nlow,b\n' };
    const table = await joined(files, { reading: { types: { x: 'category' } } });
    expect(column(table, 'x').type).toBe('category');
    expect(table.reading).toEqual({ types: { x: 'category' } });
  });

  test('fifty thousand rows of lines with the same form are joined as they are', async () => {
    const table = await joined({
      'a.csv': lines('x,y,name', 50_000, (row) => `${row},${row / 4},n${row % 7}`),
      'b.csv': lines('x,y,name', 3, (row) => `${row},${row / 4},"q, ${row}"`),
    });
    expect(table.rows).toBe(50_003);
    expect(await table.cells(50_001, 1)).toEqual([['b.csv', '1', '0.25', 'q, 1']]);
    const window = await table.window({
      offset: 0,
      limit: 2,
      view: { sort: { column: 'y', descending: true } },
    });
    expect(window.numbers).toEqual([49_999, 49_998]);
  });
});

test('says once what all files say alike of a column, and by file what only some do', async () => {
  const table = await joined({
    'a.csv': lines('size,price', 20, (i) => `${i},€${1000 + i}`),
    'b.csv': lines('size,price', 20, (i) => `${i}kg,€${2000 + i}`),
  });
  const told = table.issues.filter(({ code }) => code === 'numbers_with_unit');
  expect(told.map(({ values, file }) => ['column' in values && values.column, file])).toEqual([
    ['price', undefined],
    ['size', 'b.csv'],
  ]);
});

test('a unit that a person takes for text stays text in all files', async () => {
  const price = (i: number) => `${i},€${1000 + i}`;
  const files = { 'a.csv': lines('size,price', 20, price), 'b.csv': lines('size,price', 20, price) };
  const table = await joined(files, { reading: { formats: { price: { unit: null } } } });
  expect(column(table, 'price').type).not.toBe('number');
});

test('groups of digits far below the first rows of a file are read by its own sign', async () => {
  const far = (i: number) => (i === 700 ? '"1,234",b' : `${i},b`);
  const table = await joined({ 'a.csv': "x;y\n1'000;a\n2'500;a\n3;a\n", 'b.csv': lines('x,y', 720, far) });
  const numbers = await table.numbers('x');
  expect(numbers[3 + 700]).toBe(1234);
});
