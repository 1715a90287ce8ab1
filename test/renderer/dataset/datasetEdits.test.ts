// What a person does to columns and to the split, before it is sent: pure changes of the spec, and of what is looked at.
import { describe, expect, test } from 'vitest';
import { type RunSpec, splitSpecSchema } from '../../../app/contract/spec/spec.ts';
import type { Dataset } from '../../../app/contract/table/dataset.ts';
import type { Dialect } from '../../../app/contract/table/reading.ts';
import { bodyHeight, rowSpan, scrollTopOf } from '../../../renderer/controls/table/gridWindow.ts';
import { withPreparation, withRole } from '../../../renderer/screens/dataset/column/columnEdits.ts';
import { likelyOrder, moved } from '../../../renderer/screens/dataset/preparing/levelOrder.ts';
import {
  sharesAt,
  splitOfKind,
  withShare,
  withValueIn,
} from '../../../renderer/screens/dataset/splitting/splitEdits.ts';
import { cellReader } from '../../../renderer/screens/dataset/table/cellState.ts';
import { extended, toggled } from '../../../renderer/screens/dataset/table/columnSelection.ts';
import { gridKey } from '../../../renderer/screens/dataset/table/gridKeys.ts';
import { lineOf } from '../../../renderer/wording/oneLine.ts';

const spec = {
  data: {
    columns: [
      { name: 'a', role: 'feature', type: 'number' },
      { name: 'b', role: 'weight', type: 'number' },
      { name: 'c', role: 'target', type: 'number' },
    ],
  },
} as RunSpec;
const rolesOf = ({ data }: RunSpec) => data.columns.map(({ role }) => role);

describe('a role', () => {
  test('of weight is one column’s alone', () => {
    expect(rolesOf(withRole(spec, ['a'], 'weight'))).toEqual(['weight', 'ignored', 'target']);
  });
  test('may be that of several columns', () => {
    expect(rolesOf(withRole(spec, ['a', 'b'], 'ignored'))).toEqual(['ignored', 'ignored', 'target']);
  });
  test('leaves one target', () => {
    expect(withRole(spec, ['c'], 'feature')).toBe(spec);
    expect(rolesOf(withRole(withRole(spec, ['a'], 'target'), ['c'], 'feature'))[2]).toBe('feature');
  });
});

describe('a preparation', () => {
  test('keeps the settings beside the changed one', () => {
    const once = withPreparation(withPreparation(spec, ['a'], { log: true }), ['a'], { scaling: 'robust' });
    expect(once.data.columns[0]?.prepare).toEqual({ log: true, scaling: 'robust' });
  });
  test('goes when nothing is left of it', () => {
    const back = withPreparation(withPreparation(spec, ['a'], { log: true }), ['a'], { log: undefined });
    expect(back).toEqual(spec);
  });
});

describe('choosing columns', () => {
  const names = ['a', 'b', 'c', 'd'];
  test('reaches from one to another in either direction', () => {
    expect(extended(names, 'b', 'd')).toEqual(['b', 'c', 'd']);
    expect(extended(names, 'c', 'a')).toEqual(['c', 'b', 'a']);
    expect(extended(names, null, 'b')).toEqual(['b']);
  });
  test('puts one beside the others and takes it away', () => {
    expect(toggled(toggled(['a'], 'c'), 'a')).toEqual(['c']);
  });
});

const pressed = (key: string, more = {}) => ({
  ...{ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
  ...more,
});

test.each([
  [pressed('ArrowRight'), { do: 'go', to: 4, extend: false }],
  [pressed('ArrowLeft', { shiftKey: true }), { do: 'go', to: 2, extend: true }],
  [pressed('End'), { do: 'go', to: 9, extend: false }],
  [pressed('t'), { do: 'open', list: 'type' }],
  [pressed('R', { shiftKey: true }), { do: 'open', list: 'role' }],
  [pressed('r', { ctrlKey: true }), null],
  [pressed('x'), null],
])('%j in the header does %j', (key, asked) => {
  expect(gridKey(key, 3, 10, true)).toEqual(asked);
});

test('letters do nothing in the header where keys of one character are switched off', () => {
  for (const key of ['t', 'r']) expect(gridKey(pressed(key), 3, 10, false)).toBeNull();
  expect(gridKey(pressed('Escape'), 3, 10, false)).toEqual({ do: 'chooseNone' });
});

test.each([100, 1_000_000])('row by row, each of %d rows can be gone to', (rows) => {
  const view = 300;
  for (const row of [0, 17, Math.floor(rows / 2), rows - 1]) {
    const top = Math.min(scrollTopOf(row, view, rows), bodyHeight(rows) - view);
    const { first, end } = rowSpan(top, view, rows);
    expect(row).toBeGreaterThanOrEqual(first);
    expect(row).toBeLessThan(end);
  }
});

describe('a cell', () => {
  const dialect = { missing: ['NA', ' - '], decimal: ',', thousands: '.' } as unknown as Dialect;
  const reading = { formats: { t: { missing: ['-999'] } } };
  const read = cellReader({ dialect, reading });
  test.each([
    [null, 'number', 'missing'],
    ['  ', 'category', 'missing'],
    [' na ', 'number', 'missing'],
    ['-', 'category', 'missing'],
    ['1.234,5', 'number', 'value'],
    ['-3', 'number', 'value'],
    ['1e-5', 'number', 'value'],
    ['$ 12', 'number', 'value'],
    ['unknown', 'number', 'strange'],
    ['unknown', 'category', 'value'],
  ] as const)('%j in a column of type %s is a %s', (text, type, state) => {
    expect(read(text, { name: 'v', type })).toBe(state);
  });
  test.each([
    ['USD 1.200,50', 'value'],
    ['usd 5', 'value'],
    ['7', 'value'],
    ['EUR 5', 'strange'],
    ['USD 5 or so', 'strange'],
  ] as const)('%j in a column of dollars is a %s', (text, state) => {
    const unit = { text: 'USD', before: true };
    expect(read(text, { name: 'v', type: 'number', unit })).toBe(state);
  });
  test('is missing by a spelling of its own column, not of another one', () => {
    expect(read('-999', { name: 't', type: 'number' })).toBe('missing');
    expect(read('-999', { name: 'v', type: 'number' })).toBe('value');
  });
  test('of several lines stands on one, and a long one is cut off', () => {
    expect(lineOf('a\r\nb\nc')).toBe('a↵b↵c');
    expect(lineOf('x'.repeat(1e6)).length).toBeLessThan(400);
  });
});

describe('an order of levels', () => {
  test('closes up around what was moved', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  });
  test('begins as words of a scale and numbers would have it', () => {
    expect(likelyOrder(['High', 'low', 'Medium'], 'en')).toEqual(['low', 'Medium', 'High']);
    expect(likelyOrder(['10', '9', '1'], 'en')).toEqual(['1', '9', '10']);
    expect(likelyOrder(['상', '하', '중'], 'ko')).toEqual(['하', '중', '상']);
  });
});

describe('a split', () => {
  const dataset = {
    fileColumn: null,
    columns: [
      { name: 'x', type: 'number', distinct: 90, levels: [] },
      { name: 'when', type: 'date', distinct: 90, levels: [] },
      { name: 'kind', type: 'category', distinct: 2, levels: [{ value: 'a' }, { value: 'b' }] },
      { name: 'split', type: 'category', distinct: 2, levels: [{ value: 'test' }, { value: 'train' }] },
    ],
  } as unknown as Dataset;
  const usual = { train: 0.7, validation: 0.15, test: 0.15 };

  test.each(['share', 'group', 'time', 'column', 'fold'] as const)(
    'by %s is one the contract takes',
    (kind) => {
      const split = splitOfKind(kind, usual, dataset);
      expect(splitSpecSchema.parse(split)).toEqual(split);
    },
  );
  test('by time goes by a date, by a column by one that is called so', () => {
    expect(splitOfKind('time', usual, dataset)).toMatchObject({ column: 'when' });
    expect(splitOfKind('column', usual, dataset)).toMatchObject({ column: 'split' });
  });
  test('by a column goes by the column of files, where there is one', () => {
    const columns = [...dataset.columns, { name: 'file', distinct: 40, levels: [] }];
    const joined = { ...dataset, columns, fileColumn: 'file' } as unknown as Dataset;
    expect(splitOfKind('column', usual, joined)).toMatchObject({ column: 'file' });
  });
  test('by a column needs one of few values', () => {
    expect(splitOfKind('column', usual, { ...dataset, columns: dataset.columns.slice(0, 2) })).toBeNull();
  });
  test('takes a share from the training rows and always leaves some', () => {
    expect(withShare(usual, 'test', 20)).toEqual({ train: 0.65, validation: 0.15, test: 0.2 });
    expect(withShare(usual, 'test', 99).train).toBeGreaterThan(0);
    for (const percent of [0, 12.5, 33.3, 99])
      expect(splitSpecSchema.safeParse(withShare(usual, 'validation', percent)).success).toBe(true);
  });
  test('has borders that keep their order', () => {
    expect(sharesAt(60, 80)).toEqual({ train: 0.6, validation: 0.2, test: 0.2 });
    expect(sharesAt(-5, 200)).toEqual({ train: 0.01, validation: 0.99, test: 0 });
    expect(splitSpecSchema.safeParse(sharesAt(33, 67)).success).toBe(true);
  });
  test('by a column has each value in one part', () => {
    const split = { by: 'column', column: 'kind', validation: [], test: ['a'] } as const;
    const next = withValueIn({ ...split, validation: [], test: ['a'] }, 'a', 'validation');
    expect(next).toMatchObject({ validation: ['a'], test: [] });
    expect(withValueIn(next, 'a', 'train')).toMatchObject({ validation: [], test: [] });
  });
});
