import { describe, expect, it } from 'vitest';
import { wilson } from '../../../../app/evaluation/comparison/wilson.ts';
import { fisher } from '../../../../app/evaluation/distributions/fisher.ts';
import { studentTails } from '../../../../app/evaluation/distributions/studentT.ts';
import { groupMeasure } from '../../../../app/evaluation/errors/groupScores.ts';
import type { ClassErrors, NumberErrors } from '../../../../app/evaluation/errors/rowErrors.ts';
import { worstGroups } from '../../../../app/evaluation/errors/worstGroups.ts';

function classErrors(truth: number[], chosen: number[]): ClassErrors {
  const rows = Uint32Array.from(truth, (_, row) => row);
  const sure = new Float64Array(truth.length).fill(0.9);
  return {
    ...{ kind: 'class', rows, classes: ['a', 'b'], given: sure, most: sure, probabilities: null },
    ...{ truth: Int32Array.from(truth), chosen: Int32Array.from(chosen) },
  };
}

/** Two targets; only the second one is wrong. */
function numberErrors(errors: number[]): NumberErrors {
  return {
    ...{ kind: 'numeric', names: ['first', 'second'], rows: Uint32Array.from(errors, (_, row) => row) },
    truth: new Float64Array(2 * errors.length),
    values: Float64Array.from(errors.flatMap((error) => [0, error])),
  };
}

const half = (rows: number) => Int32Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 0 : 1));

describe('the score of a group', () => {
  it('is its accuracy with Wilson’s interval, beside that of the rest', () => {
    const truth = Array.from({ length: 20 }, () => 0);
    const chosen = truth.map((_, row) => (row < 7 ? 1 : 0));
    const measure = groupMeasure(classErrors(truth, chosen), 'accuracy', 0);
    expect(measure).toMatchObject({ metric: 'accuracy', method: 'wilson', rows: 20, value: 13 / 20 });
    const [first, second] = measure.scores(half(20), 2);
    expect(first).toEqual({
      ...{ rows: 10, wrong: 7, value: 0.3, ...wilson(3, 10), rest: 1 },
      chance: fisher(3, 10, 13, 20),
    });
    // All ten rows that are right among the rest: C(13,3) C(7,7) / C(20,10), on both sides.
    expect(first?.chance).toBeCloseTo((2 * 286) / 184_756, 12);
    expect(second).toMatchObject({ wrong: 0, value: 1, rest: 0.3 });
  });

  it('is the mean recall of the classes that the group has, where classes are rare', () => {
    // Group 0: a right twice of four, b never of one. Group 1: a always.
    const truth = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
    const chosen = [0, 0, 1, 1, 0, 0, 0, 0, 0, 0];
    const measure = groupMeasure(classErrors(truth, chosen), 'balancedAccuracy', 0);
    expect(measure.value).toBeCloseTo((7 / 9 + 0) / 2, 12);
    const [first, second] = measure.scores(half(10), 2);
    expect(first).toMatchObject({ rows: 5, wrong: 3, value: 0.25, rest: 1 });
    // b does not occur among its rows, so that the rest is scored on a alone.
    expect(second).toMatchObject({ rows: 5, wrong: 0, value: 1, rest: 0.5, high: 1 });
    expect(second?.low).toBeGreaterThan(0.5);
    expect(first?.chance).toBeLessThan(0.05);
  });

  it('is no better than that of the rest only because the group has no row of the hard class', () => {
    // a always right, b never; group 0 has no b.
    const truth = Array.from({ length: 40 }, (_, row) => (row < 30 ? 0 : 1));
    const measure = groupMeasure(classErrors(truth, new Array(40).fill(0)), 'balancedAccuracy', 0);
    const [first, second] = measure.scores(half(40), 2);
    expect(first).toMatchObject({ value: 1, rest: 1, chance: 1 });
    expect(second).toMatchObject({ value: 0.5, rest: 1, chance: 1 });
    // A group that shares no class with the rest is compared with nothing.
    expect(measure.scores(Int32Array.from(truth), 2)[0]).toMatchObject({
      value: 1,
      rest: null,
      chance: null,
    });
  });

  it('is the mean absolute error of one target, with Student’s interval and Welch’s test', () => {
    const measure = groupMeasure(numberErrors([1, -2, 3, -4, 5, 0, 0, 1, -1, 0]), 'accuracy', 1);
    expect(measure).toMatchObject({ metric: 'mae', method: 'student', rows: 10, value: 1.7 });
    const [first, second] = measure.scores(half(10), 2);
    // Errors 1..5: variance 2.5, standard error sqrt(0.5); t of 4 degrees at 5 % is 2.7764.
    expect(first).toMatchObject({ rows: 5, wrong: null });
    expect(first?.value).toBeCloseTo(3, 12);
    expect(first?.rest).toBeCloseTo(0.4, 12);
    expect(first?.high).toBeCloseTo(3 + 2.7764451 * Math.sqrt(0.5), 6);
    const error = 0.5 + 0.3 / 5;
    const degrees = error ** 2 / (0.5 ** 2 / 4 + 0.06 ** 2 / 4);
    expect(first?.chance).toBeCloseTo(studentTails(2.6 / Math.sqrt(error), degrees), 12);
    expect(second?.low).toBe(0);
  });

  it('is compared with nothing where it or the rest has fewer than five rows', () => {
    const measure = groupMeasure(numberErrors([1, 2, 3, 4, 5, 6, 7, 8]), 'accuracy', 1);
    const [few, rest] = measure.scores(Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), 2);
    expect(few).toMatchObject({ rows: 4, low: null, high: null, chance: null });
    expect(rest?.chance).toBeNull();
    expect(measure.scores(new Int32Array(8), 1)[0]).toMatchObject({ rest: null, chance: null });
  });
});

describe('the worst groups', () => {
  const group = (value: number, chance: number | null) => ({
    ...{ rows: 10, wrong: null, value, low: null, high: null, rest: 1, chance },
    name: { kind: 'number' as const, value },
  });
  const column = (name: string, ...groups: ReturnType<typeof group>[]) => ({
    column: name,
    by: null,
    groups,
  });

  it('have a chance that is multiplied by the number of groups compared', () => {
    const found = worstGroups(
      [column('x', group(2, 0.01), group(0.5, 0.01)), column('y', group(3, null), group(1.5, 0.4))],
      'mae',
    );
    expect(found).toMatchObject({ compared: 3, columns: 2 });
    expect(found.groups.map(({ value, chance }) => [value, chance])).toEqual([
      [2, 0.03],
      [1.5, 1],
    ]);
  });

  it('begin with those that are hardly chance, the largest difference first', () => {
    const found = worstGroups(
      [column('x', group(9, 0.3), group(2, 1e-6)), column('y', group(3, 1e-4), group(1.2, 0.2))],
      'mae',
    );
    expect(found.groups.map(({ value, group }) => [value, group])).toEqual([
      [3, 0],
      [2, 1],
      [1.2, 1],
      [9, 0],
    ]);
  });

  it('are none where no group is worse than the rest', () => {
    expect(worstGroups([column('x', group(0.5, 0.01))], 'mae').groups).toEqual([]);
    expect(worstGroups([column('x', group(2, 0.01))], 'accuracy').groups).toEqual([]);
  });
});
