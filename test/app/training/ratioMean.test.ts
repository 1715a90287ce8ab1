// The mean of update-to-weight ratios over snapshots.
import { expect, it } from 'vitest';
import { RatioMean } from '../../../app/training/ratioMean.ts';

it('is null before the first ratios, and those of the first snapshot after it', () => {
  const mean = new RatioMean();
  mean.take(null);
  expect(mean.value).toBeNull();
  mean.take([0.001, null]);
  expect(mean.value).toEqual([0.001, null]);
});

it('stays within a factor of 1.3 where steps are twice and half as long by turns', () => {
  const mean = new RatioMean();
  for (let i = 0; i < 50; i++) mean.take([i % 2 === 0 ? 0.002 : 0.0005]);
  expect(mean.value![0]! / 0.001).toBeGreaterThan(1 / 1.3);
  expect(mean.value![0]! / 0.001).toBeLessThan(1.3);
});

it('follows where all steps become shorter', () => {
  const mean = new RatioMean();
  mean.take([0.1]);
  for (let i = 0; i < 50; i++) mean.take([0.001]);
  expect(mean.value![0]).toBeCloseTo(0.001, 6);
});

it('keeps what it knew of a layer whose ratio is not known for a while, and forgets it at a new beginning', () => {
  const mean = new RatioMean();
  mean.take([0.001]);
  mean.take([null]);
  mean.take([0]);
  expect(mean.value).toEqual([0.001]);
  mean.forget();
  expect(mean.value).toBeNull();
});
