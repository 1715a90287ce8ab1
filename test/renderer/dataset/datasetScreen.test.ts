// What the dataset screen computes for itself: which part of a table is in view, roles, and the lines of the flow.
import { describe, expect, test } from 'vitest';
import type { ColumnSummary } from '../../../app/contract/table/dataset.ts';
import {
  bodyHeight,
  chunkRows,
  columnEdges,
  columnSpan,
  rowHeight,
  rowSpan,
} from '../../../renderer/controls/table/gridWindow.ts';
import { mayBeCategory, tasksFor } from '../../../renderer/screens/dataset/columnRole.ts';
import { layoutFlow } from '../../../renderer/screens/dataset/preparing/flowLayout.ts';

function column(name: string, more: Partial<ColumnSummary> = {}): ColumnSummary {
  return {
    name,
    type: 'number',
    missing: 0,
    distinct: 100,
    min: 0,
    max: 1,
    mean: 0.5,
    median: 0.5,
    deviation: 0.3,
    quantiles: null,
    whole: false,
    levels: [],
    histogram: { counts: [] },
    profiled: true,
    ...more,
  };
}

describe('rows in view', () => {
  test('begin at the top', () => {
    expect(rowSpan(0, 300, 344)).toEqual({ first: 0, end: 11, offset: 0 });
  });
  test('move by less than a row', () => {
    expect(rowSpan(95, 300, 344)).toEqual({ first: 3, end: 14, offset: 5 });
  });
  test('end with the last row', () => {
    expect(rowSpan(344 * rowHeight - 300, 300, 344)).toMatchObject({ first: 334, end: 344 });
  });
  test('of a million-row table reach the last row at the end of the scroll bar', () => {
    const height = bodyHeight(3_000_000);
    expect(height).toBeLessThan(33_000_000);
    expect(rowSpan(height - 300, 300, 3_000_000)).toMatchObject({ first: 2_999_990, end: 3_000_000 });
    expect(rowSpan(0, 300, 3_000_000)).toMatchObject({ first: 0 });
  });
});

describe('columns in view', () => {
  const many = Array.from({ length: 5000 }, (_, index) => column(`column_${index}`));
  test('are a handful of five thousand', () => {
    const edges = columnEdges(many, 900);
    const { first, end } = columnSpan((edges.at(-1) ?? 0) / 2, 900, edges);
    expect(end - first).toBeLessThan(12);
    expect(first).toBeGreaterThan(2400);
  });
  test('fill the view when there are few', () => {
    const edges = columnEdges([column('a'), column('b')], 300);
    expect(edges.at(-1)).toBe(300);
    expect(columnSpan(0, 300, edges)).toMatchObject({ first: 0, end: 2 });
  });
  test('include the last one at the end', () => {
    const edges = columnEdges(many, 900);
    expect(columnSpan((edges.at(-1) ?? 0) - 900, 900, edges).end).toBe(5000);
  });
  test('are asked for in fewer rows where there are many', () => {
    expect([chunkRows(5), chunkRows(400), chunkRows(5000)]).toEqual([200, 100, 20]);
  });
});

describe('a column', () => {
  test('of words has one task', () => {
    expect(tasksFor(column('species', { type: 'category', distinct: 3 }))).toEqual(['multiclass']);
    expect(tasksFor(column('sex', { type: 'category', distinct: 2 }))).toEqual(['binary']);
  });
  test('of few whole numbers may be a number or classes', () => {
    expect(tasksFor(column('cylinders', { whole: true, distinct: 5 }))).toEqual(['regression', 'multiclass']);
    expect(tasksFor(column('weight', { whole: true, distinct: 350 }))).toEqual(['regression']);
  });
});

describe('a number column of few values', () => {
  test('may be read as a category and back', () => {
    expect(mayBeCategory(column('cylinders', { distinct: 5 }))).toBe(true);
    expect(mayBeCategory(column('weight', { distinct: 350 }))).toBe(false);
    expect(mayBeCategory(column('name', { type: 'category', distinct: 5 }))).toBe(false);
  });
});

const words = {
  missing: 'missing',
  other: 'other',
  log: (column: string) => `${column} (log)`,
  indicator: 'is missing',
  part: (part: string) => part,
  bin: (from: number, to: number) => `${from} to ${to}`,
};

describe('the flow from columns to inputs', () => {
  test('names what a preparation adds', () => {
    const { columns } = layoutFlow(
      [
        { kind: 'oneHot', column: 'city', levels: ['a'], others: ['b', 'c'] },
        { kind: 'numeric', column: 'income', median: 1, mean: 0, scale: 1, log: true, indicator: true },
        {
          kind: 'date',
          column: 'day',
          first: 'year',
          parts: [
            { part: 'month', median: 1, mean: 0, scale: 1 },
            { part: 'weekday', median: 1, mean: 0, scale: 1 },
          ],
        },
      ],
      words,
    );
    expect(columns.map(({ inputs }) => inputs.map(({ label }) => label))).toEqual([
      ['= a', '= other'],
      ['income (log)', 'is missing'],
      ['month', 'weekday'],
    ]);
  });
  test('draws the first bins of a number and the last one, and counts those between', () => {
    const number = { kind: 'numeric' as const, column: 'x', median: 1, mean: 0, scale: 1 };
    const labels = (edges: number[]) =>
      layoutFlow([{ ...number, edges }], words).columns[0]?.inputs.map(({ label, more }) => more || label);
    expect(labels([0, 1, 4])).toEqual(['x', '0 to 1', '1 to 4']);
    expect(labels([0, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual([
      'x',
      '0 to 1',
      '1 to 2',
      '2 to 3',
      '3 to 4',
      3,
      '7 to 8',
    ]);
  });
  test('gives each level an input and names the missing one', () => {
    const { columns } = layoutFlow([{ kind: 'oneHot', column: 'sex', levels: ['f', 'm', ''] }], words);
    expect(columns[0]?.inputs.map(({ label }) => label)).toEqual(['= f', '= m', '= missing']);
  });
  test('draws the first levels of many and counts the rest', () => {
    const levels = Array.from({ length: 100 }, (_, index) => `level ${index}`);
    const inputs = layoutFlow([{ kind: 'oneHot', column: 'city', levels }], words).columns[0]?.inputs ?? [];
    expect(inputs).toHaveLength(12);
    expect(inputs.at(-1)?.more).toBe(89);
  });
  test('draws the first columns of many and counts the rest', () => {
    const inputs = Array.from({ length: 5000 }, (_, index) => ({
      kind: 'numeric' as const,
      column: `c${index}`,
      median: 0,
      mean: 0,
      scale: 1,
    }));
    expect(layoutFlow(inputs, words)).toMatchObject({ columnsLeft: 4960 });
  });
  test('never lets two columns overlap', () => {
    const { columns, height } = layoutFlow(
      [
        { kind: 'oneHot', column: 'a', levels: ['1', '2', '3'] },
        { kind: 'numeric', column: 'b', median: 0, mean: 0, scale: 1 },
      ],
      words,
    );
    const lowest = columns[0]?.inputs.at(-1)?.y ?? 0;
    expect(columns[1]?.y).toBeGreaterThan(lowest + 20);
    expect(height).toBeGreaterThan(columns[1]?.y ?? 0);
  });
});
