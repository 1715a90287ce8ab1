// How single columns are written, as options of the command line.
import { describe, expect, it } from 'vitest';
import { type ReadingOptions, readingOf } from '../../../../../app/hosts/cli/options/readingOptions.ts';

const given: [what: string, options: ReadingOptions, formats: object][] = [
  ['a unit before', { unit: ['price=$#'] }, { price: { unit: { text: '$', before: true } } }],
  ['a unit behind', { unit: ['a=b=# kg'] }, { 'a=b': { unit: { text: 'kg', before: false } } }],
  ['no unit', { unit: ['price=none'] }, { price: { unit: null } }],
  ['a decimal sign', { decimalIn: ['price=comma'] }, { price: { decimal: ',' } }],
  [
    'several spellings of missing',
    { missingIn: ['age=-999', 'age=99'] },
    { age: { missing: ['-999', '99'] } },
  ],
  [
    'several settings of one column',
    { unit: ['t=#°C'], missingIn: ['t=-99'] },
    { t: { unit: { text: '°C', before: false }, missing: ['-99'] } },
  ],
];
describe('options of one column:', () => {
  it.each(given)('%s', (_what, options, formats) => expect(readingOf(options).formats).toEqual(formats));

  it('are left out of the reading where none is given', () => expect(readingOf({})).toEqual({}));

  const wrong: [options: ReadingOptions, sentence: RegExp][] = [
    [{ unit: ['price'] }, /--unit price: expected a column and its unit/],
    [{ unit: ['price=$'] }, /--unit price=\$: expected # for the number/],
    [{ unit: ['price=#'] }, /expected # for the number/],
    [{ decimalIn: ['price=x'] }, /--decimal-in price=x: Expected point or comma/],
    [{ missingIn: ['-999'] }, /--missing-in -999: expected a column and a spelling/],
  ];
  it.each(wrong)('%o is wrong usage', (options, sentence) =>
    expect(() => readingOf(options)).toThrow(sentence),
  );
});
