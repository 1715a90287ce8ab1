// Which rows go where.
import { describe, expect, it } from 'vitest';
import type { DataSpec, SplitSpec } from '../../../../app/contract/spec/spec.ts';
import { defaultSplit } from '../../../../app/contract/spec/spec.ts';
import type { Task } from '../../../../app/contract/spec/task.ts';
import { splitRows } from '../../../../app/dataset/split/split.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { lines, tableOf } from '../writtenTable.ts';

function specOf(task: Task, split: SplitSpec = { ...defaultSplit }): DataSpec {
  const type = task === 'regression' ? 'number' : 'category';
  return {
    task,
    columns: [
      { name: 'x', role: 'feature', type: 'number' },
      { name: 'y', role: 'target', type },
    ],
    split,
  };
}

async function classTable(counts: Record<string, number>): Promise<Table> {
  const cells = Object.entries(counts).flatMap(([level, count]) =>
    Array.from({ length: count }, () => level),
  );
  return tableOf(lines('x,y', cells.length, (i) => `${i}.5,${cells[i]}`));
}

function shares(rows: Uint32Array, from: number, to: number): number {
  return rows.filter((row) => row >= from && row < to).length;
}

describe('shares', () => {
  it('put every row into exactly one part, ascending', async () => {
    const table = await tableOf(lines('x,y', 1000, (i) => `${i},${i * 0.5}`));
    const { train, validation, test, withoutTarget } = await splitRows(table, specOf('regression'), 7);
    expect([train.length, validation.length, test.length, withoutTarget]).toEqual([700, 150, 150, 0]);
    expect([...train, ...validation, ...test].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
    expect([...test]).toEqual([...test].toSorted((a, b) => a - b));
  });

  it('hold within each class to a row', async () => {
    const table = await classTable({ a: 100, b: 40, c: 20 });
    const { train, validation, test } = await splitRows(table, specOf('multiclass'), 3);
    expect([train.length, validation.length, test.length]).toEqual([112, 24, 24]);
    for (const [from, to] of [
      [0, 100],
      [100, 140],
      [140, 160],
    ] as const) {
      for (const [part, share] of [
        [train, 0.7],
        [validation, 0.15],
        [test, 0.15],
      ] as const) {
        expect(Math.abs(shares(part, from, to) - share * (to - from))).toBeLessThan(1.5);
      }
    }
  });

  it('give the only row of a class to training', async () => {
    const table = await classTable({ a: 30, b: 30, c: 1, d: 1, e: 2 });
    for (const seed of [0, 1, 2, 3, 4]) {
      const { train } = await splitRows(table, specOf('multiclass'), seed);
      expect(shares(train, 60, 61)).toBe(1);
      expect(shares(train, 61, 62)).toBe(1);
      expect(shares(train, 62, 64)).toBeGreaterThan(0);
    }
  });

  it('give the only rows of many classes to training, however little it has', async () => {
    const single = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}`, 1]));
    const table = await classTable({ a: 30, ...single });
    const split = { train: 0.2, validation: 0.4, test: 0.4 };
    const { train } = await splitRows(table, specOf('multiclass', split), 1);
    expect(shares(train, 30, 50)).toBe(20);
  });

  it('of 0 stay empty', async () => {
    const table = await classTable({ a: 5, b: 6 });
    const split = { train: 1, validation: 0, test: 0 };
    const { train, validation, test } = await splitRows(table, specOf('binary', split), 1);
    expect([train.length, validation.length, test.length]).toEqual([11, 0, 0]);
  });
});

describe('the seed', () => {
  it('decides alone: the same rows for the same seed on every machine', async () => {
    const table = await tableOf(lines('x,y', 20, (i) => `${i},${i * 0.5}`));
    const first = await splitRows(table, specOf('regression'), 1);
    expect([...first.test, -1, ...first.validation]).toEqual(recorded);
    expect(await splitRows(table, specOf('regression'), 1)).toEqual(first);
    expect(await splitRows(table, specOf('regression'), 2)).not.toEqual(first);
  });

  it('of 0 and of 2^32 - 1 work', async () => {
    const table = await tableOf(lines('x,y', 20, (i) => `${i},${i * 0.5}`));
    const low = await splitRows(table, specOf('regression'), 0);
    const high = await splitRows(table, specOf('regression'), 2 ** 32 - 1);
    expect(low.test).not.toEqual(high.test);
  });

  it('gives every row the same chance to be held out', async () => {
    const table = await tableOf(lines('x,y', 20, (i) => `${i},${i * 0.5}`));
    const held = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 400; seed++) {
      const { test } = await splitRows(table, specOf('regression'), seed);
      for (const row of test) held[row]!++;
    }
    // 400 draws of 3 in 20: 60 expected, standard deviation 7.1; five of them is one chance in a million.
    for (const count of held) expect(Math.abs(count - 60)).toBeLessThan(36);
  });
});

/** Test rows, -1, validation rows of seed 1: changes only with a change of the split itself, which must be told. */
const recorded = [2, 11, 18, -1, 4, 10, 14];

describe('rows without a target', () => {
  it('are in no part and counted, also where one of several targets lacks', async () => {
    const table = await tableOf('x,y,z\n1,1.5,1\n2,,2\n3,2.5,\n4,3.5,4\n5,NA,5\n6,inf,6\n7,5,7\n');
    const spec: DataSpec = {
      ...specOf('regression', { train: 1, validation: 0, test: 0 }),
      columns: [
        { name: 'x', role: 'feature', type: 'number' },
        { name: 'y', role: 'target', type: 'number' },
        { name: 'z', role: 'target', type: 'number' },
      ],
    };
    const { train, withoutTarget } = await splitRows(table, spec, 1);
    expect([...train]).toEqual([0, 3, 6]);
    expect(withoutTarget).toBe(4);
  });
});

describe('explicit test rows', () => {
  it('are held out as counted in the file, the rest is split 85:15', async () => {
    const table = await tableOf(lines('x,y', 120, (i) => `${i},${i === 5 ? '' : 'ab'[i % 2]}`));
    const testRows = [5, 3, 3, ...Array.from({ length: 18 }, (_, i) => 100 + i)];
    const split = await splitRows(table, specOf('binary', { testRows }), 1);
    expect([...split.test]).toEqual([3, ...Array.from({ length: 18 }, (_, i) => 100 + i)]);
    expect([split.train.length, split.validation.length, split.withoutTarget]).toEqual([85, 15, 1]);
  });

  it('that the table does not have are refused', async () => {
    const table = await tableOf(lines('x,y', 10, (i) => `${i},${'ab'[i % 2]}`));
    await expect(splitRows(table, specOf('binary', { testRows: [1, 10] }), 1)).rejects.toMatchObject({
      code: 'spec_invalid',
      message: expect.stringMatching(/Test row 10 does not exist.*0 to 9/),
      values: { path: 'data.split.testRows.1', found: 10 },
    });
  });
});
