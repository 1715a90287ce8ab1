// Numbers whose meaning is open: codes with leading zeros, a sign that groups digits or is the decimal sign, numbers that stand for
// missing values. None is changed in silence.
import { describe, expect, it } from 'vitest';
import { codes, column, lines, opened, tableOf, written } from '../writtenTable.ts';

describe('leading zeros', () => {
  it('however few, among numbers of as many digits are codes', async () => {
    const table = await tableOf(lines('zip,w', 2_000, (i) => `${i === 77 ? '01564' : 10_000 + i * 7},x`));
    expect(column(table, 'zip').type).not.toBe('number');
  });

  it('among other numbers are asked about', async () => {
    const text = lines('n,w', 2_000, (i) => `${i === 77 ? '007' : i * 7},x`);
    const table = await tableOf(text);
    expect(column(table, 'n').type).toBe('number');
    expect(table.issues.find(({ code }) => code === 'leading_zeros')).toMatchObject({
      severity: 'warning',
      values: { column: 'n', count: 1, example: '007' },
      remedies: [
        { kind: 'type', columns: ['n'], type: 'category' },
        { kind: 'type', columns: ['n'], type: 'number' },
      ],
    });
    const kept = await opened(await written(text), { reading: { types: { n: 'number' } } });
    expect(codes(kept.issues)).not.toContain('leading_zeros');
    const zip = await opened(await written(text), { reading: { types: { n: 'category' } } });
    expect((await zip.categories('n')).levels).toContain('007');
  });
});

describe('three digits behind one sign', () => {
  const cells = ['12.345', '678', '1.250', '90'];
  const text = lines('a;w', 40, (i) => `${cells[i % 4]};x`);
  it('in a table of semicolons are asked about, with the other reading as remedy', async () => {
    const table = await tableOf(text);
    expect((await table.numbers('a')).slice(0, 4)).toEqual(new Float64Array([12.345, 678, 1.25, 90]));
    const issue = table.issues.find(({ code }) => code === 'number_ambiguous');
    expect(issue).toMatchObject({
      severity: 'warning',
      values: { column: 'a', example: '12.345', value: 12.345, other: 12345 },
      remedies: [{ kind: 'format', columns: ['a'], format: { decimal: ',' } }],
    });
    const swapped = await opened(await written(text), { reading: { formats: { a: { decimal: ',' } } } });
    expect((await swapped.numbers('a')).slice(0, 4)).toEqual(new Float64Array([12345, 678, 1250, 90]));
    expect(codes(swapped.issues)).not.toContain('number_ambiguous');
  });

  const decided: [what: string, text: string][] = [
    ['in a table of commas', 'a,w\n12.345,x\n678,y\n'],
    ['beside a number with two decimals', 'a;w\n12.345;x\n678;y\n1.25;x\n'],
    ['beside a number below one', 'a;w\n12.345;x\n678;y\n0.125;x\n'],
    ['beside a decimal comma elsewhere', 'a;w\n12.345;1,5\n678;2,5\n'],
    ['beside a long number', 'a;w\n12.345;x\n67800;y\n'],
  ];
  it.each(decided)('%s are not', async (_what, content) => {
    expect(codes((await tableOf(content)).issues)).not.toContain('number_ambiguous');
  });

  it('are not asked about where a person chose the sign', async () => {
    const table = await opened(await written(text), { reading: { decimal: '.' } });
    expect(codes(table.issues)).not.toContain('number_ambiguous');
  });
});

describe('the decimal sign', () => {
  const read: [what: string, text: string, numbers: number[]][] = [
    ['a comma behind a zero', 'a;b\n0,125;1\n0,250;2\n', [0.125, 0.25]],
    ['a comma behind a zero, in quotes', 'a,b\n"0,125",1\n"0,250",2\n', [0.125, 0.25]],
    ['a point behind a zero', 'a;b\n0.125;1\n1.250;2\n', [0.125, 1.25]],
    ['groups beside it', 'a;b\n11.101;1\n1.201.301;2\n', [11_101, 1_201_301]],
    ['groups beside it, in a table of points', 'a;b\n11.101;1.5\n1.201.301;2.5\n', [11_101, 1_201_301]],
    ['groups in another column', 'a;b\n11.101;1\n12.201;1.201.301\n', [11_101, 12_201]],
    ['groups of commas in another column', 'a;b\n11,101;1\n12,201;1,201,301\n', [11_101, 12_201]],
    ['addresses in another column', 'a;b\n1.5;192.168.100.200\n2.5;192.168.100.7\n', [1.5, 2.5]],
  ];
  it.each(read)('is shown by %s', async (_what, text, numbers) => {
    const table = await tableOf(text);
    expect([...(await table.numbers('a'))]).toEqual(numbers);
    expect(codes(table.issues)).not.toContain('number_ambiguous');
  });

  it('of numbers is open where only addresses look grouped', async () => {
    const table = await tableOf('a;b\n11.101;192.168.100.200\n12.201;10.0.0.7\n');
    expect([...(await table.numbers('a'))]).toEqual([11.101, 12.201]);
    expect(codes(table.issues)).toContain('number_ambiguous');
  });
});

describe('1,23 among 1,234', () => {
  const among = (rows: number) =>
    `a;b\n${Array.from({ length: rows }, (_, i) => `1,${234 + i};${i % 7}.5`).join('\n')}\n1,23;5.5\n`;

  it('in a table of points is no number if there are few, which is said', async () => {
    const table = await tableOf(among(40));
    expect([...(await table.numbers('a')).slice(38)]).toEqual([1272, 1273, Number.NaN]);
    expect(table.issues.find(({ code }) => code === 'values_not_numeric')).toMatchObject({
      values: { column: 'a', count: 1, example: '1,23' },
    });
  });

  it('is a decimal comma if there are more, and that is asked about', async () => {
    const table = await tableOf(among(10));
    expect([...(await table.numbers('a')).slice(8)]).toEqual([1.242, 1.243, 1.23]);
    expect(table.issues.find(({ code }) => code === 'number_ambiguous')).toMatchObject({
      severity: 'warning',
      values: { column: 'a', example: '1,234', value: 1.234, other: 1234 },
      remedies: [{ kind: 'format', columns: ['a'], format: { decimal: '.' } }],
    });
  });
});

describe('a number that may stand for missing', () => {
  const asked: [what: string, cell: (row: number) => string, value: string, count: number][] = [
    ['-999 below numbers', (i) => (i % 20 === 3 ? '-999' : `${(i * 37) % 101}.5`), '-999', 10],
    ['9999 above numbers', (i) => (i % 40 === 3 ? '9999' : String((i * 37) % 101)), '9999', 5],
    ['99 above a scale', (i) => (i % 20 === 3 ? '99' : String(1 + (i % 5))), '99', 10],
    [
      '-9 below numbers that are never negative',
      (i) => (i % 20 === 3 ? '-9' : String((i * 37) % 101)),
      '-9',
      10,
    ],
    ['-999.0 as written', (i) => (i % 20 === 3 ? '-999.0' : `${(i * 37) % 101}.5`), '-999.0', 10],
  ];
  it.each(asked)('%s is asked about', async (_what, cell, value, count) => {
    const text = lines('v,w', 200, (i) => `${cell(i)},x${i % 3}`);
    const table = await tableOf(text);
    const issue = table.issues.find(({ code }) => code === 'missing_number');
    expect(issue).toMatchObject({ severity: 'warning', values: { column: 'v', value, count } });
    expect(issue?.remedies).toEqual([{ kind: 'format', columns: ['v'], format: { missing: [value] } }]);
    const read = await opened(await written(text), { reading: { formats: { v: { missing: [value] } } } });
    expect(column(read, 'v')).toMatchObject({ type: 'number', missing: count });
    expect(codes(read.issues)).not.toContain('missing_number');
    expect((await read.cells(3, 1))[0]?.[0]).toBe(value);
  });

  it('is not also said to need a logarithm', async () => {
    const text = lines('v,w', 200, (i) => `${i % 14 === 3 ? '9999' : 100 + ((i * 37) % 101)},x${i % 3}`);
    const said = codes((await tableOf(text)).issues);
    expect(said).toContain('missing_number');
    expect(said.filter((code) => ['column_skewed', 'column_outliers'].includes(code))).toEqual([]);
  });

  const left: [what: string, cell: (row: number) => string][] = [
    ['99 among ages', (i) => (i % 20 === 3 ? '99' : String(18 + ((i * 37) % 70)))],
    ['-999 only once', (i) => (i === 3 ? '-999' : String((i * 37) % 101))],
    ['-1 below counts', (i) => (i % 20 === 3 ? '-1' : String((i * 37) % 101))],
    ['-9 among negative numbers', (i) => (i % 20 === 3 ? '-9' : String(((i * 37) % 21) - 10))],
    ['a number that is no sentinel', (i) => (i % 20 === 3 ? '5000' : String((i * 37) % 101))],
  ];
  it.each(left)('%s is not', async (_what, cell) => {
    const table = await tableOf(lines('v,w', 200, (i) => `${cell(i)},x${i % 3}`));
    expect(codes(table.issues)).not.toContain('missing_number');
  });
});

it('many columns whose sign is open share one question', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const text = lines(names.join(';'), 30, (i) => names.map((_, k) => (i % 2 ? '12.345' : 600 + k)).join(';'));
  const table = await tableOf(text);
  expect(table.issues.filter(({ code }) => code.includes('ambiguous'))).toMatchObject([
    {
      code: 'numbers_ambiguous',
      values: { count: 4, columns: 'a, b, c, …' },
      remedies: [{ kind: 'format', columns: names, format: { decimal: ',' } }],
    },
  ]);
});
