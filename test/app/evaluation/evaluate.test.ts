import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationSchema } from '../../../app/contract/run/evaluation.ts';
import { type EvaluatedPart, evaluate } from '../../../app/evaluation/evaluate.ts';
import { interpretOutputs } from '../../../app/evaluation/predictions.ts';

const target = { kind: 'class' as const, column: 'species', classes: ['a', 'b', 'c'] };

/** Rows of classes: the truth, and which class the network is sure of (logit 2, else 0). */
function classPart(rows: number[], truth: number[], chosen: number[]): EvaluatedPart {
  const logits = chosen.flatMap((c) => [0, 1, 2].map((k) => (k === c ? 2 : 0)));
  return {
    rows: Uint32Array.from(rows),
    truth: Float64Array.from(truth),
    predictions: interpretOutputs(target, Float32Array.from(logits), rows.length),
  };
}

function numberPart(rows: number[], truth: number[], values: number[], targets = 1): EvaluatedPart {
  const columns = Array.from({ length: targets }, (_, k) => ({ name: `t${k}`, mean: 0, scale: 1 }));
  return {
    rows: Uint32Array.from(rows),
    truth: Float64Array.from(truth),
    predictions: interpretOutputs(
      { kind: 'numeric', columns, link: 'identity' },
      Float32Array.from(values),
      rows.length,
    ),
  };
}

const run = { runId: 'r', fingerprint: 'f' };

describe('evaluate', () => {
  it('tells classes by confusion, precision, recall and F1 of the test rows', async () => {
    const found = await evaluate({
      ...run,
      parts: {
        train: classPart([0, 1, 2, 3], [0, 0, 0, 1], [0, 0, 0, 1]),
        validation: classPart([], [], []),
        test: classPart([10, 11, 12, 13], [0, 0, 1, 1], [0, 1, 1, 1]),
      },
    });
    expect(evaluationSchema.parse(found)).toEqual(found);
    expect(found.on).toBe('test');
    expect(found.rows).toEqual({ train: 4, validation: 0, test: 4 });
    expect(found.metrics.validation).toBeNull();
    expect(found.metrics.test).toMatchObject({ accuracy: 0.75 });
    if (found.detail.kind !== 'class') throw new Error('classes expected');
    expect(found.detail.confused).toEqual([
      [0, 0, 1],
      [0, 1, 1],
      [1, 1, 2],
    ]);
    expect(found.detail.perClass).toEqual([
      { value: 'a', precision: 1, recall: 0.5, f1: 2 / 3, rocAuc: 0.75, rows: 2 },
      { value: 'b', precision: 2 / 3, recall: 1, f1: 0.8, rocAuc: 0.75, rows: 2 },
      { value: 'c', precision: null, recall: null, f1: null, rocAuc: null, rows: 0 },
    ]);
    expect(found.worst[0]).toMatchObject({ row: 11, actual: 'a', predicted: 'b' });
    expect(found.worst[0]!.measure).toBeCloseTo(1 / (2 + Math.exp(2)), 14);
  });

  it("takes the training rows' most frequent class and shares as the baseline", async () => {
    const found = await evaluate({
      ...run,
      parts: {
        train: classPart([0, 1, 2, 3], [1, 1, 1, 0], [0, 0, 0, 0]),
        validation: classPart([4], [0], [0]),
        test: classPart([5, 6], [1, 0], [0, 0]),
      },
    });
    expect(found.baseline.test).toMatchObject({ accuracy: 0.5 });
    expect(found.baseline.test).toHaveProperty('logLoss', -(Math.log(0.75) + Math.log(0.25)) / 2);
    expect(found.baseline.validation).toMatchObject({ accuracy: 0 });
  });

  it("takes the training rows' mean as the baseline of numbers", async () => {
    const found = await evaluate({
      ...run,
      parts: {
        train: numberPart([0, 1], [2, 4], [2, 4]),
        validation: numberPart([2, 3], [3, 5], [3, 4]),
        test: numberPart([], [], []),
      },
    });
    expect(found.on).toBe('validation');
    expect(found.metrics.validation).toEqual({ rmse: Math.SQRT1_2, mae: 0.5, r2: 0.5 });
    expect(found.baseline.validation).toEqual({ rmse: Math.SQRT2, mae: 1, r2: -1 });
    expect(found.worst.map((row) => row.row)).toEqual([3, 2]);
    expect(found.worst[0]).toEqual({ row: 3, actual: '5', predicted: '4', measure: 1 });
  });

  it('draws at most 2,000 points and tells the 10 worst rows', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => i);
    const empty = numberPart([], [], []);
    const found = await evaluate({
      ...run,
      parts: {
        train: numberPart(
          rows,
          rows,
          rows.map(() => 0),
        ),
        validation: empty,
        test: empty,
      },
    });
    expect(found.on).toBe('train');
    if (found.detail.kind !== 'numeric') throw new Error('numbers expected');
    expect(found.detail.targets[0]!.points).toHaveLength(2_000);
    expect(found.detail.targets[0]!.points.at(-1)).toEqual([4997, 0]);
    expect(found.worst.map((row) => row.row)).toEqual(rows.slice(-10).reverse());
  });

  it('weighs the errors of several targets by their usual size', async () => {
    const empty = numberPart([], [], [], 2);
    const found = await evaluate({
      ...run,
      parts: {
        train: numberPart([7, 8, 9], [1000, 1, 2000, 2, 3000, 3], [1010, 1, 2010, 2, 3010, 3.5], 2),
        validation: empty,
        test: empty,
      },
    });
    expect(found.worst[0]).toEqual({
      row: 9,
      actual: 't0 = 3000, t1 = 3',
      predicted: 't0 = 3010, t1 = 3.5',
      measure: 0.5,
    });
  });
});

it('the worst rows are those that sorting all by their error brings to the front', async () => {
  const errors = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(errors, async (given) => {
      const rows = given.map((_, row) => 100 + row);
      const part = numberPart(
        rows,
        given.map(() => 0),
        given,
      );
      const { worst } = await evaluate({ ...run, parts: { train: part, validation: part, test: part } });
      const sorted = [...given.keys()].sort((a, b) => given[b]! - given[a]! || a - b).slice(0, 10);
      expect(worst.map(({ row }) => row)).toEqual(sorted.map((row) => 100 + row));
    }),
  );
});
