// Numbers with a unit beside them: what a cell is split into, and that TypeScript and SQL read the same number from it.
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Unit } from '../../../../app/contract/table/unit.ts';
import { measured } from '../../../../app/dataset/values/measured.ts';
import {
  type CellFormat,
  missingSpellings,
  numberOf,
  numberSql,
} from '../../../../app/dataset/values/spelling.ts';

const split: [cell: string, unit: string | null, digits: string][] = [
  ['$1,200', '$ before', '1,200'],
  ['US$ 1,200.50', 'US$ before', '1,200.50'],
  ['-$5', '$ before', '5'],
  ['$-5', '$ before', '5'],
  ['($1,200)', '$ before', '1,200'],
  ['$(1,200)', '$ before', '1,200'],
  ['USD 5', 'USD before', '5'],
  ['5 USD', 'USD after', '5'],
  ['12.5%', '% after', '12.5'],
  ['-3 %', '% after', '3'],
  ['1.234,56 €', '€ after', '1.234,56'],
  ['1,234원', '원 after', '1,234'],
  ['3 개', '개 after', '3'],
  ['95kg', 'kg after', '95'],
  ['95 KG', 'kg after', '95'],
  ['21.5 °C', '°C after', '21.5'],
  ['120 km/h', 'km/h after', '120'],
  ['84m²', 'm² after', '84'],
  ['1\u202f858\u202f845,5 €', '€ after', '1\u202f858\u202f845,5'],
  ['1 858 845', null, '1 858 845'],
  ["105'007.50", null, "105'007.50"],
  ['(1,200)', null, '1,200'],
  ['1.200,50-', null, '1.200,50'],
  ['−5', null, '5'],
  ['△5', null, '5'],
  ['–5 kg', 'kg after', '5'],
  ['▲1,234원', '원 after', '1,234'],
  ['－１，２３４．５', null, '1,234.5'],
  ['.5 g', 'g after', '.5'],
];
describe('a cell is split into unit and digits:', () => {
  it.each(split)('%s', (cell, unit, digits) => {
    const found = measured(cell);
    const shown = found?.unit ? `${found.unit.text} ${found.unit.before ? 'before' : 'after'}` : null;
    expect([shown, found?.digits]).toEqual([unit, digits]);
  });

  const others = [
    ...[
      '3 rooms',
      'Room 3',
      'A1',
      'AB12',
      'No. 5',
      '#5',
      'N/A',
      '12-34',
      '5-7 kg',
      '2024-01-05',
      '10:30',
      '$',
      '%',
      '',
    ],
    ...[
      '1st',
      '4K',
      '5G',
      'v2',
      '10x',
      '1e',
      '5 kg 3',
      '€ 5 €',
      '(5',
      '5)',
      '--5',
      '3D',
      'kg 5',
      '% 5',
      '호 3',
      '3호',
    ],
  ];
  it.each(others)('not "%s"', (cell) => expect(measured(cell)).toBeNull());
});

/** Numbers of a fixed sequence: the same cells in each run. */
function* generated(): Generator<string> {
  let state = 7;
  const pick = <Item>(items: readonly Item[]): Item => {
    state = (state * 48_271) % 2_147_483_647;
    return items[state % items.length]!;
  };
  const digits = [
    '5',
    '0',
    '12',
    '678',
    '1234',
    '1,234',
    '1.234',
    '1 234',
    '1\u00a0234',
    "1'234",
    '1’234',
    '12,345.67',
  ];
  digits.push('12.345,67', '0.5', '0,5', '.5', '5.', '1e3', '1,23,456', '1.234.567', '1e400', '007', 'x', '');
  digits.push('１２３', '１，２３４．５', '1２.５');
  const units = [
    '$',
    '€',
    'USD',
    'usd',
    'kg',
    'KG',
    'Kg',
    '%',
    '원',
    'm',
    'M',
    'kr.',
    'km/h',
    '$$',
    'pounds',
    '',
  ];
  const gaps = ['', ' ', '\u00a0', '\u202f', '  ', '\u3000', '\ufeff\t'];
  const signs = ['', '', '-', '−', '+', '--', '△', '–', '－'];
  const opens: [string, string][] = [
    ['', ''],
    ['', ''],
    ['(', ')'],
    ['(', ''],
    ['', '-'],
    [' ', ' '],
  ];
  for (let k = 0; k < 6_000; k++) {
    const [open, close] = pick(opens);
    const number = pick(digits);
    const before = pick([true, false]);
    const unit = pick(units);
    const inside = before
      ? pick(signs) + unit + pick(gaps) + pick(signs) + number
      : pick(signs) + number + pick(gaps) + unit;
    yield pick([open + inside + close, unit + open + number + close, open + number + close + unit]);
  }
}

const format = (rest: Partial<CellFormat>): CellFormat => ({
  ...{ decimal: '.', thousands: ',', missing: missingSpellings },
  ...rest,
});
const unit = (text: string, before = false): Unit => ({ text, before });
const formats: [what: string, format: CellFormat][] = [
  ['plain numbers', format({})],
  ['plain numbers with commas', format({ decimal: ',', thousands: '.' })],
  ['dollars', format({ unit: unit('$', true), accounting: true })],
  ['dollars without brackets', format({ unit: unit('$', true) })],
  ['codes of currencies', format({ unit: unit('USD', true), accounting: true })],
  ['euros behind commas', format({ unit: unit('€'), decimal: ',', thousands: '.', accounting: true })],
  ['kilograms', format({ unit: unit('kg') })],
  ['metres, not millions', format({ unit: unit('m') })],
  ['percent between spaces', format({ unit: unit('%'), thousands: ' ', decimal: ',' })],
  ['crowns', format({ unit: unit('kr.', true), thousands: "'" })],
  ['won', format({ unit: unit('원'), thousands: null })],
  ['a unit of its own', format({ unit: unit('pounds'), accounting: true })],
  ['brackets', format({ accounting: true })],
  ['brackets behind commas', format({ accounting: true, decimal: ',', thousands: '.' })],
  ['full-width digits', format({ wide: true })],
  ['full-width digits in kilograms', format({ unit: unit('kg'), wide: true, accounting: true })],
  ['a missing number', format({ unit: unit('kg'), missing: new Set(['12kg', '5']) })],
];

describe('TypeScript and SQL read the same number:', () => {
  const cells = [...new Set(generated())];
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => instance.closeSync());

  it.each(formats)('%s', async (_what, form) => {
    const connection = await instance.connect();
    await connection.run('CREATE OR REPLACE TABLE cells (i INTEGER, c VARCHAR)');
    const rows = cells.map((cell, i) => `(${i}, '${cell.replaceAll("'", "''")}')`);
    await connection.run(`INSERT INTO cells VALUES ${rows}`);
    const sql = numberSql('c', form, { commas: true, underscores: true });
    const found = (await connection.runAndReadAll(`SELECT ${sql} FROM cells ORDER BY i`)).getRows();
    const missing = (cell: string) => form.missing.has(cell.trim().toLowerCase());
    const differing = cells.flatMap((cell, i) => {
      const value = missing(cell) ? null : numberOf(cell, form);
      const inSql = found[i]![0] as number | null;
      return value === inSql || !Number.isFinite(value ?? inSql) ? [] : [[cell, value, inSql]];
    });
    connection.disconnectSync();
    expect(differing).toEqual([]);
    expect(found.filter(([value]) => value !== null).length).toBeGreaterThan(20);
  });
});
