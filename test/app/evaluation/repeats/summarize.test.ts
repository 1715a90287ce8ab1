// Scores of repeats put together; the expected numbers are computed by hand from the formulas that summarize.ts names.
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../../app/contract/run/comparison.ts';
import type { Evaluation } from '../../../../app/contract/run/evaluation.ts';
import type { AllMetrics } from '../../../../app/contract/run/metrics.ts';
import type { Repeat } from '../../../../app/contract/run/repeats.ts';
import { summarize } from '../../../../app/evaluation/repeats/summarize.ts';
import { withRepeats } from '../../../../app/evaluation/repeats/withRepeats.ts';

function withAccuracy(accuracy: number): AllMetrics {
  const zero = { precisionMacro: 0, recallMacro: 0, f1Macro: 0, f1Weighted: 0, logLoss: 0, brier: 0, mcc: 0 };
  return {
    kind: 'class',
    metrics: { ...zero, accuracy, balancedAccuracy: accuracy, rocAuc: null, prAuc: null },
  };
}

function withError(mae: number, r2: number | null = 0.5): AllMetrics {
  return {
    kind: 'numeric',
    targets: [{ name: 'price', metrics: { rmse: mae, mae, medianError: mae, r2, mape: null } }],
  };
}

function repeat(
  number: number,
  network: AllMetrics,
  linear: AllMetrics | null,
  more: Partial<Repeat> = {},
): Repeat {
  return {
    ...{ number, state: 'finished', epoch: 10, seconds: 1, best: null, fingerprint: null, failure: null },
    rows: { train: 60, validation: 20, test: 20 },
    scores: { metrics: network, baselines: { guess: withAccuracy(0.5), linear } },
    ...more,
  };
}
const folds = [0.8, 0.9, 0.85, 0.95, 0.75].map((accuracy, k) =>
  repeat(k + 1, withAccuracy(accuracy), withAccuracy(accuracy - 0.1)),
);

describe('the interval', () => {
  it('over folds has the variance of Nadeau and Bengio', () => {
    const { network, interval } = summarize('folds', 'accuracy', folds)!;
    expect(network).toMatchObject({ mean: expect.closeTo(0.85, 12), lowest: 0.75, highest: 0.95 });
    // Squares 0.025 over 4; 20 test rows for 80 others.
    expect(network.deviation).toBeCloseTo(Math.sqrt(0.025 / 4), 12);
    const side = 2.7764451051977934 * Math.sqrt(0.025 / 4) * Math.sqrt(1 / 5 + 20 / 80);
    expect(interval).toMatchObject({ metric: 'accuracy', by: 'folds', over: { count: 5 } });
    expect(interval!.low).toBeCloseTo(0.85 - side, 10);
    expect(interval!.high).toBeCloseTo(0.85 + side, 10);
  });

  it('over seeds is plain, since seeds are independent', () => {
    const { interval } = summarize('seeds', 'accuracy', folds)!;
    const side = 2.7764451051977934 * Math.sqrt(0.025 / 4 / 5);
    expect(interval!.low).toBeCloseTo(0.85 - side, 10);
    expect(interval!.by).toBe('seeds');
  });

  it("where every fold has all rows right is Wilson's of all test rows", () => {
    const right = [1, 2, 3].map((number) => repeat(number, withAccuracy(1), withAccuracy(0.9)));
    const { interval } = summarize('folds', 'accuracy', right)!;
    expect(interval).toMatchObject({ by: 'wilson', high: 1 });
    // z^2 / (n + z^2) of 60 rows.
    expect(interval!.low).toBeCloseTo(1 - 3.841459 / 63.841459, 5);
  });

  it('of seeds that all score the same is none', () => {
    const same = [1, 2].map((number) => repeat(number, withAccuracy(0.9), null));
    expect(summarize('seeds', 'accuracy', same)).toMatchObject({ interval: null, linear: null });
  });

  it('of an error never reaches below zero', () => {
    const errors = [0.1, 4].map((mae, k) => repeat(k + 1, withError(mae), null));
    const scored = errors.map((one) => ({
      ...one,
      scores: { metrics: one.scores!.metrics, baselines: { guess: withError(5), linear: null } },
    }));
    const { interval, lead } = summarize('folds', 'mae', scored)!;
    expect(interval!.low).toBe(0);
    // A smaller error is better: the lead over guessing is positive.
    expect(lead.guess!.value).toBeCloseTo(5 - 2.05, 12);
  });
});

it('the lead is over the differences within each fold, which may agree where scores do not', () => {
  const { lead } = summarize('folds', 'accuracy', folds)!;
  expect(lead.linear!.value).toBeCloseTo(0.1, 12);
  expect(lead.linear!.low).toBeCloseTo(0.1, 12);
  expect(lead.guess!.low).toBeLessThan(lead.guess!.value);
});

it('repeats that diverged, failed or were stopped do not count', () => {
  const others = (['diverged', 'failed', 'stopped', 'running', 'waiting'] as const).map((state, k) =>
    repeat(10 + k, withAccuracy(0), null, { state }),
  );
  expect(summarize('folds', 'accuracy', [...folds, ...others])).toEqual(
    summarize('folds', 'accuracy', folds),
  );
  expect(summarize('folds', 'accuracy', [folds[0]!, ...others])).toBeNull();
});

it('a metric that one fold lacks is left out', () => {
  const some = [withError(1, null), withError(2)].map((error, k) => repeat(k + 1, error, null));
  const [{ target, spreads }] = summarize('folds', 'mae', some)!.metrics as [
    { target: string | null; spreads: object },
  ];
  expect(target).toBe('price');
  expect(Object.keys(spreads)).toEqual(['rmse', 'mae', 'medianError']);
});

describe('an evaluation', () => {
  const lead = { guess: null, linear: { value: 0.5, low: 0.4, high: 0.6 } };
  const interval = { metric: 'accuracy', level: 0.95, low: 0.1, high: 0.2, by: 'bootstrap' } as const;
  const comparison = { main: 'accuracy', interval, lead } as Comparison;
  const evaluation = { comparison, newRows: false } as Evaluation;
  const kept = { startedAt: '', members: folds.map((one) => ({ ...one, records: [] })) };

  it('goes by folds before seeds, with interval and lead', () => {
    const found = withRepeats(evaluation, { version: 1, folds: kept, seeds: kept }).comparison!;
    expect(found.interval!.by).toBe('folds');
    expect(found.lead.linear!.value).toBeCloseTo(0.1, 12);
  });

  it('takes the interval alone from seeds, whose test rows are the same', () => {
    const found = withRepeats(evaluation, { version: 1, seeds: kept }).comparison!;
    expect(found.interval!.by).toBe('seeds');
    expect(found.lead).toEqual(lead);
  });

  it('on new rows is not judged by repeats of its training', () => {
    const onNew = { ...evaluation, newRows: true };
    expect(withRepeats(onNew, { version: 1, folds: kept })).toBe(onNew);
  });
});
