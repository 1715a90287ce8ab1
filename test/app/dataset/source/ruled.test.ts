// Tables drawn with lines of text: each cell is read without the drawing, each row stays on its line, and the drawing is said.
import { expect, it } from 'vitest';
import { codes, tableOf } from '../writtenTable.ts';
import { cellsOf } from './packedTable.ts';

const plain = [
  ['id', 'name'],
  ['1', 'x'],
  ['2', 'y z'],
  ['30', null],
];

const drawn: [what: string, text: string][] = [
  ['Markdown', '| id | name |\n|---|---|\n| 1 | x |\n| 2 | y z |\n| 30 |  |\n'],
  [
    'aligned Markdown',
    '| id  | name |\r\n|----:|:-----|\r\n|   1 | x    |\r\n|   2 | y z  |\r\n|  30 |      |\r\n',
  ],
  ['Markdown without edges', 'id | name\n--- | ---\n1 | x\n2 | y z\n30 | \n'],
  ['Markdown below a text', 'Some words.\n\n| id | name |\n|---|---|\n| 1 | x |\n| 2 | y z |\n| 30 |  |\n'],
  ['psql', ' id | name \n----+------\n  1 | x\n  2 | y z\n 30 | \n(3 rows)\n'],
  [
    'psql with a border',
    '+----+------+\n| id | name |\n+----+------+\n|  1 | x    |\n|  2 | y z  |\n| 30 |      |\n+----+------+\n(3 rows)\n',
  ],
  [
    'mysql',
    '+----+------+\n| id | name |\n+----+------+\n|  1 | x    |\n|  2 | y z  |\n| 30 |      |\n+----+------+\n3 rows in set (0.00 sec)\n',
  ],
  [
    'a grid of reStructuredText',
    '+----+------+\n| id | name |\n+====+======+\n|  1 | x    |\n+----+------+\n|  2 | y z  |\n+----+------+\n| 30 |      |\n+----+------+\n',
  ],
];

it.each(drawn)('%s is read without its lines, which is said', async (_what, text) => {
  const table = await tableOf(text);
  expect(await cellsOf(table)).toEqual(plain);
  expect(table.columns[0]).toMatchObject({ name: 'id', type: 'number', max: 30 });
  expect(codes(table.repairs).filter((code) => code !== 'lines_skipped')).toEqual(['table_ruled']);
});

it('a table that is not drawn keeps its bars and dashes', async () => {
  const table = await tableOf('a|b\n-|-\n1|--\n2|x\n');
  expect(table.rows).toBe(3);
  expect(codes(table.issues)).not.toContain('table_ruled');
});

it('a bar that is escaped belongs to its cell, and a quote stays one', async () => {
  const table = await tableOf('| a | b |\n|---|---|\n| x\\|y | 5" |\n| z | w |\n');
  expect(await cellsOf(table)).toEqual([
    ['a', 'b'],
    ['x|y', '5"'],
    ['z', 'w'],
  ]);
});

it('a row is told by its line in the file, in any encoding', async () => {
  const text = '| v | name |\n|---|---|\n| 1 | Köln |\n| x | Düren |\n| 2 | Fürth |\n';
  const more = Array.from({ length: 60 }, (_, i) => `| ${i} | Köln |\n`).join('');
  const table = await tableOf(Buffer.from(text + more, 'latin1'));
  expect(table.dialect.encoding).toBe('iso-8859-1');
  expect(table.problems).toMatchObject([{ line: 4, kind: 'value' }]);
});
