// Numbers by rank: that they are asked for rightly. Their order is tested in test/native/ranked_numbers_test.cpp.
import { expect, it } from 'vitest';
import { loadAddon } from '../../../../app/engine/addon.ts';
import { loadEngine } from '../../../../app/engine/load.ts';

const addon = loadAddon();
const values = Float64Array.of(3, Number.NaN, -1, 3, 0, -0);

it('numbers are told by their ranks, NaN left out', async () => {
  const found = await loadEngine().rankNumbers(values, [0, 1, 2, 4]);
  expect(found).toEqual({ values: Float64Array.of(-1, -0, 0, 3), different: 3 });
});

it.each([
  [values, [5], 'ranks must be less than the 5 numbers; found 5.'],
  [values, [0.5], 'ranks[0] must be a whole number; found 0.5.'],
  [values, 3, 'ranks must be an array.'],
  [values, new Array(1_001).fill(0), 'ranks must have at most 1000 entries; found 1001.'],
  [Float32Array.of(1), [0], 'values must be a Float64Array.'],
])('ranks %j of %j are refused', (numbers, ranks, sentence) => {
  expect(() => addon.rankNumbers(numbers as never, ranks as never)).toThrow(sentence);
});
