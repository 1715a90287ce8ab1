import { expect, test } from 'vitest';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { heights } from '../../../renderer/charts/race/racePaths.ts';
import { entrantNames, familyPreset, ratePreset } from '../../../renderer/panes/race/raceEntrants.ts';

const adam = newOptimizer('adam', { learningRate: 0.003 });

test('the preset of families keeps the numbers of the one that the spec has', () => {
  expect(familyPreset(adam).map(({ type }) => type)).toEqual(['sgd', 'momentum', 'rmsProp', 'adam']);
  expect(familyPreset(adam)[3]).toEqual(adam);
  expect(familyPreset(newOptimizer('lbfgs')).map(({ type }) => type)).toEqual([
    ...['lbfgs', 'sgd', 'momentum', 'rmsProp', 'adam'],
  ]);
});

test('the preset of rates is of one optimizer and stays within the limits', () => {
  expect(ratePreset(adam).map(({ learningRate }) => learningRate)).toEqual([0.0003, 0.003, 0.03]);
  const fast = newOptimizer('sgd', { learningRate: 900 });
  expect(ratePreset(fast).map(({ learningRate }) => learningRate)).toEqual([90, 900, 1_000]);
});

test('no two entrants have the same name', () => {
  expect(entrantNames([adam, newOptimizer('sgd')])).toEqual(['Adam 0.003', 'SGD 0.01']);
  const slow = newOptimizer('momentum', { momentum: 0.5 });
  const [usual, other] = entrantNames([newOptimizer('momentum'), slow]);
  expect(usual).not.toBe(other);
  expect(other).toContain('0.5');
  expect(entrantNames([adam, adam])).toEqual(['Adam 0.003 (1)', 'Adam 0.003 (2)']);
});

test('heights run from the lowest loss to the highest, and say what is not a number', () => {
  const [low, middle, high, none] = heights(Float32Array.of(2, 3, 102, Number.NaN));
  expect([low, high]).toEqual([0, 1]);
  // A hundredth of the way up in loss is a third of the way up in height.
  expect(middle).toBeGreaterThan(0.3);
  expect(none).toBeNaN();
  expect([...heights(Float32Array.of(4, 4))]).toEqual([0, 0]);
});
