// The programs read the cells of a table as the app does: numbers, dates in each order of their parts, and what is missing.
import { describe, expect, it } from 'vitest';
import { dateParts } from '../../../../app/contract/spec/columnPreparation.ts';
import { dateOf, type First } from '../../../../app/dataset/values/dates.ts';
import {
  type CellFormat,
  isMissing,
  numberOf,
  usualFormat,
} from '../../../../app/dataset/values/spelling.ts';
import { pythonProgram } from '../../../../app/export/python/program.ts';
import { inFolder, type Python, pythonsWith, runPython } from './pythons.ts';

const pythons = pythonsWith('numpy');
const cells = { name: 'cells.py', bytes: pythonProgram('predict', ['cells'], {}) };

/** What an expression in `cell` gives for each text, of the cells' piece alone. */
async function each(python: Python, expression: string, texts: string[]): Promise<unknown[]> {
  const script = `
import json, math, re, sys
text = open("cells.py", encoding="utf-8").read()
begin = text.index("# What the text of a cell means")
end = text.index("TENSORS, METADATA = read_npz")
exec("import calendar\\nimport datetime\\nimport unicodedata\\n" + text[begin:end])
plain = lambda x: {k: plain(v) for k, v in x.items()} if isinstance(x, dict) else None if isinstance(x, float) and math.isnan(x) else x
print(json.dumps([plain(${expression}) for cell in json.loads(sys.stdin.read())]))`;
  const { stdout, stderr } = await inFolder([cells], (folder) =>
    runPython(python, folder, ['-c', script], JSON.stringify(texts)),
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const numbers = [
  '1',
  '-1.5',
  '+2',
  ' 3 ',
  '.5',
  '5.',
  '1e3',
  '-1.2E-3',
  '1,234',
  '1,234.5',
  '12,34,567',
  '0,125',
  '1.234',
  '1.234,5',
  "1'234",
  '1 234',
  '12,5',
  '1,5',
  '1.5.5',
  '1_000',
  'abc',
  '',
  'NA',
  '-',
  '.',
  '?',
  '1e400',
  '4e38',
  '3.4e38',
  'inf',
  'nan',
  '0x10',
  '１２',
  '\u00a07\u3000',
  '--',
  '1e',
  'e5',
  '1,23',
];
const dates = [
  '2024-05-06',
  '2024/5/6',
  '2024.05.06',
  '2024.05.06.',
  '2024-05',
  '2024',
  '20240506',
  '20241350',
  '03/04/05',
  '03/04/2005',
  '3.4.2005',
  '31-12-1999',
  '13/01/2000',
  '01/13/2000',
  '2024-02-29',
  '2023-02-29',
  '29.2.2000',
  'May 6',
  'May 6, 2024',
  'may 6 2024',
  'Sept. 2024',
  '6 May 2024',
  '6-May-24',
  '06 december 69',
  '6 Foo 2024',
  '2024년 5월 6일',
  '2024년',
  '2024년 13월',
  '10:30',
  '10:30:15.5',
  '24:00',
  '오후 3:05',
  '오전 12:00',
  '3:05 pm',
  '12:00 a.m.',
  '13:00 pm',
  '2024-05-06 10:30',
  '2024-05-06T10:30:00Z',
  '2024-05-06T10:30:00+09:00',
  '2024-05-06 10:30 -0530',
  '1969-12-31 23:59',
  '0000-01-01',
  '9999-12-31',
  'x',
  '',
  'NA',
  '99/1/2',
  '70/1/2',
  '69/12/31',
];

describe.each(pythons)('with $name', (python) => {
  it.each([
    ['a point', '.', null],
    ['a decimal comma', ',', '.'],
    ['spaces between groups', '.', ' '],
    ['apostrophes between groups', '.', "'"],
  ] as [string, CellFormat['decimal'], CellFormat['thousands']][])(
    'numbers with %s',
    async (_, decimal, thousands) => {
      const format = { ...usualFormat, decimal, thousands: thousands ?? usualFormat.thousands };
      const expected = numbers.map((text) => {
        const value = isMissing(text) ? null : numberOf(text, format);
        return value === null || Math.abs(value) > 3.4028234663852886e38 ? null : value;
      });
      const form = `NumberForm(${JSON.stringify(decimal)}, ${thousands === null ? 'None' : JSON.stringify(thousands)})`;
      const found = await each(python, `float(number_of(cell, ${form}))`, numbers);
      expect(Object.fromEntries(numbers.map((text, k) => [text, found[k]]))).toEqual(
        Object.fromEntries(numbers.map((text, k) => [text, expected[k]])),
      );
    },
  );

  it('numbers with a unit', async () => {
    const texts = ['$5', '-$5', '$-5', '5', '$ 1,200', '95 kg', '95kg', '-95 KG'];
    const before = await each(
      python,
      'number_of(cell, NumberForm(unit={"text": "$", "before": True}))',
      texts.slice(0, 5),
    );
    const after = await each(
      python,
      'number_of(cell, NumberForm(unit={"text": "kg", "before": False}))',
      texts.slice(5),
    );
    expect([before, after]).toEqual([
      [5, -5, -5, 5, 1200],
      [95, 95, -95],
    ]);
  });

  it.each(['day', 'month', 'year'] as First[])('dates that begin with the %s', async (first) => {
    const found = await each(python, `date_parts(cell, "${first}")`, dates);
    for (const [k, text] of dates.entries()) {
      const date = isMissing(text) ? null : dateOf(text, first);
      const parts = dateParts.map((part) => [
        part,
        date === null || Number.isNaN(date[part]) ? null : date[part],
      ]);
      expect([text, found[k]]).toEqual([text, Object.fromEntries(parts)]);
    }
  });
});
