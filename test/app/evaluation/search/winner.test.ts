import { describe, expect, it } from 'vitest';
import { chooseWinner, difference } from '../../../../app/evaluation/search/winner.ts';

const score = (...folds: number[]) => ({
  mean: folds.reduce((sum, value) => sum + value, 0) / folds.length,
  error: null,
  folds,
});

describe('the winner of a search', () => {
  it('is the smaller of two that are within one standard error of their paired difference', () => {
    const large = { index: 0, parameters: 9_473, score: score(1, 2, 3) };
    const small = { index: 1, parameters: 641, score: score(1.3, 1.9, 3.1) };
    expect(chooseWinner([large, small], 0.5)).toMatchObject({ candidate: 1, best: 0, asGood: [0] });
  });

  it('is the best where the difference is a large share of its score, however much the folds differ', () => {
    const large = { index: 0, parameters: 9_473, score: score(1, 2, 3) };
    const small = { index: 1, parameters: 641, score: score(1.3, 1.9, 3.1) };
    expect(chooseWinner([large, small], 0.01)).toMatchObject({ candidate: 0, asGood: [] });
  });

  it('is the best where the difference is larger than its standard error, however much the folds differ', () => {
    const large = { index: 0, parameters: 9_473, score: score(1, 20, 300) };
    const small = { index: 1, parameters: 641, score: score(1.5, 20.5, 300.5) };
    expect(chooseWinner([large, small], 0.5)).toMatchObject({ candidate: 0, best: 0, asGood: [] });
  });

  it('has a real lead where it is ahead by more than the standard error', () => {
    const first = { index: 0, parameters: 10, score: score(1, 2, 3) };
    const second = { index: 1, parameters: 5, score: score(2, 3, 4.1) };
    const { lead } = chooseWinner([first, second], 0.5)!;
    expect(lead).toMatchObject({ over: 1, isReal: true });
    expect(lead!.value).toBeCloseTo(1.0333, 3);
  });

  it('is behind the best where a smaller one does as well, and has no real lead then', () => {
    const large = { index: 0, parameters: 9_473, score: score(1, 2, 3) };
    const small = { index: 1, parameters: 641, score: score(1.3, 1.9, 3.1) };
    const { lead } = chooseWinner([large, small], 0.5)!;
    expect(lead!.value).toBeLessThan(0);
    expect(lead!.isReal).toBe(false);
  });

  it('is the first of two that are equal', () => {
    const one = { index: 3, parameters: 5, score: score(1, 2) };
    expect(chooseWinner([{ ...one, index: 4 }, one], 0.5)).toMatchObject({ candidate: 3 });
  });

  it('has no lead without another, and there is none without candidates', () => {
    expect(chooseWinner([{ index: 0, parameters: 1, score: score(1) }], 0.5)).toMatchObject({ lead: null });
    expect(chooseWinner([], 0.5)).toBeNull();
  });

  it('differs from another by the mean of the differences over the folds', () => {
    expect(difference(score(2, 4), score(1, 2))).toEqual({ value: 1.5, error: 0.5 });
  });
});
