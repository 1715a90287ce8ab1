// Looking at a table in another order and at some of its rows, against plain sorting and filtering of all its cells. A regular file
// is read again where it lies, any other one is kept as text: both must show the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Filter, View } from '../../../../app/contract/table/dataset.ts';
import { sortRows } from '../../../../app/dataset/numbers/sortRows.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { lines, tableOf } from '../writtenTable.ts';

const words = ['beta', 'Alpha', 'alpha', 'épée', '', 'NA', ' gamma', '나무', '😀', 'Z', '-'];
/** Enough for several known starts. */
const count = 700;

const row = (i: number) => {
  const number = (i * 7_919) % 331;
  const x = i % 13 === 0 ? '' : (number - 160) / 8;
  const stray = i % 97 === 0 ? 'NA' : `${(i * 31) % 17}.50`;
  return `${x},${stray},${words[(i * 37) % words.length]},${i}`;
};
const regular = lines('x,stray,word,place', count, row);
/** A quote inside an unquoted field is nothing that DuckDB reads as it stands. */
const irregular = `${regular}1,2,6" nail,${count}\n`;

const missingWords = new Set(['', 'NA', '-']);

interface Cell {
  text: string | null;
  number: number;
  missing: boolean;
}

async function cellsOf(table: Table): Promise<Cell[][]> {
  const cells = await table.cells(0, table.rows);
  const numbers: Float64Array[] = [];
  for (const { name } of table.columns) numbers.push(await table.numbers(name));
  return cells.map((texts, i) =>
    texts.map((text, k) => {
      const number = numbers[k]![i]!;
      const isNumber = table.columns[k]!.type === 'number';
      return { text, number, missing: isNumber ? Number.isNaN(number) : missingWords.has(text ?? '') };
    }),
  );
}

function holds(table: Table, cells: Cell[], filter: Filter): boolean {
  const cell = cells[table.columns.findIndex(({ name }) => name === filter.column)]!;
  if (filter.kind === 'missing' || cell.missing) return filter.kind === 'missing' && cell.missing;
  if (filter.kind === 'text') return cell.text!.toLowerCase().includes(filter.text.toLowerCase());
  return (
    cell.number >= (filter.min ?? Number.NEGATIVE_INFINITY) &&
    cell.number <= (filter.max ?? Number.POSITIVE_INFINITY)
  );
}

/** Code points one by one. */
function compareTexts(a: string, b: string): number {
  const [first, second] = [a, b].map((text) => [...text.trim().normalize('NFC')]);
  for (const [i, character] of first!.entries()) {
    if (i >= second!.length) return 1;
    const difference = character.codePointAt(0)! - second![i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return first!.length - second!.length;
}

function expected(table: Table, cells: Cell[][], { sort, filters = [] }: View): number[] {
  const rows = [...cells.keys()].filter((i) => filters.every((filter) => holds(table, cells[i]!, filter)));
  if (sort === undefined) return rows;
  const index = table.columns.findIndex(({ name }) => name === sort.column);
  const isNumber = table.columns[index]!.type === 'number';
  return rows.sort((i, j) => {
    const [a, b] = [cells[i]![index]!, cells[j]![index]!];
    if (a.missing || b.missing) return Number(a.missing) - Number(b.missing) || i - j;
    const difference = isNumber ? a.number - b.number : compareTexts(a.text!, b.text!);
    return (sort.descending ? -difference : difference) || i - j;
  });
}

const columns = ['x', 'stray', 'word', 'place'];
const sorts: View['sort'][] = [
  undefined,
  ...columns.flatMap((column) => [false, true].map((descending) => ({ column, descending }))),
];
const filterings: Filter[][] = [
  [],
  [{ kind: 'text', column: 'word', text: 'ALPHA' }],
  [{ kind: 'text', column: 'word', text: 'n' }],
  [{ kind: 'text', column: 'x', text: '2.5' }],
  [{ kind: 'text', column: 'stray', text: '.50' }],
  [{ kind: 'text', column: 'stray', text: 'na' }],
  [{ kind: 'text', column: 'word', text: "'" }],
  [{ kind: 'range', column: 'x', min: -3, max: 4.5 }],
  [{ kind: 'range', column: 'place', min: 100, max: null }],
  [{ kind: 'missing', column: 'x' }],
  [{ kind: 'missing', column: 'stray' }],
  [{ kind: 'missing', column: 'word' }],
  [
    { kind: 'range', column: 'x', min: null, max: 0 },
    { kind: 'text', column: 'word', text: 'a' },
    { kind: 'range', column: 'place', min: 20, max: 650 },
  ],
];

describe.each([
  ['a regular file', regular],
  ['any other file', irregular],
])('of %s', (_what, text) => {
  it('every order and choice shows the rows that plain sorting and filtering gives', async () => {
    const table = await tableOf(text);
    const cells = await cellsOf(table);
    for (const sort of sorts) {
      for (const filters of filterings) {
        const view: View = { filters, ...(sort === undefined ? {} : { sort }) };
        const wanted = expected(table, cells, view);
        const whole = await table.window({ offset: 0, limit: 1_000, view });
        expect({ view, numbers: whole.numbers }).toEqual({ view, numbers: wanted });
        expect(whole.count).toBe(wanted.length);
        expect(whole.rows).toEqual(wanted.map((i) => cells[i]!.map(({ text: cell }) => cell)));
      }
    }
  });

  it('a window begins at any row of the view, and is empty behind its end', async () => {
    const table = await tableOf(text);
    const view: View = { sort: { column: 'word', descending: true } };
    const { numbers } = await table.window({ offset: 0, limit: 1_000, view });
    const part = await table.window({ offset: 333, limit: 7, view });
    expect(part.numbers).toEqual(numbers.slice(333, 340));
    expect(part.rows).toEqual(await Promise.all(part.numbers.map(async (i) => (await table.cells(i, 1))[0])));
    const behind = await table.window({ offset: 5_000, limit: 7, view });
    expect(behind).toMatchObject({ rows: [], numbers: [], count: table.rows });
  });
});

it('more texts than are worth a list of levels sort as well', async () => {
  const text = (i: number) => `t${(i * 7_919) % 12_007}`;
  const table = await tableOf(lines('text,place', 12_007, (i) => `${text(i)},${i}`));
  for (const descending of [false, true]) {
    const view: View = {
      sort: { column: 'text', descending },
      filters: [{ kind: 'range', column: 'place', min: 5, max: 999 }],
    };
    const { numbers } = await table.window({ offset: 0, limit: 1_000, view });
    const plain = Array.from({ length: 995 }, (_, i) => i + 5).sort(
      (i, j) => (descending ? -1 : 1) * compareTexts(text(i), text(j)),
    );
    expect(numbers).toEqual(plain);
  }
});

it('without a view rows come in the order of the file, with their numbers', async () => {
  const table = await tableOf(regular);
  const window = await table.window({ offset: 400, limit: 3 });
  expect(window.numbers).toEqual([400, 401, 402]);
  expect(window.rows).toEqual(await table.cells(400, 3));
  expect(window.count).toBe(count);
});

it('a column that is not there is named', async () => {
  const table = await tableOf(regular);
  const view: View = { sort: { column: 'wrod', descending: false } };
  await expect(table.window({ offset: 0, limit: 1, view })).rejects.toMatchObject({ code: 'column_unknown' });
});

it('numbers sort stably whatever their bits are', async () => {
  const doubles = fc.oneof(
    fc.double(),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0, -0, Number.NaN, 1e-310, -1e-310, 1.5, Number.MAX_VALUE, Number.NEGATIVE_INFINITY),
  );
  const property = fc.asyncProperty(fc.array(doubles), fc.boolean(), async (values, descending) => {
    const rows = Uint32Array.from(values.keys()).filter((i) => i % 5 !== 4);
    const sorted = await sortRows(rows, Float64Array.from(values), descending);
    const missing = (i: number) => Number(Number.isNaN(values[i]));
    const before = (a: number, b: number) => Number(a > b) - Number(a < b);
    const plain = [...rows].sort((i, j) => {
      if (missing(i) || missing(j)) return missing(i) - missing(j) || i - j;
      return (descending ? -1 : 1) * before(values[i]!, values[j]!) || i - j;
    });
    expect([...sorted]).toEqual(plain);
  });
  await fc.assert(property, { numRuns: 1_000 });
});
