// Splits other than by shares: groups, time, a column, folds; and rows that repeat others.
import { describe, expect, it } from 'vitest';
import type { ColumnSpec, DataSpec, SplitSpec } from '../../../../app/contract/spec/spec.ts';
import { defaultSplit } from '../../../../app/contract/spec/spec.ts';
import { checkData } from '../../../../app/dataset/checkData.ts';
import { type Split, splitRows } from '../../../../app/dataset/split/split.ts';
import { checkParts } from '../../../../app/dataset/split/splitIssues.ts';
import { lines, tableOf } from '../writtenTable.ts';

function specOf(split: SplitSpec, g: ColumnSpec['role'] = 'ignored', more: Partial<DataSpec> = {}): DataSpec {
  return {
    task: 'binary',
    columns: [
      { name: 'x', role: 'feature', type: 'number' },
      { name: 'g', role: g, type: 'category' },
      { name: 'y', role: 'target', type: 'category' },
    ],
    split,
    ...more,
  };
}

async function tableWith(groups: string[], classOf = (i: number) => 'ab'[i % 2]!) {
  return tableOf(lines('x,g,y', groups.length, (i) => `${i * 1.5},${groups[i]},${classOf(i)}`));
}

function expectCover({ train, validation, test }: Split, rows: number[]) {
  for (const part of [train, validation, test]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
  expect([...train, ...validation, ...test].sort((a, b) => a - b)).toEqual(rows);
}
const all = (count: number) => Array.from({ length: count }, (_, i) => i);
const shares = { train: 0.7, validation: 0.15, test: 0.15 };

describe('groups', () => {
  const groups = Array.from({ length: 300 }, (_, i) => (i % 50 === 0 ? '' : `g${(i * i + 7 * i) % 41}`));

  it('are never split, and parts have about their shares', async () => {
    const table = await tableWith(groups);
    for (const seed of [0, 1, 2]) {
      const split = await splitRows(table, specOf({ by: 'group', ...shares }, 'group'), seed);
      expectCover(split, all(300));
      const groupsOf = (rows: Uint32Array) =>
        new Set([...rows].map((row) => groups[row]!).filter((g) => g !== ''));
      const [a, b, c] = [groupsOf(split.train), groupsOf(split.validation), groupsOf(split.test)];
      expect(a.size + b.size + c.size).toBe(new Set([...a, ...b, ...c]).size);
      expect(Math.abs(split.train.length - 210)).toBeLessThan(20);
      expect(Math.abs(split.test.length - 45)).toBeLessThan(20);
    }
  });

  it('are dealt by the seed alone', async () => {
    const table = await tableWith(groups);
    const data = specOf({ by: 'group', ...shares }, 'group');
    expect(await splitRows(table, data, 5)).toEqual(await splitRows(table, data, 5));
    expect(await splitRows(table, data, 5)).not.toEqual(await splitRows(table, data, 6));
  });

  it('give every part a group where there are as many', async () => {
    const table = await tableWith([...Array(50).fill('p'), ...Array(25).fill('q'), ...Array(25).fill('r')]);
    const split = await splitRows(table, specOf({ by: 'group', ...shares }, 'group'), 1);
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([50, 25, 25]);
  });

  it('stay whole in folds, too', async () => {
    const table = await tableWith(groups.map((g) => g || 'none'));
    const tests: number[] = [];
    for (const fold of [1, 2, 3, 4]) {
      const split = await splitRows(
        table,
        specOf({ by: 'fold', folds: 4, fold, validation: 0.2 }, 'group'),
        1,
      );
      expectCover(split, all(300));
      const held = new Set([...split.test].map((row) => groups[row] || 'none'));
      expect([...split.train, ...split.validation].some((row) => held.has(groups[row] || 'none'))).toBe(
        false,
      );
      tests.push(...split.test);
    }
    expect(tests.sort((a, b) => a - b)).toEqual(all(300));
  });
});

describe('time', () => {
  const byTime = (column = 'g'): SplitSpec => ({ by: 'time', column, ...shares });

  it('is kept: what is learned from is earlier than what judges', async () => {
    const dates = all(100).map(
      (i) => `${String(1 + ((i * 37) % 28)).padStart(2, '0')}.0${1 + ((i * 7) % 9)}.2023`,
    );
    const when = (row: number) => dates[row]!.split('.').reverse().join('');
    const split = await splitRows(await tableWith(dates), specOf(byTime()), 1);
    expectCover(split, all(100));
    const range = (rows: Uint32Array) => [...rows].map(when).sort();
    expect(range(split.train).at(-1)! < range(split.validation)[0]!).toBe(true);
    expect(range(split.validation).at(-1)! < range(split.test)[0]!).toBe(true);
    expect(Math.abs(split.test.length - 15)).toBeLessThan(4);
  });

  it('that is the same stays in one part, and rows without one are learned from', async () => {
    const years = ['', '', ...all(30).map((i) => String(2000 + Math.floor(i / 10)))];
    const table = await tableWith(years);
    const split = await splitRows(table, specOf(byTime()), 1);
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([12, 10, 10]);
    expect([...split.train].slice(0, 2)).toEqual([0, 1]);
    expect((await checkData(table, specOf(byTime()))).map(({ code }) => code)).toContain('time_missing');
  });
});

describe('a column that names test data alone', () => {
  const groups = Array.from({ length: 100 }, (_, i) => (i < 80 ? `g${i % 8}` : 't'));
  const split: SplitSpec = { by: 'column', column: 'g', validation: [], test: ['t'], validationShare: 0.25 };

  it('leaves a share of the other rows for validation, of each class alike', async () => {
    const table = await tableWith(groups);
    const parts = await splitRows(table, specOf(split), 1);
    expectCover(parts, all(100));
    expect([...parts.test]).toEqual(all(100).slice(80));
    expect([parts.train.length, parts.validation.length]).toEqual([60, 20]);
    expect([...parts.validation].filter((row) => row % 2 === 0)).toHaveLength(10);
    expect(await splitRows(table, specOf(split), 1)).toEqual(parts);
    expect(await splitRows(table, specOf(split), 2)).not.toEqual(parts);
  });

  it('keeps groups together among the other rows', async () => {
    const parts = await splitRows(await tableWith(groups), specOf(split, 'group'), 1);
    expect([parts.train.length, parts.validation.length]).toEqual([60, 20]);
    const of = (rows: Uint32Array) => new Set([...rows].map((row) => groups[row]!));
    expect([...of(parts.train)].filter((group) => of(parts.validation).has(group))).toEqual([]);
  });

  it('takes the validation rows that a cell names instead', async () => {
    const parts = await splitRows(
      await tableWith(groups),
      specOf({ ...split, validation: ['g0'] } as SplitSpec),
      1,
    );
    expect([parts.train.length, parts.validation.length, parts.test.length]).toEqual([70, 10, 20]);
  });
});

it('a column says which rows are which, in whatever spelling', async () => {
  const cells = ['1', '2', '3', '', '2', '1', '3', '1'];
  const split: SplitSpec = { by: 'column', column: 'g', validation: ['2.0'], test: ['3', ''] };
  const parts = await splitRows(await tableWith(cells), specOf(split), 1);
  expect([[...parts.train], [...parts.validation], [...parts.test]]).toEqual([
    [0, 5, 7],
    [1, 4],
    [2, 3, 6],
  ]);
});

describe('folds', () => {
  it('cover all rows once, each with its share of the classes', async () => {
    const table = await tableWith(Array(100).fill('g'), (i) => (i % 5 === 0 ? 'a' : 'b'));
    const tests: number[] = [];
    for (const fold of [1, 2, 3, 4, 5]) {
      const split = await splitRows(table, specOf({ by: 'fold', folds: 5, fold, validation: 0.15 }), 3);
      expectCover(split, all(100));
      expect([...split.test].filter((row) => row % 5 === 0)).toHaveLength(4);
      expect([split.train.length, split.validation.length, split.test.length]).toEqual([68, 12, 20]);
      tests.push(...split.test);
    }
    expect(tests.sort((a, b) => a - b)).toEqual(all(100));
  });
});

it('shares that are not stratified are of all rows', async () => {
  const table = await tableWith(Array(200).fill('g'), (i) => (i < 20 ? 'a' : 'b'));
  const counts = new Set<number>();
  for (const seed of all(8)) {
    const split = await splitRows(table, specOf({ ...defaultSplit, stratified: false }), seed);
    expectCover(split, all(200));
    counts.add([...split.test].filter((row) => row < 20).length);
  }
  expect(counts.size).toBeGreaterThan(1);
});

it('rows that repeat an earlier one are in no part', async () => {
  const table = await tableOf('x,g,y\n1,u,a\n1.0,v,a\n2,u,b\n1,u,b\n2,w,b\n,u,a\n,u,a\n1,u,a\n3,u,\n');
  const split = { train: 1, validation: 0, test: 0 };
  const dropped = await splitRows(table, specOf(split, 'ignored', { dropDuplicates: true }), 1);
  expect([[...dropped.train], dropped.duplicates, dropped.withoutTarget]).toEqual([[0, 2, 3, 5], 4, 1]);
  const told = await splitRows(table, specOf(split, 'feature', { dropDuplicates: true }), 1);
  expect([[...told.train], told.duplicates]).toEqual([[0, 1, 2, 3, 4, 5], 2]);
});

describe('what cannot be split', () => {
  const few = ['p', 'q', 'p', 'q', 'p', 'q'];
  const cases: [what: string, data: DataSpec, code: string, severity: string, message: RegExp][] = [
    [
      'without a group',
      specOf({ by: 'group', ...shares }),
      'group_needed',
      'error',
      /no column has the role group/,
    ],
    [
      'fewer groups than parts',
      specOf({ by: 'group', ...shares }, 'group'),
      'groups_too_few',
      'error',
      /2 groups; 3 parts need/,
    ],
    [
      'groups that are not kept',
      specOf({ ...defaultSplit }, 'group'),
      'group_not_kept',
      'warning',
      /may be in several parts/,
    ],
    [
      'an unknown time',
      specOf({ by: 'time', column: 'z', ...shares }),
      'column_unknown',
      'error',
      /no column "z"/,
    ],
    [
      'a time that is none',
      specOf({ by: 'time', column: 'g', ...shares }),
      'time_unusable',
      'error',
      /neither numbers nor dates/,
    ],
    [
      'an unknown column',
      specOf({ by: 'column', column: 'z', validation: [], test: [] }),
      'column_unknown',
      'error',
      /no column "z"/,
    ],
    [
      'a cell that no row has',
      specOf({ by: 'column', column: 'g', validation: ['r'], test: ['q'] }),
      'part_value_unknown',
      'warning',
      /"r" in "g"/,
    ],
    [
      'a cell of two parts',
      specOf({ by: 'column', column: 'g', validation: ['q'], test: ['q'] }),
      'part_value_twice',
      'error',
      /for both validation and test/,
    ],
    [
      'more folds than rows',
      specOf({ by: 'fold', folds: 9, fold: 1, validation: 0.1 }),
      'folds_over_rows',
      'error',
      /9 folds need/,
    ],
  ];
  it.each(cases)('%s is told', async (_what, data, code, severity, message) => {
    const issues = await checkData(await tableWith(few), data);
    expect(issues).toContainEqual(
      expect.objectContaining({ code, severity, message: expect.stringMatching(message) }),
    );
  });

  it('an empty training part blocks, an empty test part is told', async () => {
    const held = specOf({ by: 'column', column: 'g', validation: ['p'], test: ['q'] });
    expect(checkParts(held, await splitRows(await tableWith(few), held, 1))).toMatchObject([
      { code: 'training_empty', severity: 'error' },
    ]);
    const open = specOf({ by: 'column', column: 'g', validation: ['p'], test: ['r'] });
    expect(checkParts(open, await splitRows(await tableWith(few), open, 1))).toMatchObject([
      { code: 'test_empty', severity: 'warning' },
    ]);
  });
});
