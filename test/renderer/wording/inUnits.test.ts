// Numbers on the page with the unit of their column.
import { expect, test } from 'vitest';
import { exactIn, measuredIn, unitsOf } from '../../../renderer/wording/inUnits.ts';

const dollars = { text: '$', before: true };
const kilograms = { text: 'kg', before: false };

test('a number has its unit as the file has it, and the page’s digits', () => {
  expect(measuredIn(dollars, 4)(-1234.56)).toBe('−$1,235');
  expect(exactIn(kilograms)(95.25)).toBe('95.25 kg');
  expect(measuredIn(undefined, 4)(95.25)).toBe('95.25');
});

test('what is no number has no unit', () => {
  expect(measuredIn(dollars)(Number.NaN)).toBe('–');
});

test('a column without a unit, or an unknown one, has none', () => {
  const unitOf = unitsOf([{ name: 'price', unit: dollars }, { name: 'age' }]);
  expect([unitOf('price'), unitOf('age'), unitOf('other')]).toEqual([dollars, undefined, undefined]);
});
