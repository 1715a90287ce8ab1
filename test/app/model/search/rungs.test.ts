import { describe, expect, it } from 'vitest';
import { epochsFrom, rungCandidates, rungEpochs, survivors } from '../../../../app/model/search/rungs.ts';

describe('the rungs of a search', () => {
  it.each([
    [800, [30, 89, 267, 800]],
    [60, [3, 7, 20, 60]],
    [27, [3, 9, 27]],
    [12, [4, 12]],
    [3, [3]],
    [1, [1]],
  ])('of %i epochs end after %j', (epochs, ends) => {
    expect(rungEpochs(epochs)).toEqual(ends);
  });

  it.each([
    [24, [24, 8, 3, 3]],
    [200, [200, 67, 23, 8]],
    [9, [9, 3, 3, 3]],
    [2, [2, 2, 2, 2]],
    [1, [1, 1, 1, 1]],
  ])('of %i candidates have %j candidates', (candidates, counts) => {
    expect(rungCandidates(candidates, 4)).toEqual(counts);
  });

  it('never let more go on than there are', () => {
    for (let n = 1; n < 50; n++) expect(survivors(n)).toBeLessThanOrEqual(n);
  });

  it('train each candidate only for the epochs that a rung adds', () => {
    const ends = [30, 89, 267, 800];
    expect(epochsFrom(0, 24, ends)).toBe(24 * 30 + 8 * 59 + 3 * 178 + 3 * 533);
    expect(epochsFrom(1, 24, ends)).toBe(8 * 59 + 3 * 178 + 3 * 533);
    expect(epochsFrom(4, 24, ends)).toBe(0);
  });
});
