import { describe, expect, it } from 'vitest';
import {
  groupsOfDateParts,
  groupsOfLevels,
  groupsOfNumbers,
} from '../../../../app/evaluation/errors/groupRows.ts';

const missing = { kind: 'missing' };

describe('the rows of a column are grouped', () => {
  it('by each number where there are few different ones', () => {
    const { codes, names } = groupsOfNumbers(Float64Array.of(4, 8, Number.NaN, 4, 6));
    expect(names).toEqual([
      { kind: 'number', value: 4 },
      { kind: 'number', value: 6 },
      { kind: 'number', value: 8 },
      missing,
    ]);
    expect([...codes]).toEqual([0, 2, 3, 0, 1]);
  });

  it('by bins of about as many rows where there are many numbers', () => {
    const { codes, names } = groupsOfNumbers(Float64Array.from({ length: 200 }, (_, i) => (i * 7) % 200));
    expect(names).toEqual([0, 40, 80, 120, 160].map((low) => ({ kind: 'range', low, high: low + 39 })));
    for (let bin = 0; bin < 5; bin++) expect(codes.filter((code) => code === bin)).toHaveLength(40);
  });

  it('with equal numbers in one bin, which is that number where it has no other', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : i));
    const { codes, names } = groupsOfNumbers(values);
    expect(names).toEqual([
      { kind: 'number', value: 0 },
      { kind: 'range', low: 80, high: 99 },
    ]);
    expect([codes[0], codes[79], codes[80], codes[99]]).toEqual([0, 0, 1, 1]);
  });

  it('by fewer bins where there are few rows', () => {
    expect(groupsOfNumbers(Float64Array.from({ length: 30 }, (_, i) => i)).names).toHaveLength(2);
    expect(groupsOfNumbers(new Float64Array(0)).names).toEqual([]);
    expect(groupsOfNumbers(Float64Array.of(Number.NaN)).names).toEqual([missing]);
  });

  it('by level, the one with the most rows first', () => {
    const { codes, names } = groupsOfLevels(Int32Array.of(2, 0, 2, -1), ['a', 'unused', 'c']);
    expect(names).toEqual([{ kind: 'level', level: 'c' }, { kind: 'level', level: 'a' }, missing]);
    expect([...codes]).toEqual([0, 1, 0, 2]);
  });

  it('with the levels of few rows together where there are many', () => {
    // Levels 0 and 1 have 10 rows each, 20 others one.
    const codes = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? i % 2 : i));
    const found = groupsOfLevels(
      codes,
      Array.from({ length: 40 }, (_, i) => `l${i}`),
    );
    expect(found.names).toEqual([
      { kind: 'level', level: 'l0' },
      { kind: 'level', level: 'l1' },
      { kind: 'others', levels: 20 },
    ]);
    expect(found.codes[39]).toBe(2);
  });

  it('by the values of a part of a date, in their order', () => {
    const { codes, names } = groupsOfDateParts(Float64Array.of(12, 1, Number.NaN, 1));
    expect(names).toEqual([{ kind: 'datePart', value: 1 }, { kind: 'datePart', value: 12 }, missing]);
    expect([...codes]).toEqual([1, 0, 2, 0]);
  });
});
