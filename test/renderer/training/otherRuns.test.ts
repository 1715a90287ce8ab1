// Which curves of a kept run can be laid beside the current run's, and what is said of those that cannot.
import { expect, test } from 'vitest';
import type { ComparedRun } from '../../../app/contract/run/training.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { comparedAt } from '../../../renderer/charts/curves/curveDrawing.ts';
import { measuresOf } from '../../../renderer/charts/curves/measures.ts';
import { lossReasons } from '../../../renderer/screens/runs/lossReasons.ts';
import { otherRun, shortName } from '../../../renderer/screens/training/outcome/otherRuns.ts';
import { sameTarget } from '../../../renderer/state/run/targets.ts';
import { keptRun, lineSpec } from '../runs/keptRuns.ts';

const spec = lineSpec;
const record = (epoch: number) => ({
  epoch,
  trainLoss: 2 / epoch,
  validationLoss: 1 / epoch,
  validationScore: 0.5 / epoch,
  learningRate: 0.1,
});
const kept = (changed: RunSpec = spec): ComparedRun => ({
  summary: keptRun({
    task: changed.data.task,
    optimizer: changed.training.optimizer,
    seed: changed.seed,
  }),
  spec: changed,
  changes: [],
  stepsPerEpoch: 1,
  records: [1, 4, 7, 9].map(record),
});
const measures = measuresOf({
  lossName: 'squared error',
  score: { name: 'error', percent: false, factor: 100 },
  hasValidation: true,
});
/** On the file that the kept runs are of. */
const of = (current: RunSpec) => ({ spec: current, fileName: 'flats.csv' });
const fits = (other: RunSpec) => {
  const { reasons } = otherRun(kept(other), 0, of(spec), true);
  return Object.values(reasons).map((reason) => reason === null);
};

test('the same question by another rate is laid on every curve', () => {
  const optimizer = newOptimizer('adam', { learningRate: 0.5 });
  expect(fits({ ...spec, training: { ...spec.training, optimizer } })).toEqual([true, true, true]);
});

test('another loss, or the same with other numbers, is not laid on the loss', () => {
  expect(fits({ ...spec, training: { ...spec.training, loss: 'huber' } })).toEqual([false, true, true]);
  const lossSettings = { ...spec.training.lossSettings, classWeights: 'balanced' as const };
  expect(fits({ ...spec, training: { ...spec.training, lossSettings } })).toEqual([false, true, true]);
});

test('losses whose rows or classes count differently are not laid beside each other; scores are', () => {
  const weighted: RunSpec = {
    ...spec,
    data: {
      ...spec.data,
      columns: [...spec.data.columns, { name: 'count', role: 'weight', type: 'number' }],
    },
  };
  expect(fits(weighted)).toEqual([false, true, true]);
  const { reasons } = otherRun(kept(weighted), 0, of(spec), true);
  expect(reasons.loss).toMatch(/weights rows or classes differently/);
});

test('an error over other rows or another file has another scale, with other features it has not; an accuracy has none', () => {
  expect(fits({ ...spec, seed: 2 })).toEqual([false, false, true]);
  const elsewhere = otherRun(kept(), 0, { spec, fileName: 'houses.csv' }, true).reasons;
  expect([elsewhere.loss, elsewhere.score].map((reason) => reason === null)).toEqual([false, false]);
  const [size, price] = spec.data.columns;
  expect(fits({ ...spec, data: { ...spec.data, columns: [{ ...size!, role: 'ignored' }, price!] } })).toEqual(
    [true, true, true],
  );
  const classes: RunSpec = { ...spec, data: { ...spec.data, task: 'binary' } };
  const { reasons } = otherRun(kept({ ...classes, seed: 2 }), 0, of(classes), true);
  expect([reasons.loss, reasons.score]).toEqual([null, null]);
});

test('runs laid beside each other have their losses drawn where they compare with the first one', () => {
  const huber: RunSpec = { ...spec, training: { ...spec.training, loss: 'huber' } };
  const reasons = lossReasons([kept(), kept(huber), kept()]);
  expect(reasons.map((reason) => reason === null)).toEqual([true, false, true]);
  expect(reasons[1]).toMatch(/different loss/);
});

test('a run without validation rows is laid on none of the curves over them', () => {
  const without = {
    ...kept(),
    records: [{ ...record(1), validationLoss: null, validationScore: null }],
  };
  const { reasons } = otherRun(without, 0, of(spec), true);
  expect([reasons.loss, reasons.score, reasons.rate].map((reason) => reason === null)).toEqual([
    false,
    false,
    true,
  ]);
});

test('its value is that of the next epoch that was kept, none beyond its end, and the last without a cursor', () => {
  const other = otherRun(kept(), 0, of(spec), true);
  const [loss, score] = measures;
  expect(comparedAt(loss!, other, 4)).toBe(0.25);
  expect(comparedAt(loss!, other, 5)).toBe(1 / 7);
  expect(comparedAt(loss!, other, 10)).toBeNull();
  expect(comparedAt(loss!, other, null)).toBe(1 / 9);
  expect(comparedAt(score!, other, 1)).toBe(50);
});

test('only runs of the same target can be compared, and an unnamed one is known by its rate', () => {
  const { summary } = kept();
  expect(sameTarget(summary, spec)).toBe(true);
  expect(sameTarget({ ...summary, target: 'rent' }, spec)).toBe(false);
  expect(sameTarget({ ...summary, task: 'binary' }, spec)).toBe(false);
  expect(shortName(summary)).toMatch(/^learning rate 0\.001 \(.+\)$/);
  expect(shortName({ ...summary, name: 'First' })).toBe('First');
});
