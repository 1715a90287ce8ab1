// What columns are worth, how predictions depend on them, and which rows are near, on tables whose results are known.
import { describe, expect, it } from 'vitest';
import { leadingColumns } from '../../../../app/contract/run/explanation.ts';
import { Random } from '../../../../app/dataset/numbers/random.ts';
import { dependenceOf } from '../../../../app/evaluation/explanation/dependence.ts';
import {
  type ImportanceFound,
  type ImportanceTask,
  permutationImportance,
} from '../../../../app/evaluation/explanation/importance.ts';
import { errorMeasures, errorsOf } from '../../../../app/evaluation/explanation/importanceErrors.ts';
import { NearestRows } from '../../../../app/evaluation/explanation/nearestRows.ts';
import type { Predictions } from '../../../../app/evaluation/predictions.ts';

const rows = 40;
/** Three inputs: x, and one of two levels. */
const features = Float32Array.from({ length: rows * 3 }, (_, i) => {
  const row = Math.floor(i / 3);
  if (i % 3 === 0) return (row * 17) % rows;
  return (i % 3 === 1) === (row % 2 === 0) ? 1 : 0;
});
/** y = 2 x, whatever the level; a row without a level, or with two, would be far off. */
const predict = async (of: Float32Array, count: number): Promise<Predictions> => ({
  kind: 'numeric',
  names: ['y'],
  values: Float64Array.from({ length: count }, (_, row) => {
    const levels = of[row * 3 + 1]! + of[row * 3 + 2]!;
    return 2 * of[row * 3]! + 1_000 * (levels - 1);
  }),
});
const truth = Float64Array.from({ length: rows }, (_, row) => 2 * features[row * 3]!);

async function shuffled(seed: number): Promise<Uint32Array> {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  await new Random(seed).shuffle(order);
  return order;
}

async function found(task: Partial<ImportanceTask> = {}): Promise<ImportanceFound> {
  const first = await predict(features, rows);
  const measures = errorMeasures(first, [], false);
  const steps = permutationImportance({
    ...{ features, rows, shuffles: 7, predict },
    columns: [
      { first: 0, width: 1 },
      { first: 1, width: 2 },
    ],
    order: (column, shuffle) => shuffled(column * 100 + shuffle),
    errors: (predictions) => errorsOf(measures, truth, predictions),
    ...task,
  });
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
  }
}

describe('permutation importance', () => {
  it('is how much the error grows when the cells of a column change places', async () => {
    const { errors, columns } = await found();
    expect(errors).toEqual([0, 0]);
    const expected = await Promise.all(
      Array.from({ length: 7 }, async (_, shuffle) => {
        const order = await shuffled(shuffle);
        return (
          order.reduce((sum, from, row) => sum + 2 * Math.abs(features[from * 3]! - features[row * 3]!), 0) /
          rows
        );
      }),
    );
    const { shuffles, importance, spread } = columns[0]!.growth[0]!;
    shuffles.forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k]!, 9);
    });
    const mean = expected.reduce((sum, value) => sum + value, 0) / 7;
    expect(importance).toBeCloseTo(mean, 9);
    expect(spread).toBeCloseTo(
      Math.sqrt(expected.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7),
      9,
    );
  });

  it('moves all inputs of a category together, so that one that says nothing is worth 0', async () => {
    const { columns } = await found();
    expect(columns[1]!.growth.map(({ importance }) => importance)).toEqual([0, 0]);
  });

  it('is the same when one shuffle is predicted at a time', async () => {
    const piecewise: ImportanceTask['predict'] = async (of, count) => {
      const all = new Float64Array(count);
      for (let row = 0; row < count; row++) {
        const one = await predict(of.subarray(row * 3, row * 3 + 3), 1);
        all[row] = one.kind === 'numeric' ? one.values[0]! : 0;
      }
      return { kind: 'numeric', names: ['y'], values: all };
    };
    expect(await found({ predict: piecewise })).toEqual(await found());
  });

  it('of classes is by how much accuracy falls and log loss grows', () => {
    const probabilities = Float64Array.of(0.9, 0.1, 0.2, 0.8);
    const predictions: Predictions = {
      ...{ kind: 'class', classes: ['a', 'b'], probabilities },
      chosen: Int32Array.of(0, 1),
    };
    const measures = errorMeasures(predictions, [0.5, 0.5], false);
    expect(measures.map(({ metric }) => metric)).toEqual(['accuracy', 'logLoss']);
    const [accuracy, logLoss] = errorsOf(measures, Float64Array.of(0, 0), predictions);
    expect(accuracy).toBe(-0.5);
    expect(logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.2)) / 2, 12);
  });
});

describe('the columns that a network goes by', () => {
  const of = (...values: number[]) => ({
    columns: values.map((importance, k) => ({
      column: `c${k}`,
      measures: [{ importance, spread: 0.1, shuffles: [] }],
    })),
  });

  it('are the fewest that have most of the importance', () => {
    expect(leadingColumns(of(2.69, 1.65, 0.83, 0.66, 0.61, 0.23))).toEqual({
      names: ['c0', 'c1'],
      next: 0.83,
    });
    expect(leadingColumns(of(5, 0.2))).toEqual({ names: ['c0'], next: 0.2 });
  });

  it('are none where no column is worth more than its spread', () => {
    expect(leadingColumns(of(0.05, 0, -0.02))).toEqual({ names: [], next: 0.05 });
  });
});

describe('partial dependence', () => {
  it('is the mean of the single rows, each predicted with another value of the column', async () => {
    const task = { features, rows, first: 0, points: [[0], [10]], output: 0, single: 3, predict };
    const { mean, single } = await dependenceOf(task);
    expect(mean).toEqual([0, 20]);
    expect(single).toEqual([
      [0, 20],
      [0, 20],
      [0, 20],
    ]);
  });
});

describe('the nearest rows', () => {
  it('are those of a search through all rows, the row itself left out', () => {
    const random = new Random(3);
    const all = Float32Array.from({ length: 300 }, () => random.share());
    const near = new NearestRows(all.subarray(30, 33), 5);
    for (let from = 0; from < 100; from += 33) {
      const piece = Uint32Array.from({ length: Math.min(33, 100 - from) }, (_, k) => from + k);
      near.add(all.subarray(from * 3), piece, 10);
    }
    const distances = Array.from({ length: 100 }, (_, row) => ({
      row,
      distance: Math.hypot(...[0, 1, 2].map((k) => all[row * 3 + k]! - all[30 + k]!)),
    }));
    const expected = distances.filter(({ row }) => row !== 10).sort((a, b) => a.distance - b.distance);
    expect(near.rows.map(({ row }) => row)).toEqual(expected.slice(0, 5).map(({ row }) => row));
    expect(near.rows[0]!.distance).toBeCloseTo(expected[0]!.distance, 12);
  });
});
