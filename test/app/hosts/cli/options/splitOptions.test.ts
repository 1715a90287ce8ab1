// Options about the split and about columns -> what the spec says.
import { describe, expect, it } from 'vitest';
import { preparations } from '../../../../../app/hosts/cli/options/prepareText.ts';
import { type SplitOptions, splitOf } from '../../../../../app/hosts/cli/options/splitOptions.ts';

const usual = { train: 0.7, validation: 0.15, test: 0.15 };

describe('the split', () => {
  const asked: [options: SplitOptions, split: unknown][] = [
    [{}, undefined],
    [{ split: usual }, usual],
    [{ stratify: false }, { ...usual, stratified: false }],
    [{ group: 'g' }, { by: 'group', ...usual }],
    [{ group: 'g', splitBy: 'share' }, usual],
    [
      { time: 't', split: { train: 0.8, validation: 0.1, test: 0.1 } },
      { by: 'time', column: 't', train: 0.8, validation: 0.1, test: 0.1 },
    ],
    [
      { partColumn: 'p', testValue: ['x', 'y'] },
      { by: 'column', column: 'p', validation: ['validation'], test: ['x', 'y'] },
    ],
    [
      { folds: 5, fold: 2 },
      { by: 'fold', folds: 5, fold: 2, validation: 0.15 },
    ],
    [
      { folds: 5, group: 'g' },
      { by: 'fold', folds: 5, fold: 1, validation: 0.15 },
    ],
  ];
  it.each(asked)('of %j is what they imply', (options, split) => {
    expect(splitOf(options, undefined)).toEqual(split);
  });

  it('of a spec is changed where something is said', () => {
    const fold = { by: 'fold', folds: 4, fold: 1, validation: 0.2 } as const;
    expect(splitOf({ fold: 3 }, undefined, fold)).toEqual({ ...fold, fold: 3 });
    const split = { train: 0.5, validation: 0.25, test: 0.25 };
    expect(splitOf({ split }, undefined, { by: 'group', ...usual })).toEqual({ by: 'group', ...split });
  });

  it.each([
    [{ splitBy: 'time' }, /--split-by time needs --time/],
    [{ splitBy: 'column' }, /needs --part-column/],
    [{ fold: 2 }, /--fold needs --folds/],
    [{ folds: 3, fold: 4 }, /--fold must be a whole number from 1 to 3; it is 4/],
    [{ time: 't', folds: 3 }, /--folds does not work with a split by time/],
    [{ splitBy: 'share', time: 't' }, /--time does not work with a split by share/],
  ] as [SplitOptions, RegExp][])('of %j is refused', (options, message) => {
    expect(() => splitOf(options, undefined)).toThrow(message);
  });
});

describe('a column', () => {
  it.each([
    ['income: scaling=robust, log', { income: { scaling: 'robust', log: true } }],
    ['income:MISSING=-1,indicator=no', { income: { missing: -1, indicator: false } }],
    ['a: b: order=low, very | high', { 'a: b': { encoding: 'ordinal', order: ['low, very', 'high'] } }],
    ['when: parts=month|WeekDay', { when: { parts: ['month', 'weekday'] } }],
    ['income: piecewise-linear, bins=8', { income: { piecewiseLinear: true, bins: 8 } }],
    ['city: levels=5, other', { city: { levels: 5, other: true } }],
  ])('%s', (text, expected) => {
    expect(preparations([text], ['income', 'a', 'a: b', 'when', 'city'])).toEqual(expected);
  });

  it('that is named twice has the settings of both', () => {
    expect(preparations(['x: log', 'x: scaling=none'], ['x'])).toEqual({ x: { log: true, scaling: 'none' } });
  });

  it.each([
    ['income', /needs a column, a colon and settings/],
    ['x: scalin=none', /did you mean scaling\?/],
    ['x: scaling=fast', /scaling must be standard or minMax or robust or none; it is fast/],
    ['x: levels=0', /levels must be a whole number from 1 to 100; it is 0/],
    ['x: bins=1', /bins must be a whole number from 2 to 128; it is 1/],
    ['x: parts=hours', /parts must be some of time/],
    ['x: log=perhaps', /log must be true or false/],
  ])('%s is refused', (text, message) => {
    expect(() => preparations([text], ['x'])).toThrow(message);
  });
});
