import { describe, expect, test } from 'vitest';
import { errorsOf, orderedClasses } from '../../../renderer/screens/evaluation/good/classes/classOrder.ts';

/** [hits, rows, rows predicted as it]. */
const of = (value: string, hits: number, rows: number, predicted: number) => ({
  value,
  precision: predicted === 0 ? null : hits / predicted,
  recall: rows === 0 ? null : hits / rows,
  f1: null,
  rows,
});
const classes = [
  of('Setosa', 9, 10, 12),
  of('virginica', 30, 40, 30),
  of('empty', 0, 0, 5),
  of('unseen', 0, 3, 0),
];
const names = (...args: Parameters<typeof orderedClasses>) =>
  orderedClasses(...args).map(({ value }) => value);

describe('the class table', () => {
  test('counts the rows of a class taken for others and of others taken for it', () => {
    expect(classes.map((one) => Math.round(errorsOf(one)))).toEqual([4, 10, 0, 3]);
  });

  test('keeps the index of a class in the model whatever the order', () => {
    expect(orderedClasses(classes, 'rows', '').map(({ index }) => index)).toEqual([1, 0, 3, 2]);
    expect(names(classes, 'confused', '')).toEqual(['virginica', 'Setosa', 'unseen', 'empty']);
    expect(names(classes, 'model', '')).toEqual(['Setosa', 'virginica', 'empty', 'unseen']);
  });

  test('finds a class by a part of its name in any case', () => {
    expect(names(classes, 'model', ' SET')).toEqual(['Setosa']);
    expect(names(classes, 'model', 'none')).toEqual([]);
  });
});
