import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../app/contract/run/evaluation.ts';
import type { AllMetrics } from '../../../app/contract/run/metrics.ts';
import { beatsGuess, verdictOf } from '../../../renderer/wording/results/verdict.ts';
import { verdictSentences, verdictTitle } from '../../../renderer/wording/results/verdictWords.ts';

/** Each class's rows; the other scores do not matter here. */
const perClass = (...rows: number[]) =>
  rows.map((count, k) => ({ value: `c${k}`, precision: null, recall: null, f1: null, rows: count }));
const none = { train: null, validation: null, test: null };
const iris: Evaluation = {
  runId: 'r',
  metrics: { ...none, test: { accuracy: 29 / 30, f1Macro: 0.966, logLoss: 0.1 } },
  rows: { train: 100, validation: 20, test: 30 },
  baseline: { ...none, test: { accuracy: 1 / 3, f1Macro: 1 / 6, logLoss: 1.0986 } },
  on: 'test',
  detail: {
    kind: 'class',
    classes: ['setosa', 'versicolor', 'virginica'],
    confused: [
      [0, 0, 10],
      [1, 1, 9],
      [1, 2, 1],
      [2, 2, 10],
    ],
    perClass: perClass(10, 10, 10),
  },
  worst: [],
  fingerprint: '',
};

const cars: Evaluation = {
  ...iris,
  metrics: { ...none, test: { rmse: 2.8, mae: 2.1, r2: 0.87 } },
  baseline: { ...none, test: { rmse: 7.9, mae: 6.5, r2: -0.01 } },
  detail: {
    kind: 'numeric',
    targets: [{ name: 'Miles_per_Gallon', rmse: 2.8, mae: 2.1, r2: 0.87, points: [] }],
  },
};

describe('verdict', () => {
  test('counts the right rows and those that guessing one class would get', () => {
    expect(verdictOf(iris)).toMatchObject({ right: 29, rows: 30, guess: 'setosa', guessRight: 10 });
  });

  test('names a class that has just as many rows as the guess got', () => {
    const skewed: Evaluation = {
      ...iris,
      baseline: { ...none, test: { accuracy: 0.5, f1Macro: 0.2, logLoss: 1 } },
      detail: {
        kind: 'class',
        classes: ['no', 'yes', 'maybe'],
        confused: [
          [0, 0, 4],
          [1, 0, 1],
          [1, 1, 14],
          [2, 0, 5],
          [2, 2, 6],
        ],
        perClass: perClass(4, 15, 11),
      },
    };
    expect(verdictOf(skewed)).toMatchObject({ guess: 'yes', guessRight: 15, right: 24 });
  });

  test('speaks of the mean absolute error in the target’s own units', () => {
    expect(verdictOf(cars)).toMatchObject({ error: 2.1, guessError: 6.5, targets: ['Miles_per_Gallon'] });
  });

  test('several targets have units of their own, so only the explained variance is left', () => {
    const detail = cars.detail.kind === 'numeric' ? cars.detail : null;
    const two: Evaluation = {
      ...cars,
      detail: { kind: 'numeric', targets: [detail!.targets[0]!, { ...detail!.targets[0]!, name: 'b' }] },
    };
    expect(verdictOf(two)).toMatchObject({ error: null, r2: 0.87, targets: ['Miles_per_Gallon', 'b'] });
  });

  test('knows when a network is no better than the guess', () => {
    expect(beatsGuess(verdictOf(iris))).toBe(true);
    const bad: Evaluation = { ...cars, metrics: { ...none, test: { rmse: 8, mae: 6.5, r2: -0.1 } } };
    expect(beatsGuess(verdictOf(bad))).toBe(false);
  });

  test('says so where the epoch that is kept is one of the first of many', () => {
    const early = (epoch: number, of: number) =>
      verdictSentences(verdictOf(iris), 'test', { epoch, of }).some((text) => text.includes('of no use'));
    expect([early(2, 60), early(5, 6), early(6, 60), early(5, 5)]).toEqual([true, true, false, false]);
  });

  test('of weighted classes begins with balanced accuracy, and tells accuracy beside it', () => {
    const [network, guess] = [scores(0.447, 0.567), scores(0.438, 0.2)];
    const weighted: Evaluation = {
      ...iris,
      comparison: {
        metrics: network,
        baselines: { guess, linear: null },
        main: 'balancedAccuracy',
        interval: null,
        lead: { guess: null, linear: null },
      },
    };
    const verdict = verdictOf(weighted);
    expect(verdictTitle(verdict, weighted)).toContain('Finds 56.7% of each class on average');
    expect(beatsGuess(verdict)).toBe(true);
    const text = verdictSentences(verdict, 'test').join(' ');
    expect(text).toContain('29 of 30 rows (96.7%)');
    expect(text).not.toContain('no better');
  });

  test('names classes of which no row was found', () => {
    const detail = iris.detail.kind === 'class' ? iris.detail : null;
    const missing = detail!.perClass.map((one, k) => ({ ...one, recall: k === 0 ? 0.9 : 0 }));
    const found = verdictOf({ ...iris, detail: { ...detail!, perClass: missing } });
    expect(verdictSentences(found, 'test').join(' ')).toMatch(/Never found: .*c1.* and .*c2/);
  });

  test('tells the share of rows that intervals were to hold, and the share that they hold', () => {
    const coverage = { level: 0.9, margins: [6.3], shares: [0.917], setSize: null, from: 60 };
    expect(verdictSentences(verdictOf({ ...cars, coverage }), 'test').join(' ')).toContain(
      '± 6.3 was to hold 90% of rows (from 60 rows of validation data); it holds 91.7% of these',
    );
  });

  test('of several targets names the one that is predicted worst', () => {
    const one = { name: 'a', rmse: 1, mae: 1, r2: 0.9, points: [] };
    const detail = { kind: 'numeric' as const, targets: [one, { ...one, name: 'b', r2: 0.2 }] };
    expect(verdictSentences(verdictOf({ ...cars, detail }), 'test').join(' ')).toMatch(/Worst is .*b.*0\.2/);
  });

  test('goes by the folds of its training, and names how their interval was found', () => {
    const interval = { metric: 'accuracy', level: 0.95, low: 0.9, high: 0.98 } as const;
    const lead = { guess: null, linear: { value: 0.01, low: -0.02, high: 0.04 } };
    const metrics = { kind: 'class', metrics: { accuracy: 0.96 } };
    const judged = (by: 'folds' | 'seeds' | 'wilson', over = { count: 5, mean: 0.94 }): string =>
      verdictSentences(
        verdictOf({
          ...iris,
          comparison: {
            ...{ metrics, baselines: { guess: metrics, linear: metrics }, main: 'accuracy', lead },
            interval: { ...interval, by, over },
          },
        } as unknown as Evaluation),
        'test',
      ).join(' ');
    expect(judged('folds')).toMatch(/^Over 5 folds: 94% on average, .* 90% to 98% \(.*Nadeau and Bengio/);
    expect(judged('folds')).toMatch(/the folds show no difference/);
    expect(judged('wilson')).toMatch(/^Over 5 folds: .*\(Wilson, over the test rows of all folds\)/);
    expect(judged('seeds')).toMatch(/^Over 5 seeds on these rows: .*these rows show no difference/);
  });
});

function scores(accuracy: number, balancedAccuracy: number): AllMetrics {
  const rest = { precisionMacro: 0, recallMacro: 0, f1Macro: 0, f1Weighted: 0, logLoss: 1, brier: 1 };
  return {
    kind: 'class',
    metrics: { accuracy, balancedAccuracy, ...rest, rocAuc: null, prAuc: null, mcc: 0 },
  };
}
