// What a person chooses of how a file is read, and what is told of what could not be read as it stands.
import { expect, it } from 'vitest';
import type { Reading } from '../../../../app/contract/table/reading.ts';
import { codes, column, opened, tableOf, written } from '../writtenTable.ts';

async function readAs(content: string, reading: Reading) {
  return opened(await written(content), { reading });
}

const choices: [what: string, text: string, reading: Reading, names: string[], first: (string | null)[]][] = [
  ['the delimiter', 'a;b\n1,5;2\n', { delimiter: ',' }, ['a', 'b'], ['1', '5;2']],
  ['no delimiter', 'a,b\n1,2\n', { delimiter: null }, ['a,b'], ['1,2']],
  ['a delimiter of several characters', 'a||b\n1||2\n', { delimiter: '||' }, ['a', 'b'], ['1', '2']],
  ['no quotes', 'a\tb\n"u\t5"\n', { quote: null }, ['a', 'b'], ['"u', '5"']],
  ['the quote', 'a,b\n`x,y`,2\n', { quote: '`' }, ['a', 'b'], ['x,y', '2']],
  ['the escape', 'a,b\n"x~"y",2\n', { escape: '~' }, ['a', 'b'], ['x"y', '2']],
  ['the sign of comments', 'a,b\n;off\n1,2\n', { comment: ';' }, ['a', 'b'], ['1', '2']],
  ['what is skipped', 'u,v\na,b\n1,2\n', { skipped: 1, header: true }, ['a', 'b'], ['1', '2']],
  ['a header of numbers', '7,8\n1,2\n', { header: true }, ['7', '8'], ['1', '2']],
  ['no header', 'a,b\n1,2\n', { header: false }, ['column_1', 'column_2'], ['a', 'b']],
];
it.each(choices)('%s can be chosen', async (_what, text, reading, names, first) => {
  const table = await readAs(text, reading);
  expect(table.columns.map(({ name }) => name)).toEqual(names);
  expect((await table.cells(0, 1))[0]).toEqual(first);
  const { types, shortRows, longRows, sheet, missing, ...shown } = reading;
  expect(table.dialect).toMatchObject(shown);
});

it('decimal and thousands marks can be chosen', async () => {
  const table = await readAs('a;b\n1.234;1\n2.500;2\n', { decimal: ',', thousands: '.' });
  expect(await table.numbers('a')).toEqual(new Float64Array([1234, 2500]));
  const other = await readAs('a;b\n1.234;1\n2.500;2\n', { decimal: '.', thousands: null });
  expect(await other.numbers('a')).toEqual(new Float64Array([1.234, 2.5]));
  const spaced = await readAs("a;b\n1'234.5;1\n7;2\n", { thousands: "'" });
  expect(await spaced.numbers('a')).toEqual(new Float64Array([1234.5, 7]));
});

it('spellings of missing can be chosen, numbers among them', async () => {
  const table = await readAs('a,b\n-999,x\n5,NA\n7,none\n', { missing: ['-999', 'None'] });
  expect(await table.numbers('a')).toEqual(new Float64Array([Number.NaN, 5, 7]));
  expect(column(table, 'a').missing).toBe(1);
  expect(column(table, 'b')).toMatchObject({ missing: 1, distinct: 2 });
  expect(table.dialect.missing).toEqual(['-999', 'none']);
});

it('the type of a column can be chosen, and what was found is told', async () => {
  const table = await readAs('zip,v\n12,1\n7,2\n12,x\n', { types: { zip: 'category', v: 'number' } });
  expect(column(table, 'zip')).toMatchObject({ type: 'category', found: 'number', distinct: 2 });
  expect(await table.categories('zip')).toMatchObject({ levels: ['12', '7'] });
  expect(column(table, 'v')).toMatchObject({ type: 'number', found: 'category', missing: 1 });
});

const ragged = 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n';
it('short rows can be left out and long ones cut', async () => {
  const table = await readAs(ragged, { shortRows: 'leaveOut', longRows: 'cut' });
  expect([table.rows, table.rowsLeftOut, table.problemRows]).toEqual([3, 1, 2]);
  expect((await table.cells(0, 9)).map((cells) => cells.join())).toEqual(['1,2,3', '6,7,8', '10,11,12']);
  expect(codes(table.issues)).toEqual(expect.arrayContaining(['rows_short_left_out', 'rows_cut']));
});

it('problem rows are told with line, text, reason and what is done', async () => {
  const table = await tableOf(ragged);
  expect([table.rows, table.rowsLeftOut, table.problemRows]).toEqual([3, 1, 2]);
  expect(table.problems).toEqual([
    {
      ...{ line: 3, kind: 'short', text: '4,5', values: { fields: 2, expected: 3 } },
      reason: 'Line 3 has 2 fields; the table has 3: the rest is missing.',
    },
    {
      ...{ line: 4, kind: 'long', text: '6,7,8,9', values: { fields: 4, expected: 3 } },
      reason: 'Line 4 has 4 fields; the table has 3: it was left out.',
    },
  ]);
});

it('a cell that is not of its column has its line told, blank and quoted lines counted', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i},"x\ny"`);
  const table = await tableOf(`a,b\n${rows.join('\n')}\n\nword,z\n1e39,z\n`);
  expect(table.problemRows).toBe(2);
  expect(table.problems.map(({ line, kind, text }) => [line, kind, text])).toEqual([
    [123, 'value', 'word,z'],
    [124, 'value', '1e39,z'],
  ]);
});

it('a hundred problems are told, all are counted', async () => {
  const table = await tableOf(`a,b\n${'1,2\n3\n'.repeat(500)}1,2\n`);
  expect([table.problemRows, table.problems.length]).toEqual([500, 100]);
});

it('what stands alone below a table is left out as a footnote, unless short rows are to be padded', async () => {
  const text = 'item,price\na,1\nb,2\n\nSource: the ministry\n';
  const table = await tableOf(text);
  expect([table.rows, table.rowsLeftOut, codes(table.issues)[0]]).toEqual([2, 1, 'footnotes_left_out']);
  const padded = await readAs(text, { shortRows: 'pad' });
  expect([padded.rows, padded.rowsLeftOut]).toEqual([3, 0]);
});

const repairs: [code: string, text: string, line: number][] = [
  ['delimiter_announced', 'sep=;\na;b\n1;2\n', 1],
  ['lines_skipped', 'Report\n\na,b,c\n1,2,3\n4,5,6\n', 1],
  ['comments_skipped', 'a,b\n1,2\n# x\n3,4\n', 3],
  ['header_joined', 'm,n\ns,kg\n1,2\n2,3\n', 1],
  ['delimiters_trailing', 'a,b\n1,2,\n3,4,\n', 2],
  ['quotes_stray', 'a,b\n1,2\n"x,3\n', 3],
];
it.each(repairs)('%s is said with its first line', async (code, text, first) => {
  const table = await tableOf(text);
  expect(table.issues.find((issue) => issue.code === code)).toMatchObject({
    severity: 'warning',
    values: { first },
  });
});

it('twenty thousand quotes that never close take no quadratic time', async () => {
  const table = await tableOf(`a,b\n${'"x,1\n'.repeat(20_000)}`);
  expect([table.rows, table.problemRows]).toEqual([20_000, 20_000]);
});

it('a table that comes with names keeps them, whatever its cells look like', async () => {
  const rows = [
    { x: 'x', y: 'y' },
    { x: 'y', y: 'x' },
  ];
  const table = await opened(await written(JSON.stringify(rows), 'table.json'));
  expect(table.columns.map(({ name }) => name)).toEqual(['x', 'y']);
  expect(table.rows).toBe(2);
});
