import { expect, it } from 'vitest';
import { interpretOutputs } from '../../../app/evaluation/predictions.ts';
import { rowPrediction } from '../../../app/evaluation/rowPrediction.ts';
import { binned, classSpread, countClasses, rangeOf } from '../../../app/evaluation/spread.ts';

const classes = (count: number) => ({
  kind: 'class' as const,
  column: 'c',
  classes: Array.from({ length: count }, (_, k) => `c${k}`),
});

it('bins hold each finite number of the range once, its ends included', () => {
  const values = [0, 1, 2, 2.5, 10, Number.NaN, Number.POSITIVE_INFINITY, -1, 11];
  const { counts } = binned(values, { min: 0, max: 10 });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
  expect([counts[0], counts[4], counts[8], counts.at(-1)]).toEqual([1, 1, 1, 1]);
  expect(binned([3, 3, 4], { min: 3, max: 3 })).toEqual({ min: 3, max: 3, counts: [2] });
});

it('a range ignores what is not finite', () => {
  expect(rangeOf([Number.NaN, 3, Number.POSITIVE_INFINITY, -2])).toEqual({ min: -2, max: 3 });
  expect(rangeOf([Number.NaN])).toBe(null);
});

it('of many classes the twenty predicted most often are told, and the others together', () => {
  const rows = Uint32Array.from({ length: 30 }, (_, k) => k);
  const { counts, others } = classSpread(rows);
  expect(counts).toHaveLength(20);
  expect(counts[0]).toEqual({ index: 29, rows: 29 });
  expect(others).toEqual({ classes: 9, rows: 45 });
});

it('rows without a finite output belong to no class', () => {
  const predictions = interpretOutputs(classes(3), Float32Array.of(0, 1, 0, Number.NaN, 0, 0), 2);
  if (predictions.kind !== 'class') throw new Error('no classes');
  const rows = new Uint32Array(3);
  countClasses(predictions, rows);
  expect([...rows]).toEqual([0, 1, 0]);
  expect(rowPrediction(predictions, 1, [0.9])).toEqual({ kind: 'class', chosen: null, top: [], set: null });
});

it('of a thousand classes a row has the ten most probable ones, and its set is told by its size', () => {
  const outputs = Float32Array.from({ length: 1_000 }, (_, k) => (k === 700 ? 3 : k / 1_000));
  const found = rowPrediction(interpretOutputs(classes(1_000), outputs, 1), 0, [1]);
  if (found.kind !== 'class') throw new Error('no classes');
  expect(found.chosen).toBe(700);
  expect(found.top.map(({ index }) => index)).toEqual([700, 999, 998, 997, 996, 995, 994, 993, 992, 991]);
  expect(found.set).toMatchObject({ count: 1_000, classes: expect.arrayContaining([700]) });
  expect(found.set!.classes).toHaveLength(10);
});

it('with a threshold the predicted class may be the less probable one', () => {
  const found = rowPrediction(interpretOutputs(classes(2), Float32Array.of(-0.5), 1, 0.3), 0, null);
  expect(found).toMatchObject({ chosen: 1, top: [{ index: 0 }, { index: 1 }] });
});

it('each of several targets has its own interval', () => {
  const column = { mean: 10, scale: 2 };
  const target = {
    kind: 'numeric' as const,
    columns: [
      { name: 'a', ...column },
      { name: 'b', ...column },
    ],
    link: 'identity' as const,
  };
  const predictions = interpretOutputs(target, Float32Array.of(1, Number.NaN, 2, 0), 2);
  expect(rowPrediction(predictions, 0, [1, 3])).toEqual({
    kind: 'numeric',
    targets: [{ value: 12, low: 11, high: 13 }, null],
  });
  expect(rowPrediction(predictions, 1, null)).toMatchObject({
    targets: [
      { value: 14, low: null },
      { value: 10, high: null },
    ],
  });
});
