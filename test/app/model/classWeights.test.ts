import { expect, it } from 'vitest';
import { classWeightsOf } from '../../../app/model/classWeights.ts';

it('balanced weighs each class the same in all, and a row 1 in the mean', () => {
  const learned = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2];
  // scikit-learn's compute_class_weight('balanced'): 10 / (3 * rows).
  expect(classWeightsOf('balanced', learned, 3)).toEqual(Float64Array.of(10 / 18, 10 / 6, 10 / 6));
  const weights = classWeightsOf('balanced', learned, 3)!;
  expect(learned.reduce((sum, index) => sum + weights[index]!, 0)).toBeCloseTo(10, 12);
});

it('a class that no training row has weighs as if one had it', () => {
  expect(classWeightsOf('balanced', [0, 0, 1, 1], 3)).toEqual(Float64Array.of(4 / 6, 4 / 6, 4 / 3));
});

it('none are none, and given ones are taken', () => {
  expect(classWeightsOf('none', [0, 1], 2)).toBeNull();
  expect(classWeightsOf([1, 5], [0, 1], 2)).toEqual(Float64Array.of(1, 5));
});
