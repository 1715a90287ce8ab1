// How a number is written with the unit of its column.
import { expect, it } from 'vitest';
import { sharedUnit, type Unit, withUnit } from '../../../app/contract/table/unit.ts';

const before = (text: string): Unit => ({ text, before: true });
const after = (text: string): Unit => ({ text, before: false });

const written: [number: string, unit: Unit | undefined, text: string][] = [
  ['1,200', before('$'), '$1,200'],
  ['-5', before('$'), '-$5'],
  ['−5', before('€'), '−€5'],
  ['+5', before('$'), '+$5'],
  ['5', before('USD'), 'USD 5'],
  ['-5', before('kr.'), '-kr. 5'],
  ['5', before('R$'), 'R$5'],
  ['12.5', after('%'), '12.5%'],
  ['90', after('°'), '90°'],
  ['1,234', after('원'), '1,234원'],
  ['3', after('개'), '3개'],
  ['500', after('円'), '500円'],
  ['95', after('kg'), '95 kg'],
  ['-3', after('°C'), '-3 °C'],
  ['5', after('€'), '5 €'],
  ['84', after('m²'), '84 m²'],
  ['7', undefined, '7'],
];
it.each(written)('%s of %o is %s', (number, unit, text) => expect(withUnit(number, unit)).toBe(text));

it('several columns share a unit only if all have it', () => {
  expect(sharedUnit([before('$'), before('$')])).toEqual(before('$'));
  expect(sharedUnit([before('$'), after('$')])).toBeUndefined();
  expect(sharedUnit([before('$'), undefined])).toBeUndefined();
  expect(sharedUnit([])).toBeUndefined();
});
