import { describe, expect, it } from 'vitest';
import { epochsFrom, rungCandidates, rungEpochs, survivors } from '../../../../app/model/search/rungs.ts';

describe('the rungs of a search', () => {
  it.each([
    [800, [45, 134, 400, 800]],
    [60, [4, 10, 30, 60]],
    [27, [5, 14, 27]],
    [12, [6, 12]],
    [3, [3]],
    [1, [1]],
  ])('of %i epochs end after %j', (epochs, ends) => {
    expect(rungEpochs(epochs)).toEqual(ends);
  });

  it.each([
    [24, [24, 8, 4, 4]],
    [200, [200, 67, 23, 8]],
    [9, [9, 4, 4, 4]],
    [2, [2, 2, 2, 2]],
    [1, [1, 1, 1, 1]],
  ])('of %i candidates have %j candidates', (candidates, counts) => {
    expect(rungCandidates(candidates, 4)).toEqual(counts);
  });

  it('never let more go on than there are', () => {
    for (let n = 1; n < 50; n++) expect(survivors(n)).toBeLessThanOrEqual(n);
  });

  it('train each candidate only for the epochs that a rung adds', () => {
    const ends = [45, 134, 400, 800];
    expect(epochsFrom(0, 24, ends)).toBe(24 * 45 + 8 * 89 + 4 * 266 + 4 * 400);
    expect(epochsFrom(1, 24, ends)).toBe(8 * 89 + 4 * 266 + 4 * 400);
    expect(epochsFrom(4, 24, ends)).toBe(0);
  });
});
