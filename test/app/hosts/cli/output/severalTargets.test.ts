// Several targets in the terminal: each in its own unit, and no RMSE over all of them.
import { expect, it } from 'vitest';
import type { Evaluation } from '../../../../../app/contract/run/evaluation.ts';
import type { AllMetrics } from '../../../../../app/contract/run/metrics.ts';
import { scoreLines, scoreTable } from '../../../../../app/hosts/cli/output/describe.ts';
import { repeatTable } from '../../../../../app/hosts/cli/output/repeats.ts';

const kg = { text: 'kg', before: false };
const cm = { text: 'cm', before: false };
const of = (rmse: number, r2: number) => ({ rmse, mae: rmse / 2, medianError: rmse / 3, r2, mape: null });
const all = (weight: number, height: number): AllMetrics => ({
  kind: 'numeric',
  targets: [
    { name: 'weight', metrics: of(weight, 0.9) },
    { name: 'height', metrics: of(height, 0.5) },
  ],
});
const together = { rmse: 77, mae: 66, r2: 0.7 };
const none = { train: null, validation: null, test: null };
const evaluation: Evaluation = {
  runId: 'r',
  metrics: { ...none, train: together, test: together },
  baseline: { ...none, test: { ...together, r2: 0 } },
  rows: { train: 80, validation: 0, test: 20 },
  on: 'test',
  detail: {
    kind: 'numeric',
    targets: [
      { name: 'weight', unit: kg, rmse: 2, mae: 1, r2: 0.9, points: [] },
      { name: 'height', unit: cm, rmse: 8, mae: 4, r2: 0.5, points: [] },
    ],
  },
  worst: [],
  fingerprint: '',
  all: { ...none, train: all(1, 7), test: all(2, 8) },
};

it('the table of a training has a line for each metric of each target in its unit, and their mean R²', () => {
  const text = scoreTable(evaluation).join('\n');
  expect(text).toMatch(/weight: RMSE +1 kg +- +2 kg/);
  expect(text).toMatch(/height: RMSE +7 cm +- +8 cm/);
  expect(text).toMatch(/mean R² +0\.7/);
  expect(text).not.toMatch(/77|66/);
});

it('scores and folds tell the mean R² alone', () => {
  expect(scoreLines(together, undefined, true).join('\n')).toMatch(/^ *mean R² +0\.7$/);
  const score = { mean: 1, deviation: 0, values: [1, 1] };
  const folds = repeatTable(
    new Map([
      ['rmse', score],
      ['r2', score],
    ]),
    { severalTargets: true },
  ).join('\n');
  expect(folds).toContain('mean R²');
  expect(folds).not.toContain('RMSE');
});
