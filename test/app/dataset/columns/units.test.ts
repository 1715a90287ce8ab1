// Columns of numbers with a unit, in brackets or in groups of digits: what they are read as, and what is said about it.
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../../app/contract/table/reading.ts';
import { codes, column, lines, opened, tableOf, written } from '../writtenTable.ts';

const quote = (cell: string) => (/[";\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A `;` table with the cells, repeated to at least `rows` rows, beside a column of words. */
async function tableWith(cells: string[], reading: Reading = {}, rows = 0, name = 'v') {
  const count = Math.max(cells.length, Math.ceil(rows / cells.length) * cells.length);
  const text = lines(`${name};w`, count, (i) => `${quote(cells[i % cells.length]!)};${'abc'[i % 3]}`);
  return opened(await written(text), { reading });
}

describe('numbers with a sign are numbers:', () => {
  const cases: [what: string, cells: string[], unit: string | null, values: number[]][] = [
    ['dollars', ['$1,200', '$350.50', '-$5', '$0'], '$ before', [1200, 350.5, -5, 0]],
    ['percent', ['12.5%', '3%', '-0.25 %'], '% after', [12.5, 3, -0.25]],
    ['euros behind', ['1.234,56 €', '99,00 €', '12 €'], '€ after', [1234.56, 99, 12]],
    ['euros in groups alone', ['1.200 €', '850 €', '2.450 €'], '€ after', [1200, 850, 2450]],
    ['won', ['1,234원', '50,000원', '900원'], '원 after', [1234, 50000, 900]],
    ['a code of a currency', ['USD 5', 'USD 1,250', 'USD 7.25'], 'USD before', [5, 1250, 7.25]],
    ['kilograms', ['95kg', '80.5kg', '102 kg'], 'kg after', [95, 80.5, 102]],
    ['upper and lower case', ['95kg', '80 Kg', '95kg', '70KG'], 'kg after', [95, 80, 95, 70]],
    ['degrees', ['21.5 °C', '-3 °C', '−4.5 °C'], '°C after', [21.5, -3, -4.5]],
    ['counters', ['3개', '12개', '1개'], '개 after', [3, 12, 1]],
    ['groups by spaces everywhere', ['1 858 845', '2 100 000', '990 001'], null, [1858845, 2100000, 990001]],
    ['groups by apostrophes', ["105'007.50", "1'200.00", "99'000.25"], null, [105007.5, 1200, 99000.25]],
    ['brackets', ['(1,200)', '3,400', '15', '(2)'], null, [-1200, 3400, 15, -2]],
    ['brackets around dollars', ['($1,200)', '$3,400', '$(15)'], '$ before', [-1200, 3400, -15]],
    ['a sign behind', ['1.234,50-', '20,00', '7,25-'], null, [-1234.5, 20, -7.25]],
    ['triangles of accounts', ['△1,200', '3,400', '▲15', '▲ 2.5'], null, [-1200, 3400, -15, -2.5]],
    ['triangles before a unit', ['△1,200원', '3,400원', '▲15원'], '원 after', [-1200, 3400, -15]],
    ['an en dash as minus', ['–1.5', '3.5', '–20'], null, [-1.5, 3.5, -20]],
    ['full-width digits', ['１２３', '－４．５', '１，２００'], null, [123, -4.5, 1200]],
    ['full-width digits with a unit', ['１２３円', '４，５６７円', '8円'], '円 after', [123, 4567, 8]],
    [
      'groups as in India',
      ['1,23,456', '12,34,56,789.50', '7,000', '345'],
      null,
      [123456, 123456789.5, 7000, 345],
    ],
    ['rupees', ['₹1,23,456', '₹99,999', '₹12'], '₹ before', [123456, 99999, 12]],
    ['zero without a sign', ['$5', '0', '$7', '0', '0', '$8'], '$ before', [5, 0, 7, 0, 0, 8]],
  ];
  it.each(cases)('%s', async (_what, cells, unit, values) => {
    const table = await tableWith(cells);
    const { unit: found, type } = column(table, 'v');
    expect(type).toBe('number');
    expect(found ? `${found.text} ${found.before ? 'before' : 'after'}` : null).toBe(unit);
    expect([...(await table.numbers('v'))]).toEqual(values);
    expect((await table.cells(0, 9)).map(([cell]) => cell)).toEqual(cells);
  });

  it('triangles that point up and down stay text: they are changes, not accounts', async () => {
    const table = await tableWith(['▲1.5', '▼2.5', '▲3', '▼4'], {}, 40);
    expect(column(table, 'v').type).toBe('category');
  });

  it('the unit and an example are said, and taken back the column is text as before', async () => {
    const table = await tableWith(['$1,200', '$350', '$15.5'], {}, 30);
    const issue = table.issues.find(({ code }) => code === 'numbers_with_unit');
    expect(issue).toMatchObject({
      severity: 'info',
      message: '"v": numbers in $; "$1,200" is read as 1200.',
      values: { column: 'v', unit: '$', example: '$1,200', value: 1200 },
      remedies: [{ kind: 'format', columns: ['v'], format: { unit: null } }],
    });
    const back = await tableWith(['$1,200', '$350', '$15.5'], { formats: { v: { unit: null } } }, 30);
    expect(column(back, 'v')).toMatchObject({ type: 'category', distinct: 3 });
    expect(column(back, 'v').unit).toBeUndefined();
    expect(codes(back.issues)).not.toContain('numbers_with_unit');
  });

  it('in a comma table too, where cells with a comma are quoted', async () => {
    const table = await tableOf('price,w\n"$1,200",a\n$350,b\n"$15,000.50",c\n');
    expect([...(await table.numbers('price'))]).toEqual([1200, 350, 15000.5]);
  });

  it('beside words for missing, and a few words that are none', async () => {
    const table = await tableWith([...Array.from({ length: 38 }, (_, i) => `${i}.5%`), 'N/A', 'oops']);
    expect(column(table, 'v')).toMatchObject({ type: 'number', missing: 2, distinct: 38 });
    expect(table.issues.find(({ code }) => code === 'values_not_numeric')?.values).toEqual({
      ...{ column: 'v', count: 1, example: 'oops' },
    });
  });

  it('of more different cells than are looked at one by one', async () => {
    const table = await tableOf(lines('price;w', 9_000, (i) => `$${(1_000 + i).toLocaleString('en')};x`));
    expect(column(table, 'price')).toMatchObject({ type: 'number', min: 1_000, max: 9_999, missing: 0 });
  });

  it('a few numbers without the unit are read with it, with a warning', async () => {
    const cells = Array.from({ length: 40 }, (_, i) => (i === 7 ? '300' : `${i + 1}kg`));
    const table = await tableWith(cells);
    expect(column(table, 'v')).toMatchObject({ type: 'number', max: 300 });
    expect(table.issues.find(({ code }) => code === 'numbers_without_unit')).toMatchObject({
      ...{ severity: 'warning', values: { column: 'v', count: 1, unit: 'kg' } },
    });
  });

  it('brackets among numbers are negative, even where they are few', async () => {
    const cells = Array.from({ length: 50 }, (_, i) => (i === 9 ? '(1,200)' : String(i * 10)));
    const table = await tableWith(cells);
    expect(column(table, 'v')).toMatchObject({ type: 'number', min: -1200, missing: 0 });
    expect(codes(table.issues)).toContain('numbers_marked');
  });
});

it('as levels, numbers with a unit are the cells as written', async () => {
  const table = await tableWith(['5%', '10 %', '5%', '2.5%'], {}, 40);
  expect(column(table, 'v').type).toBe('number');
  expect((await table.categories('v')).levels).toEqual(['10 %', '2.5%', '5%']);
});

it('a unit that a person names is that of plain numbers, too, which stay where they are', async () => {
  const table = await tableWith(['5.1', '4.9', '7'], {
    formats: { v: { unit: { text: 'cm', before: false } } },
  });
  expect(column(table, 'v')).toMatchObject({ type: 'number', unit: { text: 'cm', before: false }, max: 7 });
  expect((await table.categories('v')).levels).toEqual(['4.9', '5.1', '7']);
});

describe('text stays text:', () => {
  const cases: [what: string, cells: string[], name?: string][] = [
    ['words behind a number', ['3 rooms', '2 rooms', '5 rooms']],
    ['words before a number', ['Room 3', 'Room 4', 'Room 12']],
    ['names of cells', ['A1', 'A2', 'A10']],
    ['ids', ['AB12', 'AB13', 'AB7']],
    ['numbers of something', ['No. 5', 'No. 12', 'No. 7']],
    ['seats', ['1A', '2A', '12A']],
    ['seats in two rows', ['1A', '2B', '12A', '3B']],
    ['leading zeros', ['007kg', '012kg', '001kg']],
    ['marks of footnotes', ['(1)', '(2)', '(3)']],
    ['telephone numbers', ['010 123 456', '010 555 777', '010 999 000']],
    ['telephone numbers without a zero', ['612 345 678', '698 765 432', '655 443 221']],
    ['postal codes by their name', ['560 001', '560 102', '110 003'], 'postal code'],
    ['ranges', ['5-7 kg', '8-9 kg', '1-2 kg']],
    ['versions', ['1.2.3', '1.10.0', '2.0.1']],
    ['thousands of followers in two units', ['1.2K', '3M', '12K']],
  ];
  it.each(cases)('%s', async (_what, cells, name = 'v') => {
    const table = await tableWith(cells, {}, 30, name);
    expect(column(table, name).type).not.toBe('number');
    expect(column(table, name).unit).toBeUndefined();
  });

  it('where units differ, which is said', async () => {
    const table = await tableWith(['5 kg', '300 g', '7 kg', '20 g'], {}, 40);
    expect(column(table, 'v').type).toBe('category');
    expect(table.issues.find(({ code }) => code === 'units_differ')).toMatchObject({
      ...{ severity: 'warning', values: { column: 'v', first: 'g', second: 'kg' } },
    });
  });

  it('where many numbers have no unit, which is said and can be read with it', async () => {
    const cells = ['5%', '0.3', '7%', '0.45', '12%'];
    const table = await tableWith(cells, {}, 40);
    expect(column(table, 'v').type).toBe('category');
    const issue = table.issues.find(({ code }) => code === 'unit_partly');
    expect(issue?.remedies).toEqual([
      { kind: 'format', columns: ['v'], format: { unit: { text: '%', before: false } } },
    ]);
    const read = await tableWith(cells, { formats: { v: { unit: { text: '%', before: false } } } }, 40);
    expect(column(read, 'v')).toMatchObject({ type: 'number', unit: { text: '%', before: false }, max: 12 });
    const asked = await tableWith(cells, { types: { v: 'number' } }, 40);
    expect(column(asked, 'v')).toMatchObject({ type: 'number', missing: 0 });
  });
});

describe('a type that a person chose', () => {
  it('number reads a column with units as numbers, without losing a cell', async () => {
    const table = await tableWith(['$1,200', '$350', '$15'], { types: { v: 'number' } }, 120);
    expect(column(table, 'v')).toMatchObject({ type: 'number', missing: 0, max: 1200 });
  });

  it('number that would lose most cells is told', async () => {
    const table = await tableWith(['5 kg', '300 g', '7 apples'], { types: { v: 'number' } }, 120);
    expect(table.issues.find(({ code }) => code === 'column_not_numbers')?.values).toMatchObject({
      ...{ column: 'v', count: 120 },
    });
  });

  it('category keeps the cells as they are written', async () => {
    const table = await tableWith(['$5', '$10', '$20'], { types: { v: 'category' } }, 30);
    expect(column(table, 'v')).toMatchObject({ type: 'category', found: 'number' });
    expect((await table.categories('v')).levels).toEqual(['$10', '$20', '$5']);
    expect(codes(table.issues)).not.toContain('numbers_with_unit');
  });
});

it('a column with another decimal sign than the file is read by its own', async () => {
  const table = await tableOf('a;b;c\n1,5;3.25;x\n2,75;12.5;y\n3,25;0.125;x\n4,5;1.75;y\n7,5;9.5;x\n');
  expect([...(await table.numbers('a'))]).toEqual([1.5, 2.75, 3.25, 4.5, 7.5]);
  expect([...(await table.numbers('b'))]).toEqual([3.25, 12.5, 0.125, 1.75, 9.5]);
  expect(codes(table.issues)).toContain('numbers_marked');
});

it('many columns with units share one finding, whose remedy reads all of them as text', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const table = await tableOf(
    lines(names.join(';'), 30, (i) => names.map((_, k) => `${i + k}.5 kg`).join(';')),
  );
  expect(codes(table.issues)).not.toContain('numbers_with_unit');
  expect(table.issues.find(({ code }) => code === 'columns_with_units')).toMatchObject({
    message: '5 columns are numbers with a unit: a (kg), b (kg), c (kg), …',
    remedies: [{ kind: 'format', columns: names, format: { unit: null } }],
  });
});
