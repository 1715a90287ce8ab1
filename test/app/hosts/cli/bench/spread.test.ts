import { describe, expect, it } from 'vitest';
import { percent, spreadOf } from '../../../../../app/hosts/cli/bench/spread.ts';

describe('the spread of times', () => {
  it.each([
    [[2], { median: 2, best: 2, worst: 2, spread: 0 }],
    [[3, 1], { median: 2, best: 1, worst: 3, spread: 0.5 }],
    [[5, 1, 4, 2, 3], { median: 3, best: 1, worst: 5, spread: 2 / 3 }],
  ])('of %j', (times, expected) => {
    expect(spreadOf(times)).toEqual(expected);
  });

  it('has two digits as a person reads it', () => {
    expect([0.0044, 0.0994, 0.0995, 0.823].map(percent)).toEqual(['0.4%', '9.9%', '10%', '82%']);
  });
});
