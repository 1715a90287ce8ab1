// Where kept runs differ, in the words of their facts.
import { expect, test } from 'vitest';
import type { ComparedRun, RunSummary } from '../../../app/contract/run/training.ts';
import { differencesOf } from '../../../renderer/screens/runs/runFacts.ts';
import { keptRun, lineSpec } from './keptRuns.ts';

const compared = (changed: Partial<RunSummary>): ComparedRun => ({
  summary: keptRun(changed),
  spec: lineSpec,
  changes: [],
  stepsPerEpoch: 1,
  records: [],
});

test('a test score that nobody looked at is said to be that, and not told', () => {
  const metrics = { train: null, validation: null, test: { rmse: 3.64, mae: 2, r2: 0.8 } };
  const { differing } = differencesOf([
    compared({ metrics, testViews: 1 }),
    compared({ metrics, testViews: 0 }),
  ]);
  expect(differing).toEqual([
    {
      label: 'Test score',
      values: [
        { value: 'RMSE 3.64, test score looked at once', runs: [0] },
        { value: 'not looked at yet', runs: [1] },
      ],
    },
  ]);
});
