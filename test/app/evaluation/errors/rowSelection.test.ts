import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../../app/contract/run/errorRows.ts';
import { residualsAgainst } from '../../../../app/evaluation/errors/residuals.ts';
import { rowErrors } from '../../../../app/evaluation/errors/rowErrors.ts';
import { badness, judgedRow, selectedRows } from '../../../../app/evaluation/errors/rowSelection.ts';

const classes = rowErrors({
  rows: Uint32Array.of(3, 5, 8, 9),
  truth: Float64Array.of(0, 0, 1, 2),
  predictions: {
    kind: 'class',
    classes: ['a', 'b', 'c'],
    probabilities: Float64Array.of(0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.6, 0.3, 0.1, 0.2, 0.2, 0.6),
    chosen: Int32Array.of(0, 1, 0, 2),
  },
});
const numbers = rowErrors({
  rows: Uint32Array.of(0, 1, 2),
  truth: Float64Array.of(1, 10, 2, 20, 3, 30),
  predictions: {
    ...{ kind: 'numeric', names: ['x', 'y'] },
    values: Float64Array.of(1, 13, 2, 20, 3, 28),
  },
});
const columns = new Map([['size', Float64Array.of(5, Number.NaN, 7)]]);
const select = (errors: typeof classes, selection: Selection, target = 0, groups: number[] | null = null) => [
  ...selectedRows(errors, selection, { target, columns, groups: groups && Int32Array.from(groups) }),
];

describe('rows are selected', () => {
  it('by a cell, a true class, a predicted class or a pair', () => {
    expect(select(classes, { kind: 'cell', actual: 0, predicted: 1 })).toEqual([1]);
    expect(select(classes, { kind: 'cell', actual: 0, predicted: null })).toEqual([0, 1]);
    expect(select(classes, { kind: 'cell', actual: null, predicted: 0 })).toEqual([0, 2]);
    expect(select(classes, { kind: 'pair', first: 1, second: 0 })).toEqual([1, 2]);
    expect(select(classes, { kind: 'wrong' })).toEqual([1, 2]);
    expect(select(classes, { kind: 'all' })).toEqual([0, 1, 2, 3]);
  });

  it('by ranges of actual, predicted, residual and a column, both ends included', () => {
    const within = (of: 'actual' | 'predicted' | 'residual', low: number, high: number): Selection => ({
      kind: 'ranges',
      ranges: [{ of: { kind: of }, low, high }],
    });
    expect(select(numbers, within('actual', 10, 20), 1)).toEqual([0, 1]);
    expect(select(numbers, within('predicted', 13, 20), 1)).toEqual([0, 1]);
    expect(select(numbers, within('residual', -2, 0), 1)).toEqual([1, 2]);
    expect(select(numbers, within('residual', -2, 0), 0)).toEqual([0, 1, 2]);
    const size = { of: { kind: 'column', column: 'size' }, low: 0, high: 10 } as const;
    expect(select(numbers, { kind: 'ranges', ranges: [size] }, 1)).toEqual([0, 2]);
  });

  it('by a group', () => {
    const group: Selection = { kind: 'group', column: 'size', by: null, group: 1 };
    expect(select(numbers, group, 0, [1, 0, 1])).toEqual([0, 2]);
  });

  it('not at all by what the predictions do not have', () => {
    expect(select(numbers, { kind: 'wrong' })).toEqual([]);
    expect(select(classes, { kind: 'cell', actual: 9, predicted: 9 })).toEqual([]);
    expect(
      select(classes, { kind: 'ranges', ranges: [{ of: { kind: 'actual' }, low: 0, high: 9 }] }),
    ).toEqual([]);
  });
});

describe('a row', () => {
  it('is worse with a lower probability of its class, or a larger error of the target', () => {
    expect([...badness(classes, 0)].map((value) => Number(value.toFixed(9)))).toEqual([0.3, 0.9, 0.7, 0.4]);
    expect([...badness(numbers, 1)]).toEqual([3, 0, 2]);
  });

  it('is told with prediction and truth', () => {
    expect(judgedRow(classes, 0, 1)).toEqual({
      ...{ kind: 'class', actual: 0, predicted: 1, given: 0.1, most: 0.8, probabilities: [0.1, 0.8, 0.1] },
    });
    expect(judgedRow(numbers, 1, 2)).toEqual({ kind: 'numeric', actual: 30, predicted: 28 });
  });
});

describe('residuals', () => {
  it('are thinned to points, with the median of neighbours and a spread that has an edge at 0', () => {
    // The residual is 1 where x is even, and -1 elsewhere; x = 7 is missing.
    const at = (row: number) => (row === 7 ? Number.NaN : row / 100);
    const found = residualsAgainst(10_000, at, (row) => (row < 5_000 ? 1 : -1));
    expect(found).toMatchObject({ rows: 9_999, missing: 1 });
    expect(found.points).toHaveLength(2_000);
    expect(found.median[0]?.[1]).toBe(1);
    expect(found.median.at(-1)?.[1]).toBe(-1);
    const filled = found.spread.bins.filter(({ rows }) => rows > 0);
    expect(filled).toEqual([
      { rows: 5_000, least: -1, most: -1 },
      { rows: 4_999, least: 1, most: 1 },
    ]);
    expect(Number.isInteger(-found.spread.low / found.spread.step)).toBe(true);
  });

  it('that are all 0, or none, have a spread', () => {
    expect(
      residualsAgainst(
        3,
        (row) => row,
        () => 0,
      ).spread.bins,
    ).toEqual([{ rows: 3, least: 0, most: 0 }]);
    expect(
      residualsAgainst(
        0,
        (row) => row,
        () => 0,
      ),
    ).toEqual({
      ...{ rows: 0, missing: 0, points: [], median: [], spread: { low: 0, step: 1, bins: [] } },
    });
  });
});
