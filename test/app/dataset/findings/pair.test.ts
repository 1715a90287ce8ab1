// How two columns go together: against scipy and numpy on a real table, and against plain formulas on made-up ones.
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pair } from '../../../../app/contract/table/dataset.ts';
import { pairColumns } from '../../../../app/dataset/findings/pair.ts';
import { lines, opened, tableOf } from '../writtenTable.ts';

const penguins = () => opened(resolve('examples/penguins.csv'));

function of<Kind extends Pair['kind']>(pair: Pair, kind: Kind): Extract<Pair, { kind: Kind }> {
  if (pair.kind !== kind) throw new Error(`a pair of ${pair.kind}`);
  return pair as Extract<Pair, { kind: Kind }>;
}

describe('of the penguins', () => {
  it("correlations of numbers are scipy's pearsonr and spearmanr", async () => {
    const pair = of(await pairColumns(await penguins(), 'Flipper Length (mm)', 'Body Mass (g)'), 'numbers');
    expect(pair.rows).toBe(342);
    expect(pair.correlation).toBeCloseTo(0.8712017673060114, 13);
    expect(pair.rankCorrelation).toBeCloseTo(0.8399741230312999, 13);
    expect(pair.points).toHaveLength(342);
    expect(pair.points[0]).toEqual([181, 3750]);
  });

  it("association of levels is Cramer's V of scipy's chi square, corrected as Bergsma does", async () => {
    const pair = of(await pairColumns(await penguins(), 'Species', 'Island'), 'categories');
    expect(pair.rows).toBe(344);
    expect(pair.association).toBeCloseTo(0.6573290190537864, 13);
    expect([pair.first, pair.second]).toEqual([
      ['Adelie', 'Gentoo', 'Chinstrap'],
      ['Biscoe', 'Dream', 'Torgersen'],
    ]);
    expect(pair.counts).toEqual([
      [44, 56, 52],
      [124, 0, 0],
      [0, 68, 0],
    ]);
  });

  it("what levels explain of a number is eta squared of scipy's f_oneway, quartiles are numpy's", async () => {
    const table = await penguins();
    const pair = of(await pairColumns(table, 'Body Mass (g)', 'Species'), 'mixed');
    expect(pair).toMatchObject({ rows: 342, category: 'second' });
    expect(pair.explained).toBeCloseTo(0.6696719536879613, 13);
    expect(pair.groups).toEqual([
      { level: 'Adelie', rows: 151, min: 2850, q25: 3350, median: 3700, q75: 4000, max: 4775 },
      { level: 'Gentoo', rows: 123, min: 3950, q25: 4700, median: 5000, q75: 5500, max: 6300 },
      { level: 'Chinstrap', rows: 68, min: 2700, q25: 3487.5, median: 3700, q75: 3950, max: 4800 },
    ]);
    const turned = of(await pairColumns(table, 'Species', 'Body Mass (g)'), 'mixed');
    expect(turned).toEqual({ ...pair, category: 'first' });
  });
});

function pearson(x: number[], y: number[]): number | null {
  const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
  const [xx, yy] = [sum((i) => (x[i]! - mx) ** 2), sum((i) => (y[i]! - my) ** 2)];
  if (new Set(x).size < 2 || new Set(y).size < 2) return null;
  return sum((i) => (x[i]! - mx) * (y[i]! - my)) / Math.sqrt(xx * yy);
}

/** By counting, pair by pair. */
const plainRanks = (v: number[]) =>
  v.map((a) => v.filter((b) => b < a).length + (v.filter((b) => b === a).length + 1) / 2);

const cell = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.constant(null),
  fc.double({ min: -9, max: 9, noNaN: true }),
);

it('correlations are those of the plain formulas over the rows that have both', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.tuple(cell, cell), { minLength: 4, maxLength: 40 }),
    async (rows) => {
      // Two rows that make number columns of them.
      const all = [...rows, [1, 2], [2, 1]] as [number | null, number | null][];
      const table = await tableOf(
        lines('x,y', all.length, (i) => `${all[i]![0] ?? ''},${all[i]![1] ?? 'NA'}`),
      );
      const pair = of(await pairColumns(table, 'x', 'y'), 'numbers');
      const both = all.filter((row): row is [number, number] => row[0] !== null && row[1] !== null);
      const [x, y] = [both.map(([a]) => a), both.map(([, b]) => b)];
      expect(pair.rows).toBe(both.length);
      expect(pair.points).toEqual(both.map(([a, b]) => [a + 0, b + 0]));
      for (const [found, wanted] of [
        [pair.correlation, pearson(x, y)],
        [pair.rankCorrelation, pearson(plainRanks(x), plainRanks(y))],
      ] as const) {
        if (wanted === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(wanted, 9);
      }
    },
  );
  await fc.assert(property, { numRuns: 15 });
});

it("Cramer's V is that of the plain table of counts", async () => {
  const level = fc.constantFrom('a', 'b', 'c', 'd', '');
  const property = fc.asyncProperty(
    fc.array(fc.tuple(level, level), { minLength: 12, maxLength: 60 }),
    async (rows) => {
      const all = [...rows, ['a', 'a'], ['b', 'b']] as [string, string][];
      const table = await tableOf(lines('x,y', all.length, (i) => all[i]!.join()));
      const pair = of(await pairColumns(table, 'x', 'y'), 'categories');
      const both = all.filter(([a, b]) => a !== '' && b !== '');
      const n = both.length;
      const names = (k: 0 | 1) => [...new Set(both.map((row) => row[k]))];
      let chi2 = 0;
      for (const a of names(0)) {
        for (const b of names(1)) {
          const expected =
            (both.filter((row) => row[0] === a).length * both.filter((row) => row[1] === b).length) / n;
          chi2 += (both.filter((row) => row[0] === a && row[1] === b).length - expected) ** 2 / expected;
        }
      }
      const [r, k] = [names(0).length, names(1).length];
      const phi2 = Math.max(0, chi2 / n - ((r - 1) * (k - 1)) / (n - 1));
      const most = Math.min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1;
      expect(pair.rows).toBe(n);
      if (r < 2 || k < 2 || most < 1e-12) expect(pair.association).toBeNull();
      // As squares: where chance explains nearly all, the root makes 1e-8 of a rounding of 1e-16.
      else expect(most * pair.association! ** 2).toBeCloseTo(Math.min(most, phi2), 12);
    },
  );
  await fc.assert(property, { numRuns: 15 });
});

it('nothing is said of a constant, or of columns that no row has both of', async () => {
  const table = await tableOf('x,c,one,gap,y\n1,7,a,,3\n2,7,a,5,\n4,7,a,,8\n9,7,a,6,\n');
  expect(await pairColumns(table, 'x', 'c')).toMatchObject({
    correlation: null,
    rankCorrelation: null,
    rows: 4,
  });
  expect(await pairColumns(table, 'gap', 'y')).toMatchObject({ correlation: null, points: [], rows: 0 });
  expect(await pairColumns(table, 'one', 'one')).toMatchObject({ association: null });
  expect(await pairColumns(table, 'one', 'c')).toMatchObject({ explained: null });
});

it('of many rows 2,000 points are drawn, evenly spread, and the twelve most frequent levels', async () => {
  const rows = 9_000;
  const table = await tableOf(
    lines('x,y,level', rows, (i) => `${i},${9_000 - i},l${Math.floor(Math.sqrt(i / 22))}`),
  );
  const { points, correlation, rankCorrelation } = of(await pairColumns(table, 'x', 'y'), 'numbers');
  expect(points).toHaveLength(2_000);
  // One of each 4.5 rows.
  for (const [i, [x, y]] of points.entries()) {
    expect(x).toBe(Math.min(Math.max(x, Math.floor(i * 4.5)), Math.floor((i + 1) * 4.5)));
    expect(y).toBe(rows - x);
  }
  expect([correlation, rankCorrelation]).toEqual([-1, -1]);
  const { groups } = of(await pairColumns(table, 'x', 'level'), 'mixed');
  expect(groups).toHaveLength(12);
  expect(groups.map(({ rows: count }) => count)).toEqual(
    groups.map(({ rows: count }) => count).toSorted((a, b) => b - a),
  );
});

it('a column that is not there is named', async () => {
  const table = await tableOf('x,y\n1,2\n3,4\n');
  await expect(pairColumns(table, 'x', 'z')).rejects.toMatchObject({ code: 'column_unknown' });
});
