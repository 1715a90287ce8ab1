// Who is ahead on many tables, by numbers that can be followed by hand.
import { expect, it } from 'vitest';
import { behind, changeOf, isLost, meanRanks, standardError, type TableScores } from './standings.js';

const price: TableScores = {
  file: 'price.csv',
  task: 'regression',
  scores: { ours: [2, 4], forest: [1, 5], linear: [3, 3] },
};
const kind: TableScores = {
  file: 'kind.csv',
  task: 'binary',
  scores: { ours: [0.9], forest: [0.9], linear: [0.8] },
};

it('a lower RMSE and a higher accuracy rank first, and equal scores share their ranks', () => {
  expect(meanRanks([price, kind], ['ours', 'forest', 'linear'])).toEqual({
    ours: (2 + 2 + 1.5) / 3,
    forest: (1 + 3 + 1.5) / 3,
    linear: (3 + 1 + 3) / 3,
  });
});

it('a table is lost by its mean over the splits: beyond 5 % of RMSE, or 2 points of accuracy', () => {
  expect(behind(price, 'ours', ['forest', 'linear'])).toBeCloseTo(0);
  expect(isLost(price, 'ours', ['forest', 'linear'])).toBe(false);
  const worse = (accuracy: number) => ({ ...kind, scores: { ...kind.scores, ours: [accuracy] } });
  expect(isLost(worse(0.885), 'ours', ['forest', 'linear'])).toBe(false);
  expect(isLost(worse(0.875), 'ours', ['forest', 'linear'])).toBe(true);
  expect(isLost({ ...price, scores: { ours: [10.6], forest: [10] } }, 'ours', ['forest'])).toBe(true);
});

it('a change is in percent of the RMSE, or in points of the error rate, and negative where it is better', () => {
  expect(changeOf({ ...price, scores: { old: [2], now: [1] } }, 'old', 'now')).toBeCloseTo(
    -100 * Math.log(2),
  );
  expect(changeOf({ ...kind, scores: { old: [0.8], now: [0.9] } }, 'old', 'now')).toBeCloseTo(-10);
});

it('the standard error of a mean is that of the values over the root of their number', () => {
  expect(standardError([1, 3])).toBeCloseTo(1);
  expect(standardError([5])).toBe(0);
});
