// What is noticed about a table whatever its target: each finding with the number that shows it and what would put it right.
import { describe, expect, it } from 'vitest';
import type { Issue, IssueCode, IssueOf } from '../../../../app/contract/issues/issues.ts';
import { lines, tableOf } from '../writtenTable.ts';

async function found<Code extends IssueCode>(text: string, code: Code): Promise<IssueOf<Code>[]> {
  const table = await tableOf(text);
  expect(table.examined).toBe(true);
  return table.issues.filter((issue): issue is Extract<Issue, IssueOf<Code>> => issue.code === code);
}

/** Different numbers in no order, 0..1. */
const noise = (i: number) => (((i + 1) * 7_919) % 10_007) / 10_007;
const ignore = (...columns: string[]) => ({ kind: 'role', columns, role: 'ignored' });

describe('columns', () => {
  it('the same value in every row', async () => {
    const [issue] = await found(
      lines('x,c', 30, (i) => `${noise(i)},blue`),
      'column_constant',
    );
    expect(issue).toMatchObject({ values: { column: 'c', value: 'blue' }, remedies: [ignore('c')] });
    const [number] = await found(
      lines('x,c', 30, (i) => `${noise(i)},7.50`),
      'column_constant',
    );
    expect(number?.values).toEqual({ column: 'c', value: '7.5' });
  });

  it('a name or number of the row', async () => {
    const text = lines('id,code,x', 30, (i) => `${i + 1},c${i},${noise(i)}`);
    const issues = await found(text, 'column_id_like');
    expect(issues.map(({ values }) => values)).toEqual([
      { column: 'id', rows: 30 },
      { column: 'code', rows: 30 },
    ]);
    expect(issues[0]?.remedies).toEqual([ignore('id')]);
  });

  it('dates, to be made a feature', async () => {
    const [issue] = await found(
      lines('day,x', 30, (i) => `2024-01-${10 + (i % 20)},${noise(i)}`),
      'column_date',
    );
    expect(issue?.remedies).toEqual([{ kind: 'role', columns: ['day'], role: 'feature' }]);
  });

  it('thousands of levels, to share an input or be ignored', async () => {
    const [issue] = await found(
      lines('town,x', 12_000, (i) => `t${i % 5_000},${noise(i)}`),
      'levels_capped',
    );
    expect(issue?.values).toEqual({ column: 'town', levels: 5_000, kept: 100 });
    expect(issue?.remedies).toEqual([
      { kind: 'prepare', column: 'town', prepare: { levels: 100, other: true } },
      ignore('town'),
    ]);
  });

  it('a long tail of a positive column, to be taken the logarithm of', async () => {
    const tail = (i: number) => Math.exp(3 * noise(i) * noise(i + 77)) - 1 + Math.exp(4 * (noise(i) - 0.2));
    const [issue] = await found(
      lines('pay,x', 500, (i) => `${tail(i)},${noise(3 * i)}`),
      'column_skewed',
    );
    expect(issue?.values.ratio).toBeGreaterThan(4);
    expect(issue?.remedies?.[0]).toEqual({ kind: 'prepare', column: 'pay', prepare: { log: true } });
    expect(issue?.message).toContain(`95% lie below ${issue?.values.high}`);
  });

  it('a value far out, to be scaled robustly', async () => {
    const text = lines('x,y', 500, (i) => `${i === 77 ? -4_000 : noise(i)},${noise(2 * i)}`);
    const issues = await found(text, 'column_outliers');
    expect(issues).toHaveLength(1);
    const { values, remedies } = issues[0]!;
    expect(values).toMatchObject({ column: 'x', value: -4_000 });
    expect(Math.abs(Number(values.widths) - 4_000.5 / 0.5)).toBeLessThan(400);
    expect(remedies?.[0]).toEqual({
      ...{ kind: 'prepare', column: 'x' },
      prepare: { scaling: 'robust', clip: 10 },
    });
  });

  it('even, normal and exponential columns are neither skewed nor have outliers', async () => {
    const normal = (i: number) =>
      Array.from({ length: 12 }, (_, k) => noise(i * 12 + k)).reduce((a, b) => a + b);
    const text = lines(
      'even,normal,exponential',
      800,
      (i) => `${noise(i)},${normal(i)},${-Math.log(noise(i + 9) + 1e-4)}`,
    );
    for (const code of ['column_skewed', 'column_outliers'] as const)
      expect(await found(text, code)).toEqual([]);
  });

  it('two heaps are neither, and many values far out are a tail', async () => {
    const heaps = (i: number) => (i % 3 === 0 ? 200 + 50 * noise(i) : 4 * noise(i));
    const rare = (i: number) => (i % 9 === 0 ? 200 + 50 * noise(i) : 1 + noise(i));
    const text = lines('heaps,rare', 900, (i) => `${heaps(i)},${rare(i)}`);
    expect(await found(text, 'column_outliers')).toEqual([]);
    expect((await found(text, 'column_skewed')).map(({ values }) => values.column)).toEqual(['rare']);
  });

  it('whole numbers that may be codes, to be read as a category', async () => {
    const text = lines('region,rooms,visits,x', 200, (i) => `${i % 5},${3 + (i % 4)},${i % 6},${noise(i)}`);
    const issues = await found(text, 'column_of_codes');
    expect(issues.map(({ values }) => values)).toEqual([{ column: 'region', distinct: 5, min: 0, max: 4 }]);
    expect(issues[0]?.remedies).toEqual([{ kind: 'type', columns: ['region'], type: 'category' }]);
  });
});

describe('many columns of codes', () => {
  const table = (columns: number) =>
    lines(Array.from({ length: columns }, (_, k) => `q${k + 1}`).join(), 120, (i) =>
      Array.from({ length: columns }, (_, k) => (i * (k + 1) + (i >> 3)) % 5).join(),
    );

  it('are one finding with one remedy', async () => {
    const [issue, ...more] = await found(table(60), 'columns_of_codes');
    expect(more).toEqual([]);
    expect(issue?.values).toEqual({ count: 60, columns: 'q1, q2, q3, …' });
    const columns = Array.from({ length: 60 }, (_, k) => `q${k + 1}`);
    expect(issue?.remedies).toEqual([{ kind: 'type', columns, type: 'category' }]);
    expect(await found(table(60), 'column_of_codes')).toEqual([]);
  });

  it('are told one by one up to three', async () => {
    expect(await found(table(3), 'column_of_codes')).toHaveLength(3);
    expect(await found(table(3), 'columns_of_codes')).toEqual([]);
  });
});

describe('rows without a value in any column', () => {
  const blankAt = (...rows: number[]) =>
    lines('x,level,n', 30, (i) => (rows.includes(i + 1) ? ',NA,' : `${i},${i === 3 ? '' : 'a'},${i % 7}`));

  it('are counted and named by their numbers, in the middle and at the end', async () => {
    const [issue] = await found(blankAt(12, 30), 'rows_blank');
    expect(issue?.values).toEqual({ count: 2, rows: '12, 30' });
    expect(issue?.message).toBe(
      '2 rows are blank: rows 12, 30 have no value in any column. They are not learned from.',
    );
    const [one] = await found(blankAt(12), 'rows_blank');
    expect(one?.message).toBe('1 row is blank: row 12 has no value in any column. It is not learned from.');
  });

  it('are named up to five', async () => {
    const [issue] = await found(blankAt(1, 2, 3, 4, 5, 6), 'rows_blank');
    expect(issue?.values).toEqual({ count: 6, rows: '1, 2, 3, 4, 5, …' });
  });

  it('are not told again as repeated rows', async () => {
    expect(await found(blankAt(12, 30), 'rows_repeated')).toEqual([]);
  });

  it('are none where a row has a value', async () => {
    const holes = lines('x,y', 30, (i) => (i % 2 === 0 ? `,${i}` : `${i},`));
    expect(await found(holes, 'rows_blank')).toEqual([]);
    expect(await found('x\n1\n\n2\n3\n', 'rows_blank')).toEqual([]);
  });
});

describe('rows', () => {
  const cells = (i: number) => `${noise(i % 90)},${['a', 'b', ''][i % 3]},${i % 2 === 0 ? 'NA' : i % 5}`;

  it('that repeat an earlier one are counted exactly', async () => {
    const text = lines('x,level,n', 200, cells);
    const rows = text.trimEnd().split('\n').slice(1);
    const repeated = rows.length - new Set(rows).size;
    expect(repeated).toBeGreaterThan(100);
    const [issue] = await found(text, 'rows_repeated');
    expect(issue?.values.count).toBe(repeated);
    expect(issue?.remedies).toEqual([{ kind: 'dropDuplicates' }]);
  });

  it('are counted the same where all cells are kept as text', async () => {
    const text = `${lines('x,level,n', 200, cells)}1,6" nail,2\n`;
    const rows = text.trimEnd().split('\n').slice(1);
    const [issue] = await found(text, 'rows_repeated');
    expect(issue?.values.count).toBe(rows.length - new Set(rows).size);
  });

  it('that differ in one cell do not repeat', async () => {
    const text = lines('x,level,n', 200, (i) => `1,${i < 100 ? 'a' : 'b'},${i % 100}`);
    expect(await found(text, 'rows_repeated')).toEqual([]);
  });
});

describe('columns that say the same', () => {
  it('numbers in other units', async () => {
    const text = lines('metre,other,feet', 200, (i) => `${noise(i)},${noise(5 * i)},${-3.28 * noise(i) + 7}`);
    const issues = await found(text, 'columns_alike');
    expect(issues).toHaveLength(1);
    expect(issues[0]?.values).toMatchObject({ column: 'feet', other: 'metre', rows: 200 });
    expect(Number(issues[0]?.values.correlation)).toBeLessThanOrEqual(-0.999999);
    expect(issues[0]?.remedies).toEqual([ignore('feet'), ignore('metre')]);
  });

  it('are not told of few rows', async () => {
    expect(await found('a,b\n1,2\n3,6\n2,4\n', 'columns_alike')).toEqual([]);
  });

  it('are looked for in all rows, not in some', async () => {
    // Rows outside the sample differ.
    const text = lines('a,b', 5_000, (i) => `${noise(i)},${i % 5 === 0 ? noise(i) : noise(i + 3)}`);
    expect(await found(text, 'columns_alike')).toEqual([]);
  });

  it('levels that stand for one another, also as codes', async () => {
    const colours = ['red', 'green', 'blue', 'black'];
    const text = lines('colour,code,shade,x', 400, (i) => {
      const k = Math.floor(noise(i) * 4);
      return `${colours[k]},${[3, 1, 4, 2][k]},${i === 399 ? 's9' : `s${k}`},${noise(2 * i)}`;
    });
    const issues = await found(text, 'columns_one_to_one');
    expect(issues.map(({ values }) => values)).toEqual([{ column: 'code', other: 'colour', levels: 4 }]);
    expect(issues[0]?.remedies).toEqual([ignore('code'), ignore('colour')]);
  });
});

it('a table without any of it has no findings', async () => {
  const table = await tableOf(
    lines('x,y,level', 300, (i) => `${noise(i)},${noise(i * i + 5)},${'abc'[(i * i) % 3]}`),
  );
  expect(table.issues).toEqual([]);
});
