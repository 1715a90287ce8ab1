// Columns of numbers kept in memory and in a file, and what is counted of them while they come by.
import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberColumns } from '../../../../app/dataset/cells/numberColumns.ts';
import { countDistinct, DistinctNumbers } from '../../../../app/dataset/numbers/distinctNumbers.ts';
import { NumberFacts } from '../../../../app/dataset/numbers/numberFacts.ts';
import { emptyFolder } from '../writtenTable.ts';

describe('columns', () => {
  it.each(['memory', 'a file'])(
    'come back from %s as they were appended, over many blocks',
    async (where) => {
      const folder = await mkdtemp(join(await emptyFolder(), 'kept-'));
      // 3,000 columns make blocks of 349 rows.
      const width = 3_000;
      const rows = 1_000;
      const kept = await NumberColumns.create(width, where === 'memory' ? null : join(folder, 'numbers'));
      let from = 0;
      for (const count of [1, 500, 348, 151]) {
        await kept.append(count, (k, room, start) => {
          for (let i = 0; i < room.length; i++) room[i] = (from + start + i) * width + k;
        });
        from += count;
      }
      expect(kept.rows).toBe(rows);
      for (const k of [0, 1, 1_499, 2_999]) {
        const numbers = await kept.numbers(k, new Float64Array(kept.rows));
        expect(numbers).toEqual(Float64Array.from({ length: rows }, (_, row) => row * width + k));
      }
      for (const [first, end] of [
        [0, 1],
        [348, 350],
        [5, 990],
        [698, 1_000],
        [400, 400],
      ] as const) {
        const room = new Float64Array(rows).fill(-1);
        await kept.span(7, first, end, room);
        const found = Float64Array.from({ length: end - first }, (_, i) => (first + i) * width + 7);
        expect(room.subarray(0, end - first)).toEqual(found);
        expect(room.subarray(end - first).every((value) => value === -1)).toBe(true);
      }
      expect(await readdir(folder)).toEqual([]);
      kept.close();
    },
  );
});

const numbers = fc.array(
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double(), fc.constantFrom(0, -0, Number.NaN, 1e300, 5e-324)),
  { maxLength: 300 },
);

describe('different numbers', () => {
  it('are as many as a set holds', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const distinct = new DistinctNumbers();
        distinct.add(Float64Array.from(values));
        const present = values.filter((value) => !Number.isNaN(value)).map((value) => value + 0);
        expect(distinct.size).toBe(new Set(present).size);
        expect(await countDistinct(Float64Array.from(values))).toBe(new Set(present).size);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are counted over several sizes of the table, and up to a limit', async () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => (i % 70_000) / 7);
    const all = new DistinctNumbers();
    all.add(values);
    expect([all.size, all.over]).toEqual([70_000, false]);
    expect(await countDistinct(values)).toBe(70_000);
    const many = Float64Array.from({ length: 800_000 }, (_, i) => (i * 7) % 300_000);
    expect(await countDistinct(many)).toBe(300_000);
    const some = new DistinctNumbers(1_000);
    some.add(values);
    expect([some.size, some.over]).toEqual([1_001, true]);
  });
});

it('facts are the same in whatever pieces the numbers come', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 });
  fc.assert(
    fc.property(numbers, cuts, (values, at) => {
      const whole = new NumberFacts();
      whole.add(Float64Array.from(values));
      const pieces = new NumberFacts();
      const ends = [0, ...at.filter((cut) => cut <= values.length).sort((a, b) => a - b), values.length];
      for (const [i, end] of ends.slice(1).entries())
        pieces.add(Float64Array.from(values.slice(ends[i], end)));
      const figures = ({ count, rows, sum, min, max, whole, counting, distinct }: NumberFacts) => [
        ...[count, rows, sum, min, max, whole, counting, distinct.size],
      ];
      expect(figures(pieces)).toEqual(figures(whole));
    }),
    { numRuns: 500 },
  );
});

it('a column that counts its rows is known as such', () => {
  const counting = (values: number[]) => {
    const facts = new NumberFacts();
    facts.add(Float64Array.from(values.slice(0, 2)));
    facts.add(Float64Array.from(values.slice(2)));
    return facts.counting;
  };
  expect([counting([0, 1, 2, 3]), counting([1, 2, 3, 4])]).toEqual([true, true]);
  expect([counting([2, 3, 4, 5]), counting([0, 1, 3, 4]), counting([0, 1, 2, Number.NaN])]).toEqual([
    ...[false, false, false],
  ]);
});
