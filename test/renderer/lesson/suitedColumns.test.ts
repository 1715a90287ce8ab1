import { describe, expect, test } from 'vitest';
import type { OwnTable } from '../../../app/contract/lesson/lesson.ts';
import {
  featureMisfit,
  firstChoice,
  targetMisfit,
} from '../../../renderer/screens/lesson/own/suitedColumns.ts';

const column = (name: string, type: 'number' | 'category' | 'boolean' | 'date' | 'text', distinct = 9) => ({
  ...{ name, type, distinct },
});
const own = (target: OwnTable['target'], more: Partial<OwnTable> = {}): OwnTable => ({
  ...{ target, features: 2, numbersOnly: true },
  ...more,
});

describe('a target', () => {
  test.each([
    ['number', column('a', 'number'), null],
    ['number', column('a', 'category'), 'number'],
    ['number', column('a', 'number', 1), 'constant'],
    ['two classes', column('a', 'category', 2), null],
    ['two classes', column('a', 'number', 2), null],
    ['two classes', column('a', 'category', 3), 'twoClasses'],
    ['classes', column('a', 'category', 3), null],
    ['classes', column('a', 'category', 2), 'classes'],
    ['classes', column('a', 'number', 3), 'classes'],
    ['classes', column('a', 'category', 2000), 'classes'],
  ] as const)('for a lesson about %s: %o is %s', (target, one, misfit) => {
    expect(targetMisfit(one, own(target))).toBe(misfit);
  });
});

describe('a feature', () => {
  test('must be of numbers, unless the lesson takes categories too', () => {
    const color = column('color', 'category');
    expect(featureMisfit(color, own('number'))).toBe('number');
    expect(featureMisfit(color, own('number', { numbersOnly: false }))).toBeNull();
    expect(featureMisfit(column('when', 'date'), own('number', { numbersOnly: false }))).toBe('text');
  });
});

test('the last suited column is proposed as the target, the first others as features', () => {
  const columns = [column('id', 'text'), column('a', 'number'), column('b', 'number'), column('c', 'number')];
  expect(firstChoice(columns, own('number'))).toEqual({ target: 'c', features: ['a', 'b'] });
  expect(firstChoice([column('id', 'text')], own('number'))).toEqual({ target: null, features: [] });
});
