// A file that is regular throughout is read by the engine in one walk; one that DuckDB reads as it stands has its plain columns
// streamed as doubles and its rows read from the file again; the same text in UTF-16 is copied first, and every cell is kept as
// text; the texts of a small table are kept in memory, others in DuckDB. All must come to the same table, whatever is in it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CellDatabase } from '../../../../app/dataset/cells/cellDatabase.ts';
import { PlainColumns } from '../../../../app/dataset/cells/plainColumns.ts';
import { Scanner } from '../../../../app/dataset/csv/scan.ts';
import { type OpenOptions, openTable } from '../../../../app/dataset/open.ts';
import { openSource } from '../../../../app/dataset/source/openSource.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { lines, written } from '../writtenTable.ts';

/** All that a table says of a text, or why it is refused. */
async function contents(bytes: Uint8Array, how: OpenOptions = {}) {
  const table = await openTable(await written(bytes), how).catch(
    (error: { code: string; message: string }) => error,
  );
  if (!('cells' in table)) return { code: table.code, message: table.message };
  const { rows, rowsLeftOut, columns, issues, dialect } = table;
  const numbers: Float64Array[] = [];
  const categories: unknown[] = [];
  for (const { name, type } of columns) {
    numbers.push(await table.numbers(name));
    if (type !== 'text' && type !== 'date') categories.push(await table.categories(name));
  }
  const cells = [await table.cells(0, 40), await table.cells(Math.max(0, rows - 3), 10)];
  table.close();
  return {
    rows,
    rowsLeftOut,
    columns,
    issues,
    numbers,
    categories,
    cells,
    dialect: { ...dialect, encoding: '' },
  };
}

const engine = loadEngine();

async function allRoads(text: string): Promise<void> {
  const bare = text.replace(/^\ufeff/, '');
  const textsInDatabase = true;
  const streamed = await contents(Buffer.from(bare), { textsInDatabase });
  expect(streamed).toEqual(await contents(Buffer.from(`\ufeff${bare}`, 'utf16le'), { textsInDatabase }));
  expect(await contents(Buffer.from(bare), { engine, textsInDatabase })).toEqual(streamed);
  expect(await contents(Buffer.from(bare), { engine })).toEqual(streamed);
}

const corpus = fileURLToPath(new URL('../../../fixtures/csv/', import.meta.url));
const { files } = JSON.parse(readFileSync(`${corpus}EXPECTED.json`, 'utf8')) as {
  files: Record<string, { outcome: string; encoding: string | null }>;
};
const texts = Object.entries(files)
  .filter(([file, { outcome }]) => outcome.startsWith('load') && !file.includes('wide_5000'))
  .filter(([, { encoding }]) => encoding === null || /^utf-8/i.test(encoding))
  .map(([file]) => file);

it.each(texts)('%s is the same table by all', async (file) => {
  await allRoads(readFileSync(corpus + file, 'utf8'));
});

const number = fc.oneof(
  fc.double({ noNaN: true }).map(String),
  fc.integer({ min: -50, max: 50 }).map(String),
  fc.float({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value.toPrecision(6)),
);
const oddities = [
  ...[
    '',
    'NA',
    '-',
    ' 1',
    '2 ',
    '007',
    '00',
    '0',
    '-0',
    '+5',
    '1.',
    '.5',
    '1e5',
    '1E-3',
    '1e400',
    '-inf',
    'inf',
  ],
  ...[
    'nan',
    '-nan',
    '1_000',
    '0x10',
    '1,5',
    '1.234',
    '12345678901234567890',
    '9007199254740993',
    '3.5e38',
    'true',
  ],
  ...[
    '한글',
    'x',
    '2020-01-31',
    '1 2',
    '"',
    '""',
    '--1',
    '5%',
    '\u00a07',
    '7\u3000',
    '\ufeff 7.5',
    '\u00a01,234',
    '\u00a0inf',
    '\u3000-',
  ],
];
/** How often each kind of cell comes in a column. */
const kinds = fc.constantFrom([1, 0], [60, 1], [8, 1], [0, 1]);
const column = kinds.chain(([plain, odd]) =>
  fc.infiniteStream(
    fc.oneof(
      { weight: plain!, arbitrary: number },
      { weight: odd!, arbitrary: fc.constantFrom(...oddities) },
    ),
  ),
);

it(
  'random columns of numbers, nearly numbers and anything are the same by all',
  async () => {
    const table = fc.record({
      columns: fc.array(column, { minLength: 1, maxLength: 5 }),
      rows: fc.integer({ min: 1, max: 80 }),
      delimiter: fc.constantFrom(',', ';', '\t'),
      end: fc.constantFrom('\n', '\r\n'),
      quoted: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(table, async ({ columns, rows, delimiter, end, quoted }) => {
        const cell = (text: string) =>
          quoted || text.includes(delimiter) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
        const head = columns.map((_, k) => `name${k}`).join(delimiter);
        const body = Array.from({ length: rows }, () =>
          columns.map((c) => cell(c.next().value!)).join(delimiter),
        );
        await allRoads([head, ...body, ''].join(end));
      }),
      { numRuns: ofAll(20, 1_000) },
    );
  },
  patient,
);

const changes: [what: string, late: string][] = [
  ['a word', 'word,1'],
  ['a spelling of missing', 'NA,1'],
  ['leading zeros in many cells', Array.from({ length: 3_000 }, () => '007,1').join('\n')],
  ['a number with an underscore', '1_000,1'],
  ['what float32 cannot hold', '1e39,1'],
  ['what a double counts no more', '9007199254740993,1'],
  ['an empty cell', ',1'],
  ['a quoted line end', '"1\n",1'],
  ['a blank line', ''],
  ['a row too short', '1'],
  ['a row too long', '1,2,3'],
  ['a stray quote', '5",1'],
  ['a long line', `${'x'.repeat(300_000)},1`],
  ['no line end but its own', '1,2\r3,4'],
];
it.each(changes)(
  '%s far below what the first piece of the file says changes nothing',
  async (_what, late) => {
    const plain = lines('a,b', 140_000, (i) => `${(i * 7919) % 1000},${i % 10}.25`);
    await allRoads(`${plain}${late}\n1,2\n`);
  },
);

it('plain columns are streamed, not kept as text', async () => {
  const path = await written(lines('a,b,c,d', 300, (i) => `${i},${i}.5,${i % 9 === 0 ? '' : i},x${i}`));
  const source = await openSource(path);
  const scanner = await Scanner.begin(source, undefined);
  expect(scanner.layout.numeric).toEqual([true, true, true, false]);
  const database = await CellDatabase.create(source.bytes);
  const plain = await PlainColumns.read(database, path, scanner.early!, [0, 1, 2]);
  expect([0, 1, 2, 3].map((i) => plain.has(i))).toEqual([true, true, true, false]);
  expect(plain.facts(2)).toMatchObject({ rows: 300, count: 266 });
  plain.close();
  database.close();
  await source.handle.close();
});
