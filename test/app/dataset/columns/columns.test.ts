// What a column is taken for, and its figures.
import { describe, expect, it } from 'vitest';
import { codes, column, lines, tableOf } from '../writtenTable.ts';

async function columnOf(cells: string[], header = 'v') {
  const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const table = await tableOf(lines(`${header},row`, cells.length, (i) => `${quote(cells[i]!)},${i}.5`));
  return { table, summary: column(table, header) };
}

describe('a column is', () => {
  const repeat = (cells: string[], times: number) => Array.from({ length: times }, () => cells).flat();
  const types: [what: string, cells: string[], type: string, missing: number][] = [
    ['number: all numbers', ['1', '-2.5', '1e3', '.5', '+7'], 'number', 0],
    [
      'number: missing ones in many spellings',
      ['1', '', 'NA', 'n/a', 'NaN', 'null', '?', '-', '.', '#N/A', '결측', ' '],
      'number',
      11,
    ],
    ['number: 0 and 1', ['0', '1', '0'], 'number', 0],
    ['number: thousands between commas', ['1,234', '2,000,000.5', '12'], 'number', 0],
    ['number: one stray text among many', [...repeat(['1', '2', '3'], 10), 'oops'], 'number', 1],
    ['number: blanks around', [' 1', '2 ', ' 3 '], 'number', 0],
    ['number: infinite ones count as missing', ['1', 'inf', '-Infinity', '1e39', '1e400', '2'], 'number', 4],
    ['boolean: true and false in any case', ['True', 'FALSE', 'true'].slice(0, 2), 'boolean', 0],
    ['boolean: yes and no with missing', ['yes', 'no', 'NA', 'yes'], 'boolean', 1],
    ['category: true and no', ['true', 'no', 'true'], 'category', 0],
    ['category: words again and again', repeat(['a', 'b', 'c'], 5), 'category', 0],
    ['category: plus and minus', repeat(['+', '-'], 5), 'category', 0],
    ['category: few codes with leading zeros', repeat(['01', '02', '10'], 8), 'category', 0],
    ['text: many codes with leading zeros', Array.from({ length: 40 }, (_, i) => `0${1000 + i}`), 'text', 0],
    [
      'text: ids beyond what a double counts',
      Array.from({ length: 20 }, (_, i) => `12345678901234567${10 + i}`),
      'text',
      0,
    ],
    ['text: different in every row', Array.from({ length: 12 }, (_, i) => `name ${i}`), 'text', 0],
    ['text: nearly all different', Array.from({ length: 60 }, (_, i) => `word ${i % 40}`), 'text', 0],
    ['date: ISO', ['2020-01-31', '2021-12-01', ''], 'date', 1],
    ['date: with times and zones', ['2020-01-31T10:00:00Z', '2020-01-31 10:00:00.5+09:00'], 'date', 0],
    [
      'date: of several writers',
      ['31/01/2024', 'Jan 31 2024', '2024년 3월 1일', '31.1.24', '5-May-2020'],
      'date',
      0,
    ],
    ['date: times', ['9:05', '23:59:59', '오전 9:05'], 'date', 0],
    ['text: nothing at all', ['', 'NA', ''], 'text', 3],
  ];
  it.each(types)('%s', async (_what, cells, type, missing) => {
    const { summary } = await columnOf(cells);
    expect(summary).toMatchObject({ type, missing });
  });

  it('read with a decimal comma where the file has one', async () => {
    const table = await tableOf('x;y\n1,5;2\n-0,25;1.234,5\n;3\n');
    expect(table.dialect.decimal).toBe(',');
    expect(await table.numbers('x')).toEqual(new Float64Array([1.5, -0.25, Number.NaN]));
    expect(await table.numbers('y')).toEqual(new Float64Array([2, 1234.5, 3]));
  });

  it('never a number by accident: 1_000, 0x1F, 1 234, 5%, (5) stay text', async () => {
    const table = await tableOf('a\n1_000\n0x1F\n1 234\n5%\n(5)\n$5\n１２\n');
    expect((await table.numbers('a')).every(Number.isNaN)).toBe(true);
  });
});

describe('figures', () => {
  it('of numbers are those of the values that are there', async () => {
    const { summary, table } = await columnOf(['4', '1', 'NA', '3', '2', '2']);
    expect(summary).toMatchObject({
      missing: 1,
      distinct: 4,
      min: 1,
      max: 4,
      mean: 2.4,
      median: 2,
      whole: true,
    });
    expect(summary.deviation).toBeCloseTo(Math.sqrt(1.04), 12);
    expect(summary.quantiles?.map((value) => Number(value.toFixed(12)))).toEqual([1.2, 2, 3, 3.8]);
    expect(summary.histogram.counts).toHaveLength(20);
    expect(summary.histogram.counts.reduce((a, b) => a + b)).toBe(5);
    expect(summary.histogram.counts.at(-1)).toBe(1);
    expect(table.dialect.missing).toEqual(['NA']);
  });

  it('of a category are its levels, most frequent first', async () => {
    const { summary } = await columnOf(['b', 'a', ' b', 'c', 'a', 'b']);
    expect(summary.levels).toEqual([
      { value: 'b', rows: 3 },
      { value: 'a', rows: 2 },
      { value: 'c', rows: 1 },
    ]);
    expect(summary).toMatchObject({ distinct: 3, min: null, mean: null, histogram: { counts: [3, 2, 1] } });
  });

  it('hold for a million distinct texts too', async () => {
    const table = await tableOf(lines('id,v', 50_000, (i) => `key-${i},${i % 3}`));
    expect(column(table, 'id')).toMatchObject({ type: 'text', distinct: 50_000 });
    expect(column(table, 'id').levels).toHaveLength(20);
  });
});

describe('levels', () => {
  it('are one for composed and decomposed Hangul', async () => {
    const table = await tableOf(`도시,v\n서울,1\n${'서울'.normalize('NFD')},2\n부산,3\n`);
    expect((await table.categories('도시')).levels).toEqual(['부산', '서울']);
  });

  it('are sorted by code point, with -1 for missing', async () => {
    const table = await tableOf('v,w\n\u{1f600},1\nb,2\n\uffee,3\nNA,4\nB,5\nb,6\n');
    const { codes, levels } = await table.categories('v');
    expect(levels).toEqual(['B', 'b', '\uffee', '\u{1f600}']);
    expect([...codes]).toEqual([3, 1, 2, -1, 0, 1]);
  });

  it('of numbers are sorted by value and spelled shortest', async () => {
    const table = await tableOf('v,w\n10.0,a\n2,b\n-0,c\n0,d\n,e\n2.50,f\n');
    const { codes, levels } = await table.categories('v');
    expect(levels).toEqual(['0', '2', '2.5', '10']);
    expect([...codes]).toEqual([3, 1, 0, 0, -1, 2]);
  });
});

describe('of no use as a feature', () => {
  const rows = 30;
  const found: [code: string, header: string, cell: (row: number) => string][] = [
    ['column_constant', 'v', () => '7'],
    ['column_constant', 'v', () => 'x'],
    ['column_all_missing', 'v', () => 'NA'],
    ['column_id_like', 'v', (row) => String(row + 1)],
    ['column_id_like', 'w', (row) => String(row)],
    ['column_id_like', 'customer_id', (row) => String(5_000 + 3 * row)],
    ['column_id_like', 'v', (row) => `u${row}`],
    ['column_free_text', 'v', (row) => `text ${row % 25}`],
    ['column_date', 'v', (row) => `2020-01-${10 + (row % 20)}`],
    ['levels_capped', 'v', () => ''],
  ];
  it.each(found.slice(0, -1))('%s: %s', async (code, header, cell) => {
    const { table } = await columnOf(
      Array.from({ length: rows }, (_, row) => cell(row)),
      header,
    );
    expect(
      table.issues.find((issue) => 'column' in issue.values && issue.values.column === header)?.code,
    ).toBe(code);
  });

  it('is neither a year that grows nor a measure that happens to be unique', async () => {
    const table = await tableOf(lines('year,width', 30, (i) => `${1990 + i},${((i * 13) % 31) * 1.7}`));
    expect(table.issues).toEqual([]);
  });

  it('levels beyond the limit are told', async () => {
    const table = await tableOf(lines('v,w', 600, (i) => `level ${i % 150},${i * 1.5}`));
    expect(codes(table.issues)).toEqual(['levels_capped']);
    expect(table.issues[0]!.values).toEqual({ column: 'v', levels: 150, kept: 100 });
  });

  it('values that are not numbers or not finite are counted', async () => {
    const { table } = await columnOf([
      ...Array.from({ length: 40 }, (_, i) => String(i * i)),
      'oops',
      'inf',
      '1e39',
    ]);
    expect(table.issues.map(({ code, values }) => [code, values])).toEqual([
      ['values_not_numeric', { column: 'v', count: 1, example: 'oops' }],
      ['values_not_finite', { column: 'v', count: 2 }],
    ]);
  });
});
