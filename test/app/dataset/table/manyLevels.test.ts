// Many different values, with CHAINRULE_EXHAUSTIVE=1 more than a Map holds (2^24), and more than can be told apart.
import { expect, it } from 'vitest';
import { NumberDictionary } from '../../../../app/dataset/numbers/numberDictionary.ts';
import { levelsOfNumbers, requireFewLevels } from '../../../../app/dataset/table/levelsOfNumbers.ts';
import { ofAll, patient } from '../../../exhaustive.ts';

const beyondMap = 2 ** 24 + 2;
const many = ofAll(2 ** 20 + 2, beyondMap);

it(
  `numbers ${many} different numbers`,
  () => {
    const numbering = new NumberDictionary();
    for (let i = 0; i < many; i++) numbering.indexOf(i);
    expect(numbering.size).toBe(many);
    expect(numbering.indexOf(many - 1)).toBe(many - 1);
    expect(numbering.indexOf(7)).toBe(7);
    expect(numbering.find(0.25)).toBe(-1);
  },
  patient,
);

it('takes NaN for one number, and 0 and -0 for one', () => {
  const numbering = new NumberDictionary();
  const indices = [Number.NaN, -0, 0, Number.NaN, 1e300, -1e300].map((value) => numbering.indexOf(value));
  expect(indices).toEqual([0, 1, 1, 0, 2, 3]);
  expect([...numbering.numbers]).toEqual([Number.NaN, 0, 1e300, -1e300]);
});

it('orders the levels of numbers by value, each spelled shortest', async () => {
  const values = Float64Array.of(3, Number.NaN, -0, 10, 0, 3, -2.5);
  expect(await levelsOfNumbers(values, 'a')).toEqual({
    codes: Int32Array.of(2, -1, 1, 3, 1, 2, 0),
    levels: ['-2.5', '0', '3', '10'],
  });
});

const sentence =
  '"a" has more than 3 different values, too many for classes, groups or categories. Use it as a number, or ignore it.';

it('refuses more levels than can be told apart, of numbers and of texts', async () => {
  await expect(levelsOfNumbers(Float64Array.of(1, 2, 3, 4), 'a', 3)).rejects.toMatchObject({
    code: 'levels_too_many',
    message: sentence,
    values: { column: 'a', limit: 3 },
  });
  await expect(levelsOfNumbers(Float64Array.of(1, 2, 3, Number.NaN, 3), 'a', 3)).resolves.toBeDefined();
  expect(() => requireFewLevels('a', 4, 3)).toThrow(sentence);
  expect(() => requireFewLevels('a', 3, 3)).not.toThrow();
});
