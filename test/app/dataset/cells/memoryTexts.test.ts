// The columns of a small table that are kept as text are answered from memory, those of all others by DuckDB: both must give the same
// answers to everything that is asked of them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CellStore } from '../../../../app/dataset/cells/cellStore.ts';
import { MemoryTexts } from '../../../../app/dataset/cells/memoryTexts.ts';
import { Scanner } from '../../../../app/dataset/csv/scan.ts';
import { openSource } from '../../../../app/dataset/source/openSource.ts';
import { type CellFormat, usualFormat } from '../../../../app/dataset/values/spelling.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { lines, written } from '../writtenTable.ts';

async function kept(text: string, textsInDatabase: boolean): Promise<CellStore> {
  const source = await openSource(await written(text));
  const scanner = await Scanner.begin(source, undefined);
  return CellStore.load(source, scanner, { onFraction: () => {}, textsInDatabase });
}

const isInMemory = (store: CellStore) => store.text instanceof MemoryTexts;
const patterns = ['[+-]?[1-9][0-9]{0,2}[,][0-9]{3}', '0[0-9].*', '[0-9]{3}', '.*[0-9][.,][0-9].*', '[a-c]+'];
const formats: CellFormat[] = [
  usualFormat,
  { ...usualFormat, decimal: ',', thousands: '.' },
  { ...usualFormat, thousands: null, missing: new Set(['-999', 'x']) },
  { ...usualFormat, unit: { text: '$', before: true }, accounting: true },
  { ...usualFormat, unit: { text: 'kg', before: false } },
];
const missings = [[], ['NA', 'x', '007']];

/** Everything that can be asked of a table's texts. */
async function answers({ text, textRows, rows }: CellStore, columns: number[]) {
  const asked = columns.map((column) => ({ column, missing: missings[column % 2]! }));
  const ofColumns = [];
  for (const { column } of asked) {
    const of = [];
    for (const format of formats) {
      await text.readNumbers(column, format);
      of.push(
        ...[await text.facts(column), await text.countBeyond(column), await text.countNonZero(column)],
        await text.numbers(column, new Float64Array(rows)),
        // In any order.
        new Map(
          (await text.missingCells(column, format.missing)).map((cell): [string, number] => [
            cell.value,
            cell.rows,
          ]),
        ),
      );
    }
    for (const missing of missings) {
      of.push(
        ...[await text.levels(column, missing, 3), await text.notNumbers(column, missing)],
        ...[await textRows.lacking(column, missing), await textRows.containing(column, missing, 'A')],
        ...[await textRows.ordered(column, missing, false), await textRows.ordered(column, missing, true)],
      );
    }
    of.push(await text.categories(column, missings[column % 2]!));
    for (const pattern of patterns)
      of.push(
        ...[await text.firstMatch(column, pattern), await text.countMatches(column, pattern)],
        await text.matching(column, pattern),
      );
    ofColumns.push(of);
  }
  return [
    ...ofColumns,
    ...[await text.nonNumericCells(asked, 5), await text.countNonNumericRows(asked, [1, 3])],
    await text.rowsOf(columns.map((column) => [column, 'a'])),
    await alikeRows(textRows.hashes(columns)),
  ];
}

/** For each row the first one with the same hash. */
async function alikeRows(pieces: ReturnType<CellStore['textRows']['hashes']>): Promise<number[]> {
  const rows: string[] = [];
  for await (const { hashes } of pieces)
    for (let i = 0; i < hashes.length; i += 2) rows.push(hashes.subarray(i, i + 2).join());
  return rows.map((row) => rows.indexOf(row));
}

async function compare(text: string): Promise<void> {
  const [memory, database] = [await kept(text, false), await kept(text, true)];
  const columns = memory.scan.layout.names.map((_, k) => k).filter((k) => memory.text.has(k));
  expect(columns).toEqual(memory.scan.layout.names.map((_, k) => k).filter((k) => database.text.has(k)));
  expect([isInMemory(memory), isInMemory(database)]).toEqual([true, false]);
  expect(await answers(memory, columns)).toEqual(await answers(database, columns));
  memory.close();
  database.close();
}

const cells = [
  ...['', 'a', 'A', 'b ', ' b', 'ab', 'NA', 'na', 'x', '-', '?', 'true', 'inf', '+', '  ', '\t', '"', "it's"],
  ...['0', '-0', '00', '007', '1', '1.0', '+5', '-3', '1.', '.5', '1e5', '1E-3', '12', ' 12', '12 ', '123'],
  ...['1,234', '1,234.5', '1.234', '1,5', '12,34,567', '1 234', "1'234", '1_000', '0x10', '5%', '$5', '-$5'],
  ...['$1,200', '(5)', '($5)', '5-', '5kg', '5 kg', '70KG', '-999', '3.5e38', '1e39', '12345678901234567890'],
  ...[
    '9007199254740993',
    '2020-01-31',
    '1 2',
    '--1',
    'e5',
    '.',
    '1e',
    '1e5e5',
    '0.1',
    '1d',
    '1f',
    '٣'.slice(1),
  ],
];

it(
  'random texts get the same answers from memory and from DuckDB',
  async () => {
    const column = fc.array(fc.constantFrom(...cells), { minLength: 8, maxLength: 40 });
    const table = fc.array(column, { minLength: 2, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(table, async (columns) => {
        const quoted = (cell = '') => `"${cell.replaceAll('"', '""')}"`;
        const rows = Math.max(...columns.map(({ length }) => length));
        // A word and a row of names keep every column a text, and the header a header.
        const first = columns.map(() => 'word').join();
        const body = Array.from({ length: rows }, (_, row) => columns.map((c) => quoted(c[row])).join());
        await compare([columns.map((_, k) => `name${k}`).join(), first, ...body, ''].join('\n'));
      }),
      { numRuns: ofAll(15, 1_000) },
    );
  },
  patient,
);

it.each(['é', '가', '-inf', ' -NaN', 'a\nb'])('a table with %j is kept by DuckDB', async (cell) => {
  const store = await kept(`a,b\nx,1\n"${cell}",2\ny,3\n`, false);
  expect(isInMemory(store)).toBe(false);
  store.close();
});

it('2,000 rows and a mebibyte are the most that is kept in memory', async () => {
  for (const [rows, width, small] of [
    [2_000, 1, true],
    [2_001, 1, false],
    [1_000, 1_100, false],
  ] as const) {
    const store = await kept(
      lines('a,b', rows, (i) => `${'x'.repeat(width)}${i},${i}`),
      false,
    );
    expect(isInMemory(store)).toBe(small);
    store.close();
  }
});

it('a closed table says so', async () => {
  const store = await kept('a,b\nx,1\ny,2\n', false);
  store.close();
  await expect(store.text.levels(0, [], 1)).rejects.toThrow('the table is closed');
});
