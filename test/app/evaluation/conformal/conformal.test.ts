// Intervals and sets from validation rows: they hold the truth of new rows as often as asked, whatever the network.
import { describe, expect, it } from 'vitest';
import { rowsNeeded } from '../../../../app/contract/run/calibration.ts';
import { Random } from '../../../../app/dataset/numbers/random.ts';
import { calibrationOf, margins } from '../../../../app/evaluation/conformal/calibration.ts';
import { classSet, coverage, intervalColumns } from '../../../../app/evaluation/conformal/intervals.ts';
import type { ClassPredictions, NumberPredictions } from '../../../../app/evaluation/predictions.ts';

const numbers = (values: number[], names = ['y']): NumberPredictions => ({
  kind: 'numeric',
  names,
  values: Float64Array.from(values),
});

/** Errors 1, 2, ..., rows. */
const counted = (rows: number) =>
  calibrationOf(
    new Float64Array(rows),
    numbers(Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? row + 1 : -row - 1))),
  )!;

describe('the margin', () => {
  it('is the ceil((n + 1) level)-th smallest error', () => {
    expect(margins(counted(9), 0.9)).toEqual([9]);
    expect(margins(counted(19), 0.9)).toEqual([18]);
    expect(margins(counted(99), 0.5)).toEqual([50]);
  });

  it('needs so many rows that this rank is among them', () => {
    expect(rowsNeeded(0.9)).toBe(9);
    expect(margins(counted(8), 0.9)).toBeNull();
    expect(rowsNeeded(0.95)).toBe(19);
    expect(rowsNeeded(0.5)).toBe(1);
  });

  it('errs on the safe side where only some of many errors are kept', () => {
    const many = counted(12_345);
    expect(many.scores[0]).toHaveLength(1_000);
    for (const level of [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]) {
      const exact = Math.ceil(12_346 * level - 1e-9);
      const [margin] = margins(many, level)!;
      expect(margin).toBeGreaterThanOrEqual(exact);
      expect(margin).toBeLessThan(exact + 14);
    }
  });

  it('is there for each target in its own units', () => {
    const two = calibrationOf(
      new Float64Array(18),
      numbers(
        Array.from({ length: 18 }, (_, i) => (i % 2) * 100 + i),
        ['a', 'b'],
      ),
    )!;
    expect(margins(two, 0.9)).toEqual([16, 117]);
  });

  it('does not exist without rows, or for predictions that are not finite', () => {
    expect(calibrationOf(new Float64Array(0), numbers([]))).toBeNull();
    expect(calibrationOf(new Float64Array(1), numbers([Number.NaN]))).toBeNull();
  });
});

describe('coverage on new rows', () => {
  /** Predictions of rows whose errors are skewed and depend on the row. */
  function table(random: Random, rows: number) {
    const truth = new Float64Array(rows);
    const values = Float64Array.from(truth, (_, row) => {
      const u = (random.below(1_000_000) + 1) / 1_000_000;
      return -Math.log(u) * (row % 3 === 0 ? 5 : 1);
    });
    return { truth, predictions: { kind: 'numeric' as const, names: ['y'], values } };
  }

  it.each([0.8, 0.9, 0.95])('is %d on the average over tables, for numbers', (level) => {
    const random = new Random(11);
    let sum = 0;
    const tables = 400;
    for (let k = 0; k < tables; k++) {
      const validation = table(random, 60);
      const reach = margins(calibrationOf(validation.truth, validation.predictions)!, level)!;
      const fresh = table(random, 60);
      sum += coverage(fresh.truth, fresh.predictions, reach).shares[0]! / tables;
    }
    // At least the level, at most 1/61 more; four standard errors of the mean beside.
    expect(sum).toBeGreaterThan(level - 0.012);
    expect(sum).toBeLessThan(level + 1 / 61 + 0.012);
  });

  it('is as asked for classes, with a network that is far too sure of itself', () => {
    const random = new Random(5);
    const classes = ['a', 'b', 'c'];
    const draw = (rows: number) => {
      const truth = Float64Array.from({ length: rows }, () => random.below(3));
      const chosen = Int32Array.from(truth, (k) => (random.below(10) < 7 ? k : random.below(3)));
      const probabilities = Float64Array.from({ length: rows * 3 }, (_, i) => {
        const other = 0.001 + random.below(1_000) / 1e6;
        return chosen[Math.floor(i / 3)] === i % 3 ? 0.99 : other;
      });
      return { truth, predictions: { kind: 'class', classes, probabilities, chosen } as ClassPredictions };
    };
    let held = 0;
    for (let k = 0; k < 200; k++) {
      const validation = draw(80);
      const reach = margins(calibrationOf(validation.truth, validation.predictions)!, 0.9)!;
      const fresh = draw(80);
      held += coverage(fresh.truth, fresh.predictions, reach).shares[0]! / 200;
    }
    expect(held).toBeGreaterThan(0.89);
    expect(held).toBeLessThan(0.93);
  });
});

describe('the columns', () => {
  it('are low and high of each target', () => {
    const columns = intervalColumns(numbers([10, -2], ['a', 'b']), [1, 0.5], String);
    expect(columns.map(({ name, cell }) => [name, cell(0)])).toEqual([
      ['a_low', '9'],
      ['a_high', '11'],
      ['b_low', '-2.5'],
      ['b_high', '-1.5'],
    ]);
  });

  it('keep the class whose probability the margin comes from, whatever 1 - (1 - p) is rounded to', () => {
    const p = 0.3;
    expect(1 - (1 - p)).toBeGreaterThan(p);
    const of: ClassPredictions = {
      kind: 'class',
      classes: ['a', 'b', 'c'],
      probabilities: Float64Array.of(p, 0.6, 0.1),
      chosen: Int32Array.of(1),
    };
    expect(classSet(of, 0, 1 - p)).toEqual([0, 1]);
  });

  it('are a JSON array of classes, never an empty one', () => {
    const three: ClassPredictions = {
      kind: 'class',
      classes: ['x', 'say "y"', 'z'],
      probabilities: Float64Array.of(0.5, 0.4, 0.1, 0.4, 0.3, 0.3, Number.NaN, Number.NaN, Number.NaN),
      chosen: Int32Array.of(0, 0, 0),
    };
    expect(classSet(three, 0, 0.6)).toEqual([0, 1]);
    expect(classSet(three, 1, 0.1)).toEqual([0]);
    const [column] = intervalColumns(three, [0.6], String);
    expect(column!.name).toBe('prediction_set');
    expect([0, 2].map(column!.cell)).toEqual(['["x","say \\"y\\""]', '']);
  });
});
