// The copy that an irregular file is read from holds the cells that our own cutter finds in the file.
import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { CutRecord } from '../../../../app/dataset/csv/cutRecord.ts';
import { fieldTexts } from '../../../../app/dataset/csv/fields.ts';
import { RecordCutter } from '../../../../app/dataset/csv/recordCutter.ts';
import { isRead, RecordClassifier } from '../../../../app/dataset/csv/recordKind.ts';
import { RegularCopy } from '../../../../app/dataset/csv/regularCopy.ts';
import { Scanner } from '../../../../app/dataset/csv/scan.ts';
import { openSource } from '../../../../app/dataset/source/openSource.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { nearlyRegularText } from '../cells/nearlyRegular.ts';
import { emptyFolder, lines, opened, written } from '../writtenTable.ts';

/** The cells of the copy, cut by what it says of itself, beside those of the file. */
async function copied(text: string) {
  const source = await openSource(await written(text), { fileName: 'table.csv' });
  onTestFinished(() => source.close());
  const scanner = await Scanner.begin(source, undefined);
  const scan = await scanner.finish(() => {});
  const making = await RegularCopy.begin(source, scan);
  onTestFinished(() => making.close());
  const copy = await making.finish();
  const bytes = await copy.file.handle.readFile();
  const { columns } = scan.layout;
  const classifier = new RecordClassifier(scan.layout, scan.footnotesFrom);
  const expected = cellsOf(Buffer.from(text), scan.layout, (record) => isRead(classifier.kindOf(record)));
  const found = cellsOf(bytes, copy.scan.layout, () => true);
  const padded = expected.map((cells) => Array.from({ length: columns }, (_, i) => cells[i] ?? ''));
  return { scan, copy, bytes, found, expected: padded };
}

function cellsOf(
  bytes: Buffer,
  layout: Scanner['layout'],
  isRow: (record: CutRecord) => boolean,
): string[][] {
  const rows: string[][] = [];
  const cutter = new RecordCutter(layout.syntax, layout.columns, (record) => {
    if (isRow(record)) rows.push(fieldTexts(record));
    return undefined;
  });
  cutter.push(bytes, true);
  return rows;
}

it.each<[what: string, text: string, bytes: string]>([
  [
    'rows that are regular already are copied as they are',
    'a,b\n1,"x, y"\n2\n"3",z\n',
    '1,"x, y"\n2,\n"3",z\n',
  ],
  ['a row that is cut keeps its first fields', 'a;b;\n1,5;x;\n2,5;y\n', '1,5;x\n2,5;y\n'],
  ['line ends stay', 'a,b\r\n1,x\r\n2\r\n3,z\r\n', '1,x\r\n2,\r\n3,z\r\n'],
  ['but LF ends lines beside a quoted LF', 'a,b\r\n1,"x\ny"\r\n2,z\r\n', '1,"x\ny"\n2,z\n'],
  ['a quote that encloses nothing is doubled', 'a,b\n1,5" wide\n2,x\n', '1,"5"" wide"\n2,x\n'],
  ['an unusual delimiter becomes a comma', 'a^b\n1^x\n2^y, z\n', '1,x\n2,"y, z"\n'],
])('%s', async (_what, text, bytes) => {
  expect((await copied(text)).bytes.toString()).toBe(bytes);
});

it('every 128th row is found where the copy says', async () => {
  const text = lines('a,b', 1_000, (i) => (i % 5 === 3 ? `${i}` : `${i},"w, ${i}"`));
  const { copy, bytes } = await copied(text);
  const { rowStarts, longest } = copy.scan;
  expect(rowStarts).toHaveLength(8);
  for (const [k, start] of rowStarts.entries())
    expect(bytes.subarray(start, bytes.indexOf(',', start)).toString()).toBe(String(128 * k));
  expect(longest).toBeGreaterThanOrEqual('999,"w, 999"'.length);
});

it(
  'random rows, nearly regular, are the same in the copy',
  async () => {
    const plain = ['1', '2.5', '', 'x', '-3'];
    const quoted = ['"x, y"', '"1"', '""', '"a ""b"""', '"x;y"'];
    const texts = nearlyRegularText({ weight: 10, plain, quoted });
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const both = await copied(text).catch((error: { code?: string }) => {
          if (error.code === undefined) throw error;
          return null;
        });
        if (both !== null) expect(both.found).toEqual(both.expected);
      }),
      { numRuns: ofAll(300, 5_000) },
    );
  },
  patient,
);

it('number columns of an irregular file are kept as numbers, and its rows outlive the name of the copy', async () => {
  const folder = await emptyFolder();
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const text = lines('x;word', 500, (i) => (i === 400 ? `${i},5` : `${i},5;w${i % 3}`));
  const table = await opened(await written(text), { engine: loadEngine() });
  expect(table.hasSpans('x')).toBe(true);
  expect((await table.numbers('x'))[400]).toBe(400.5);
  expect(await table.cells(399, 2)).toEqual([
    ['399,5', 'w0'],
    ['400,5', null],
  ]);
  expect((await readdir(folder)).filter((name) => name.startsWith('chainrule-table'))).toEqual([]);
});

it('a file whose lines end in CRLF may hold LF in quoted fields, as Excel writes it', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `"${i},5 €","x","line ${i}\nline"`);
  const table = await opened(await written(`"a","b","c"\r\n${rows.join('\r\n')}\r\n`));
  expect(table.rows).toBe(30);
  expect((await table.cells(29, 1))[0]).toEqual(['29,5 €', 'x', 'line 29\nline']);
});
