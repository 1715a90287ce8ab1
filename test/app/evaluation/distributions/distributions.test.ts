// Values of SciPy's norm, t and hypergeom (the quantiles of t: 1.16's), and sums that are written out.
import { describe, expect, it } from 'vitest';
import { fisher } from '../../../../app/evaluation/distributions/fisher.ts';
import { normalTails } from '../../../../app/evaluation/distributions/normal.ts';
import { studentQuantile, studentTails } from '../../../../app/evaluation/distributions/studentT.ts';

describe('the probability of a difference by chance', () => {
  it('is that of the normal distribution', () => {
    expect(normalTails(0)).toBe(1);
    expect(normalTails(1)).toBeCloseTo(0.317310507862914, 12);
    expect(normalTails(-1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(normalTails(3.7)).toBeCloseTo(0.000215599466954776, 15);
    expect(normalTails(6) / 1.973175290075e-9).toBeCloseTo(1, 9);
    expect(normalTails(40)).toBe(0);
  });

  it("is that of Student's t", () => {
    expect(studentTails(2, 10)).toBeCloseTo(0.0733880347707, 10);
    // With one degree of freedom it is Cauchy's: 1 - 2 atan(t) / pi.
    expect(studentTails(3, 1)).toBeCloseTo(1 - (2 * Math.atan(3)) / Math.PI, 12);
    expect(studentTails(2, 1e6)).toBeCloseTo(normalTails(2), 6);
    expect(studentTails(0, 5)).toBe(1);
  });

  it('is reached by so many standard errors', () => {
    expect(studentQuantile(0.05, 4)).toBeCloseTo(2.7764451, 6);
    expect(studentQuantile(0.05, 6)).toBeCloseTo(2.4469119, 6);
    expect(studentQuantile(0.05, 1e6)).toBeCloseTo(1.959966, 5);
  });

  it('is twice the smaller tail of drawing hits without replacement', () => {
    // 3 or 4 hits of 4 rows, of 20 rows with 5 hits: (C(5,3) C(15,1) + C(5,4)) / C(20,4).
    expect(fisher(3, 4, 5, 20)).toBeCloseTo((2 * (150 + 5)) / 4845, 12);
    // No hit: C(15,4) / C(20,4).
    expect(fisher(0, 4, 5, 20)).toBeCloseTo((2 * 1365) / 4845, 12);
    expect(fisher(1, 4, 5, 20)).toBe(1);
    expect(fisher(4, 4, 20, 20)).toBe(1);
  });

  it('is found for a million rows', () => {
    // Twice scipy's hypergeom.sf(2999, 1000000, 25000, 100000).
    expect(fisher(3_000, 100_000, 25_000, 1_000_000) / 2.9425590478996942e-25).toBeCloseTo(1, 6);
    expect(fisher(10_000, 100_000, 25_000, 1_000_000)).toBeLessThan(1e-300);
  });
});

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
  expect(studentQuantile(tail, freedom)).toBeCloseTo(expected, 8);
});
