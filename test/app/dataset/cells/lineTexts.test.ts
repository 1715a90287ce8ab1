// Rows as lines against rows as cells: wherever a table gives its lines they say what a writer of CSV makes of its cells, byte for
// byte, and a regular file does give them.
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Reading } from '../../../../app/contract/table/reading.ts';
import { fewestQuotes } from '../../../../app/dataset/cells/lineTexts.ts';
import { type OpenOptions, openTable } from '../../../../app/dataset/open.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { lines, opened, written } from '../writtenTable.ts';
import { nearlyRegularText } from './nearlyRegular.ts';

const engine = loadEngine();

/** Whether there are lines, which are then held against the cells. */
async function hasLines(text: string | Uint8Array, how: OpenOptions = {}): Promise<boolean> {
  const table = await openTable(await written(text), how).catch(() => null);
  if (table === null) return false;
  try {
    const pieces = table.allLines();
    if (pieces === null) return false;
    const found: string[] = [];
    for await (const piece of pieces) found.push(...piece);
    const cells: (string | null)[][] = [];
    for await (const piece of table.allCells()) cells.push(...piece);
    const expected = stringify(cells, { delimiter: table.dialect.delimiter ?? ',' }).split('\n');
    // Of millions of characters the difference would take minutes to be told.
    const other = found.findIndex((line, i) => line !== expected[i]);
    expect([other, found[other]]).toEqual([-1, expected[other]]);
    expect(found).toHaveLength(table.rows);
    return true;
  } finally {
    table.close();
  }
}

const corpus = fileURLToPath(new URL('../../../fixtures/csv/', import.meta.url));
const { files } = JSON.parse(readFileSync(`${corpus}EXPECTED.json`, 'utf8')) as {
  files: Record<string, { outcome: string }>;
};

it('every file of the corpus that has lines says the same by both', async () => {
  const found = { lines: [] as string[], cells: [] as string[] };
  for (const [file, { outcome }] of Object.entries(files)) {
    if (!outcome.startsWith('load')) continue;
    const bytes = readFileSync(corpus + file);
    const has = await hasLines(bytes, { engine });
    expect(await hasLines(bytes)).toBe(has);
    found[has ? 'lines' : 'cells'].push(file);
  }
  expect(found.lines).toContain('generated/decimal_comma_semicolon.csv');
  expect(found.lines.length).toBeGreaterThan(15);
  expect(found.lines).toContain('generated/ragged_short_long.csv');
  expect(found.cells).toContain('spectrum/newlines.csv');
});

it('a file over several pieces has lines, packed or not, whatever ends them', async () => {
  const word = (i: number) => (i % 7 === 0 ? `"say ""${'é'.repeat(i % 40)}"", ${i}"` : `"w${i % 5}"`);
  const text = lines('a,b,c', 150_000, (i) => `${i},${word(i)},${i % 3 === 0 ? '' : i / 8}`);
  expect(await hasLines(`\ufeff${text}\n`, { engine })).toBe(true);
  expect(await hasLines(text.replaceAll('\n', '\r\n').trimEnd(), { engine })).toBe(true);
  expect(await hasLines(gzipSync(text), { engine })).toBe(true);
});

it('quotes that enclose nothing are written as the characters that they are', async () => {
  const text = lines('a;b', 30, (i) => `${i};5" of ${i} "wide"`);
  expect(await hasLines(text, { reading: { quote: null } })).toBe(true);
});

it.each<[what: string, text: string, reading?: Reading]>([
  ['a quoted line end', 'a,b\n1,"x\ny"\n2,z\n'],
  ['a single column', 'a\n1\n2\n'],
  ['an irregular file with an unusual delimiter', 'a^b^c\n1^2^3\n4^5\n'],
  ['a line longer than a piece', `a,b\n1,${'x'.repeat(1_100_000)}\n2,y\n`],
  ['delimiters of several signs', lines('a||b', 20, (i) => `${i}||w${i}`), { delimiter: '||' }],
])('%s leaves the rows to their cells', async (_what, text, reading = {}) => {
  expect(await hasLines(text, { reading })).toBe(false);
});

it(
  'random rows, nearly regular, say the same by both',
  async () => {
    const found = { lines: 0, cells: 0 };
    const text = nearlyRegularText({
      weight: 20,
      plain: ['1', '2.5', '-3', '04', '', 'x', 'w w', 'é', '_', "'", '=1'],
      quoted: ['"a,b"', '"x""y"', '""', '"7"', '"1;5"', '""""', '"a|b\tc"'],
    });
    const reading = fc.constantFrom<Reading>({}, {}, {}, { quote: null });
    await fc.assert(
      fc.asyncProperty(text, reading, async (text, reading) => {
        found[(await hasLines(text, { engine, reading })) ? 'lines' : 'cells']++;
      }),
      { numRuns: ofAll(60, 3_000) },
    );
    // A fifth has lines, as chance has it.
    expect(found.lines).toBeGreaterThan(0);
    expect(found.cells).toBeGreaterThan(5);
  },
  patient,
);

it('a file that changed is told as such', async () => {
  const text = lines('a,b', 50, (i) => `${i},w${i}`);
  const path = await written(text);
  const table = await opened(path);
  const read = async () => {
    for await (const _ of table.allLines() ?? []);
  };
  await read();
  writeFileSync(path, text.toUpperCase());
  utimesSync(path, 1, 1);
  await expect(read()).rejects.toMatchObject({ code: 'file_changed' });
});

it('a quote that never closes, which only a file has that is being changed, does not go on for ever', () => {
  for (const line of ['"', 'a,"b', '"a"",b', '"a""']) expect(fewestQuotes(line, ',')).toBe(line);
});
