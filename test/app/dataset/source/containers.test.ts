// Tables that come packed: gzip, Parquet, JSON and JSON lines, workbooks. What was in them is what is read, to the last digit;
// what is broken, a bomb or something else is refused with a sentence; the temporary folder is empty in the end.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import iconv from 'iconv-lite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Reading } from '../../../../app/contract/table/reading.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import { sampleOf } from '../../../../app/dataset/sample.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { codes, emptyFolder, lines, opened, written } from '../writtenTable.ts';
import { number, row, text, workbookEntries, workbookOf, zipOf } from './writtenWorkbook.ts';

async function cellsOf(table: Table): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const piece of table.allCells()) rows.push(...piece);
  return [table.columns.map(({ name }) => name), ...rows];
}

async function packed(content: string | Uint8Array, name: string, reading: Reading = {}): Promise<Table> {
  return opened(await written(content, name), { reading });
}

async function refused(content: string | Uint8Array, name: string, error: object, reading: Reading = {}) {
  const path = await written(content, name);
  const folder = await privateTemporaryFolder();
  await expect(openTable(path, { reading })).rejects.toMatchObject(error);
  expect(await readdir(folder)).toEqual([]);
}

async function privateTemporaryFolder(): Promise<string> {
  const folder = await emptyFolder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

async function parquetOf(sql: string): Promise<string> {
  const path = join(await emptyFolder(), 'table.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
  connection.disconnectSync();
  instance.closeSync();
  return path;
}

describe('gzip', () => {
  it('is unpacked, whatever it is called; hash and size are those of the file', async () => {
    const bytes = gzipSync('a,b\n1,x\n2,y\n');
    const table = await packed(bytes, 'table.csv');
    expect(await cellsOf(table)).toEqual([
      ['a', 'b'],
      ['1', 'x'],
      ['2', 'y'],
    ]);
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(table).toMatchObject({ container: 'gzip', bytes: bytes.length, hash });
  });

  it('may hold text in another encoding, several members, or JSON', async () => {
    const korean = await packed(gzipSync(iconv.encode('도시,값\n서울,1\n부산,2\n', 'cp949')), 'table.csv.gz');
    expect(korean.dialect.encoding).toBe('euc-kr');
    expect(await cellsOf(korean)).toEqual([
      ['도시', '값'],
      ['서울', '1'],
      ['부산', '2'],
    ]);
    const members = await packed(Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')]), 'two.csv.gz');
    expect(members.rows).toBe(2);
    const json = await packed(gzipSync('{"a":1}\n{"a":2}\n'), 'table.jsonl.gz');
    expect(await cellsOf(json)).toEqual([['a'], ['1'], ['2']]);
  });

  it('that breaks off, is damaged, or packs a picture is refused', async () => {
    const whole = gzipSync(lines('a,b', 2_000, (i) => `${i},${i * 7}`));
    await refused(whole.subarray(0, 1_000), 'table.csv.gz', {
      code: 'archive_damaged',
      message: /breaks off/,
    });
    const flipped = Buffer.from(whole);
    flipped[500]! ^= 0xff;
    await refused(flipped, 'table.csv.gz', { code: 'archive_damaged' });
    await refused(gzipSync(Buffer.from('\x89PNG\r\n...', 'latin1')), 'table.csv.gz', {
      code: 'file_not_text',
    });
    await refused(gzipSync(whole), 'table.csv.gz.gz', {
      code: 'file_not_text',
      message: /archive in another one/,
    });
    await refused(gzipSync(''), 'table.csv.gz', { code: 'file_empty' });
  });

  it('that is a bomb is stopped', async () => {
    await refused(gzipSync(Buffer.alloc(100 * 2 ** 20, 'a')), 'bomb.csv.gz', {
      code: 'archive_bomb',
      message: expect.stringMatching(
        /unpacks to more than \d\d MiB from \d+ bytes: it was not read further\./,
      ),
    });
  });

  it('leaves nothing behind when the table is closed, or when it is called off', async () => {
    const path = await written(gzipSync(lines('a,b', 200_000, (i) => `${i},${i * 7}`)), 'table.csv.gz');
    const folder = await privateTemporaryFolder();
    const table = await openTable(path);
    expect(await table.cells(199_999, 1)).toEqual([['199999', '1399993']]);
    expect(await readdir(folder)).not.toEqual([]);
    table.close();
    expect(await readdir(folder)).toEqual([]);
    const controller = new AbortController();
    const onProgress = (fraction: number | null) => {
      if (fraction !== null && fraction > 0) controller.abort(new Error('enough'));
    };
    await expect(openTable(path, { signal: controller.signal, onProgress })).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('Parquet', () => {
  it('keeps every digit, and nested values as JSON', async () => {
    const path = await parquetOf(`SELECT * FROM (VALUES
      (9007199254740993::BIGINT, 12345678901234567890123456789012345678::DECIMAL(38, 0), 0.1::FLOAT, 0.1::DOUBLE, 1.50::DECIMAL(20, 2),
       DATE '2020-02-03', TIMESTAMPTZ '2020-01-01 10:00:00+09', true, 'a, "b"', [1, 2], {'k': 'v'}),
      (-1, 0, NULL, 1e300, 0, NULL, NULL, false, '', [], {'k': NULL}))
      AS t(i, h, f, d, e, day, moment, yes, 텍스트, list, nested)`);
    const table = await opened(path);
    expect(table).toMatchObject({ container: 'parquet', rows: 2 });
    expect(await cellsOf(table)).toEqual([
      ['i', 'h', 'f', 'd', 'e', 'day', 'moment', 'yes', '텍스트', 'list', 'nested'],
      [
        '9007199254740993',
        '12345678901234567890123456789012345678',
        '0.1',
        '0.1',
        '1.50',
        '2020-02-03',
        '2020-01-01 01:00:00+00',
        'true',
        'a, "b"',
        '[1,2]',
        '{"k":"v"}',
      ],
      ['-1', '0', null, '1e+300', '0.00', null, null, 'false', null, '[]', '{"k":null}'],
    ]);
  });

  it('that is damaged is refused in words of ours', async () => {
    const whole = await readFile(await parquetOf('SELECT range AS a FROM range(1000)'));
    await refused(whole.subarray(0, 500), 'table.parquet', {
      code: 'csv_unreadable',
      message: expect.stringMatching(/^table\.parquet cannot be read as a table: .+\. Save it .+ again\.$/),
    });
  });
});

describe('JSON', () => {
  it('keeps every digit; what lacks is missing; nested values stay JSON', async () => {
    const table = await packed(
      '[{"a":12345678901234567890123,"b":0.1,"c":"x, \\"y\\"","d":{"z":[1,2]},"e":null},\n {"a":9007199254740993,"late":true,"c":"007"}]',
      'table.json',
    );
    expect(table.container).toBe('json');
    expect(await cellsOf(table)).toEqual([
      ['a', 'b', 'c', 'd', 'e', 'late'],
      ['12345678901234567890123', '0.1', 'x, "y"', '{"z":[1,2]}', null, null],
      ['9007199254740993', null, '007', null, null, 'true'],
    ]);
  });

  it('is known by an object per line', async () => {
    const table = await packed('{"a": 1, "b": "가"}\n{"a": 2, "b": "나"}\n', 'table.txt');
    expect(table.container).toBe('jsonLines');
    expect(await cellsOf(table)).toEqual([
      ['a', 'b'],
      ['1', '가'],
      ['2', '나'],
    ]);
  });

  it('in the cells of a CSV makes it no JSON', async () => {
    const table = await packed('{"a":1};x\n{"a":2};y\n', 'table.csv');
    expect(table.container).toBe('text');
    expect(table.columns).toHaveLength(2);
  });

  it('that breaks off is refused', async () => {
    await refused('[{"a":1},{"a":', 'table.json', {
      code: 'csv_unreadable',
      message: /^table\.json cannot be read as a table: /,
    });
  });
});

describe('a workbook', () => {
  const sheets = [
    {
      name: '표 1',
      rows: [
        row([text('이름', 'A1'), text('값', 'B1'), text('when', 'C1'), text('참', 'D1')], 1),
        row(
          [
            `<c r="A2" t="s"><v>0</v></c>`,
            number('1.1000000000000001'),
            number(45292, 0),
            '<c t="b"><v>1</v></c>',
          ],
          2,
        ),
        row(
          [
            `<c r="A3" t="s"><v>1</v></c>`,
            number('9007199254740993'),
            number('45292.75', 1),
            '<c t="e"><v>#N/A</v></c>',
          ],
          3,
        ),
        row([text('a, "b"\nc'), number('0.1'), number('0.5', 2), `<c t="str"><f>A1</f><v>x</v></c>`]),
        row([`<c r="C6" s="3"><v>1.0416666666666667</v></c>`], 6),
        row([`<c r="A9" s="0"/>`], 9),
      ].join(''),
    },
    { name: 'hidden', state: 'hidden', rows: row([text('h'), text('i')]) + row([number(1), number(2)]) },
    { name: 'Other', rows: row([text('p'), text('q')]) + row([number(1e21), number('-2.5E-3')]) },
  ];
  const texts =
    '<si><t>김 &amp; 이</t><rPh sb="0" eb="1"><t>no</t></rPh></si><si><r><t>rich </t></r><r><t>text_x000D_</t></r></si>';
  const book = { sheets, texts, formats: [14, 'yyyy"년" m"월" d"일" hh:mm', 'h:mm AM/PM', '[h]:mm:ss'] };

  it('is read from its first visible sheet: exact numbers, dates as ISO 8601, whatever its name', async () => {
    const table = await packed(workbookOf(book), 'book.csv');
    expect(table).toMatchObject({ container: 'workbook', sheets: ['표 1', 'hidden', 'Other'] });
    expect(await cellsOf(table)).toEqual([
      ['이름', '값', 'when', '참'],
      ['김 & 이', '1.1', '2024-01-01', 'TRUE'],
      ['rich text\r', '9007199254740993', '2024-01-01 18:00:00', '#N/A'],
      ['a, "b"\nc', '0.1', '12:00:00', 'x'],
      [null, null, '25:00:00', null],
    ]);
    expect(codes(table.issues)).not.toContain('rows_short');
  });

  it('is read from the sheet that is asked for', async () => {
    const table = await packed(workbookOf(book), 'book.xlsx', { sheet: 'Other' });
    expect(await cellsOf(table)).toEqual([
      ['p', 'q'],
      ['1e+21', '-0.0025'],
    ]);
    await refused(
      workbookOf(book),
      'book.xlsx',
      { code: 'sheet_unknown', message: /no sheet "x"\. It has these: "표 1", "hidden", "Other"/ },
      { sheet: 'x' },
    );
  });

  it('counts its days from 1904 where it says so', async () => {
    const rows = row([text('a'), text('b')]) + row([number(0, 0), number(43830, 0)]);
    const table = await packed(
      workbookOf({ sheets: [{ name: 's', rows }], formats: [14], from1904: true }),
      'b.xlsx',
    );
    expect(await cellsOf(table)).toEqual([
      ['a', 'b'],
      ['1904-01-01', '2024-01-01'],
    ]);
  });

  it('has rows of one length, but for a title above the table', async () => {
    const rows = [
      row([text('Sales 2024')]),
      row([text('a'), text('b'), text('c')], 3),
      row([number(1)], 4),
      row([number(2), number(3), number(4)], 5),
    ].join('');
    const table = await packed(workbookOf({ sheets: [{ name: 's', rows }] }), 'b.xlsx');
    expect(table.dialect.skipped).toBe(1);
    expect(await cellsOf(table)).toEqual([
      ['a', 'b', 'c'],
      ['1', null, null],
      ['2', '3', '4'],
    ]);
    expect(table.problemRows).toBe(0);
  });

  it('may have bytes behind its end, as some servers send it', async () => {
    const table = await packed(Buffer.concat([workbookOf(book), Buffer.from('\r\n')]), 'book.xlsx');
    expect(table.sheets).toEqual(['표 1', 'hidden', 'Other']);
  });

  it.each([
    ['that breaks off', workbookOf(book).subarray(0, 900), 'file_not_text', /breaks off/],
    [
      'without a cell',
      workbookOf({ sheets: [{ name: 's', rows: '' }] }),
      'file_empty',
      /sheet "s" holds no cell/,
    ],
    [
      'that is a zip archive',
      zipOf([{ name: 'table.csv', content: 'a,b\n1,2\n' }]),
      'file_not_text',
      /zip archive without a sheet\. Unpack it/,
    ],
    [
      'that is an OpenDocument file',
      zipOf([{ name: 'content.xml', content: '<x/>' }]),
      'file_not_text',
      /\.ods.*save the sheet as \.xlsx or CSV/,
    ],
    [
      'with a row of no such number',
      workbookOf({ sheets: [{ name: 's', rows: row([text('a')], 2_000_000_000) }] }),
      'archive_damaged',
      /no such number/,
    ],
    [
      'that is no XML',
      zipOf(
        workbookEntries(book).map((entry) =>
          entry.name.endsWith('sheet1.xml') ? { ...entry, content: '<a><b' } : entry,
        ),
      ),
      'archive_damaged',
      /no XML/,
    ],
    [
      'that says less than it unpacks to',
      zipOf(
        workbookEntries(book).map((entry) =>
          entry.name.endsWith('sheet1.xml') ? { ...entry, said: 10 } : entry,
        ),
      ),
      'archive_damaged',
      /larger than its directory says/,
    ],
    [
      'that is a bomb',
      workbookOf({ sheets: [{ name: 's', rows: row([text(' '.repeat(30_000))]).repeat(1_400) }] }),
      'archive_bomb',
      /unpacks to more than/,
    ],
    ['of old', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), 'file_not_text', /\.xls.*save/],
  ])('%s is refused', async (_what, bytes, code, message) => {
    await refused(bytes, 'book.xlsx', { code, message: expect.stringMatching(message) });
  });
});

describe('a sample', () => {
  const rows = lines('도시,값', 60_000, (i) => `서울 ${i},${i}`);
  it.each([
    ['CP949', iconv.encode(rows, 'cp949'), 'euc-kr'],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(rows, 'utf-16le')]), 'utf-16'],
    ['UTF-16 without a mark', iconv.encode(rows, 'utf-16be'), 'utf-16be'],
    ['gzip', gzipSync(rows), 'utf-8'],
    [
      'JSON',
      JSON.stringify(Array.from({ length: 60_000 }, (_, i) => ({ 도시: `서울 ${i}`, 값: i }))),
      'utf-8',
    ],
    [
      'a workbook',
      workbookOf({
        sheets: [
          {
            name: 's',
            rows:
              row([text('도시'), text('값')]) +
              Array.from({ length: 60_000 }, (_, i) => row([text(`서울 ${i}`), number(i)])).join(''),
          },
        ],
      }),
      'utf-8',
    ],
  ])('of %s has its first rows and its encoding', async (_what, bytes, encoding) => {
    const path = join(await emptyFolder(), 'table');
    await writeFile(path, bytes);
    const folder = await privateTemporaryFolder();
    const sample = await sampleOf(path, 'table', {});
    expect(sample.columns.map(({ name }) => name)).toEqual(['도시', '값']);
    expect(sample.rows[5]).toEqual(['서울 5', '5']);
    expect(sample.dialect.encoding).toBe(encoding);
    expect(await readdir(folder)).toEqual([]);
  });
});

it.runIf(process.platform !== 'win32')('a packed file may have any name that a file can have', async () => {
  const folder = await emptyFolder();
  const source = await readFile(await parquetOf('SELECT 1 AS a, 2 AS b'));
  for (const name of ["it's [1]*?.parquet", '%2F\n.parquet', '표 \u202eabc.parquet', 'a;b"c\\.json']) {
    const path = join(folder, name);
    await writeFile(path, name.endsWith('.json') ? '[{"a":1,"b":2}]' : source);
    expect(await cellsOf(await opened(path))).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  }
});
