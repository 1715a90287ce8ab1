import { describe, expect, test } from 'vitest';
import { nearestStop, thresholdStops } from '../../../app/contract/run/threshold.ts';
import { binsOf, cheapestStop, costAt, outcomeAt } from '../../../renderer/panes/results/thresholdCosts.ts';
import { curveMarks } from '../../../renderer/screens/evaluation/good/curves/curveMarks.ts';

const above = (scores: number[]) =>
  thresholdStops.map((stop) => scores.filter((score) => score > stop).length);
function counted(positives: number[], negatives: number[]) {
  return {
    ...{ positives: positives.length, negatives: negatives.length },
    ...{ found: above(positives), falseAlarms: above(negatives) },
  };
}
const rows = counted([0.9, 0.7, 0.3], [0.6, 0.2, 0.1, 0.05]);

describe('the outcome of a threshold', () => {
  test('counts what is found, missed and falsely taken', () => {
    expect(outcomeAt(rows, nearestStop(0.5))).toEqual({
      ...{ found: 2, missed: 1, falseAlarms: 1 },
      ...{ precision: 2 / 3, recall: 2 / 3 },
    });
  });

  test('has no precision where no row is selected, and no recall where no row has the class', () => {
    expect(outcomeAt(rows, nearestStop(0.95)).precision).toBeNull();
    expect(outcomeAt(counted([], [0.4]), nearestStop(0.5)).recall).toBeNull();
  });
});

describe('the cheapest threshold', () => {
  test('is where missing costs more as low as finding the row takes, in the middle between two rows', () => {
    const stop = cheapestStop(rows, { missed: 5, falseAlarm: 1 });
    expect(thresholdStops[stop]).toBeCloseTo(0.25, 2);
    expect(costAt(rows, stop, { missed: 5, falseAlarm: 1 })).toBe(1);
  });

  test('is high where false alarms cost more', () => {
    const stop = cheapestStop(rows, { missed: 1, falseAlarm: 5 });
    expect(thresholdStops[stop]).toBeCloseTo(0.65, 2);
  });

  test('costs no more than any other', () => {
    for (const costs of [
      { missed: 1, falseAlarm: 1 },
      { missed: 0, falseAlarm: 1 },
      { missed: 3, falseAlarm: 0.5 },
    ]) {
      const least = costAt(rows, cheapestStop(rows, costs), costs);
      for (const stop of thresholdStops.keys())
        expect(costAt(rows, stop, costs)).toBeGreaterThanOrEqual(least);
    }
  });
});

test('bins of the slider hold every row once', () => {
  const bins = binsOf(rows, thresholdStops, 20);
  const at = (scores: number[]) =>
    Array.from({ length: 20 }, (_, k) => scores.filter((s) => s > k / 20 && s <= (k + 1) / 20).length);
  expect(bins.positives).toEqual(at([0.9, 0.7, 0.3]));
  expect(bins.negatives).toEqual(at([0.6, 0.2, 0.1, 0.05]));
});

test('a threshold lies on each curve at its counts', () => {
  const curves = { ...rows, ranked: null, calibration: null };
  expect(curveMarks(curves, nearestStop(0.5))).toEqual({
    roc: [1 / 4, 2 / 3],
    precisionRecall: [2 / 3, 2 / 3],
    gain: [3 / 7, 2 / 3],
    lift: [3 / 7, ((2 / 3) * 7) / 3],
  });
  expect(curveMarks(curves, nearestStop(0.95)).lift).toBeNull();
});
