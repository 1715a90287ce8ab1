import { describe, expect, it } from 'vitest';
import { FormulaCells } from '../../../app/export/formulaCells.ts';

const formulas = [
  '=1+1',
  '=cmd|"/c calc"!A0',
  '+1+1',
  '+82-10-1234-5678',
  '-1+1',
  '-A1',
  '-inf',
  '- item',
  '-2+3+cmd|" /C calc"!A0',
  '@SUM(1)',
  '\t=1',
  '\r=1',
];
const others = [
  ...['', 'a=1', ' =1', "'=1", '1-2', '(5)', '−5'],
  ...['-', '--', '+', '-5', '+5', '-.5', '-5.', '-1e-7', '+1E+5', '-1,234.5', '-1.234,5', "-1'000"],
  ...['-5 kg', '-5%', '-$5', '-US$ 5', '-5 €', '- 5', '-5 km/h', '-5 m2', '-5원', '-KRW 5'],
];

describe('a cell', () => {
  it.each(formulas)('%j begins a formula and gets an apostrophe', (text) => {
    const cells = new FormulaCells();
    expect(cells.cell(text)).toBe(`'${text}`);
    expect(cells.count).toBe(1);
  });

  it.each(others)('%j stays as it is', (text) => {
    const cells = new FormulaCells();
    expect(cells.cell(text)).toBe(text);
    expect(cells.count).toBe(0);
  });

  it('that is missing stays missing', () => {
    expect(new FormulaCells().cell(null)).toBe(null);
  });
});

describe('a line', () => {
  const field = (text: string, delimiter: string) =>
    text.includes('"') || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

  it.each([',', ';', '|', '\t'])('with the delimiter %j becomes what its cells become', (delimiter) => {
    const texts = [...formulas, ...others, 'a "b"', '"=1"', `a${delimiter}=b`, `=a${delimiter}b`, '=a"b'];
    for (const first of texts)
      for (const second of texts) {
        const [alone, whole] = [new FormulaCells(), new FormulaCells(delimiter)];
        const row = [first, second, 'end'];
        const line = row.map((text) => field(text, delimiter)).join(delimiter);
        const wanted = row.map((text) => field(alone.cell(text), delimiter)).join(delimiter);
        expect(whole.line(line)).toBe(wanted);
        expect(whole.count).toBe(alone.count);
      }
  });

  it('that does not close its quotes keeps its text', () => {
    expect(new FormulaCells().line('=a,"b')).toBe('\'=a,"b');
  });
});
