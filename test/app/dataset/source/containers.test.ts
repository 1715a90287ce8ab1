// Tables that come packed: gzip, Parquet, JSON and JSON lines. What was in them is what is read, to the last digit;
// what is broken, a bomb or something else is refused with a sentence; the temporary folder is empty in the end.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../../../app/dataset/open.ts';
import { sampleOf } from '../../../../app/dataset/sample.ts';
import { emptyFolder, lines, opened, written } from '../writtenTable.ts';
import { cellsOf, packed, privateTemporaryFolder, refused } from './packedTable.ts';
import { unpackHere } from './unpackHere.ts';
import { number, row, text, workbookOf } from './writtenWorkbook.ts';

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

  it('leaves nothing behind when the table is closed, or when it is cancelled', async () => {
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

  it('of many columns is read as one of few', async () => {
    const texts = ["'x' || range", '\'a, "b"\' || chr(10) || range', 'range', 'NULL', "''"];
    const columns = Array.from({ length: 450 }, (_, i) => `${texts[i % texts.length]} AS c${i}`);
    const table = await opened(await parquetOf(`SELECT ${columns} FROM range(3)`));
    expect(table.columns).toHaveLength(450);
    const row = (await table.cells(2, 1))[0]!;
    for (const from of [0, 195, 200, 445])
      expect(row.slice(from, from + 5)).toEqual(['x2', 'a, "b"\n2', '2', null, null]);
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
  it('keeps every digit; the rest is missing; nested values stay JSON', async () => {
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
    const sample = await sampleOf(path, 'table', {}, unpackHere);
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
