// Against SciPy 1.16 (scipy.stats.t.ppf); its numbers are written here.
import { expect, it } from 'vitest';
import { studentT } from '../../../../app/evaluation/repeats/studentT.ts';

it.each([
  [1, 0.05, 12.706204736174694],
  [2, 0.05, 4.302652729749462],
  [4, 0.05, 2.7764451051977934],
  [9, 0.05, 2.262157162798205],
  [99, 0.05, 1.9842169515864174],
  [1, 0.1, 6.313751514675037],
  [4, 0.1, 2.1318467863266495],
  [99, 0.1, 1.6603911560169906],
])('t with %i degrees of freedom exceeds its quantile with probability %d', (freedom, tail, expected) => {
  expect(studentT(tail, freedom)).toBeCloseTo(expected, 8);
});
