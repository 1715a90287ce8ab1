// How a comparison is added up, on lines as the programs print them.
import { describe, expect, it } from 'vitest';
import { bestSetting, median, productName, ratio, spread } from './comparison.js';
import { asMarkdown, productTable, searchTable, trainingTable } from './report.js';

const line = (engine: string, threads: number, round: number, seconds: number, more = {}) => ({
  ...{ engine, threads, round, seconds, workload: 'W2', final_loss: 0.1 },
  ...more,
});

describe('a comparison', () => {
  it('takes medians and the spread of the quartiles', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    expect(spread([5, 1, 4, 2, 3])).toBeCloseTo(2 / 3);
  });

  it('gives each side the best of its settings', () => {
    const lines = [line('torch-1+1', 1, 0, 3), line('torch-1+1', 1, 1, 5), line('torch-2+1', 2, 0, 3.5)];
    expect(bestSetting(lines)).toMatchObject({ setting: 'torch-2+1, 2', median: 3.5, best: 3.5 });
    expect(bestSetting([])).toBeNull();
  });

  it('takes ratios within a round, so that a slow machine does not count', () => {
    const ours = [line('chainrule', 1, 0, 1), line('chainrule', 1, 1, 10), line('chainrule', 1, 2, 1)];
    const theirs = [line('cxxref', 1, 0, 3), line('cxxref', 1, 1, 30), line('cxxref', 1, 2, 4)];
    expect(ratio(ours, theirs)).toBe(3);
    expect(ratio(ours, theirs.slice(2))).toBe(4);
    expect(ratio(ours, [])).toBeNull();
  });

  it.each([
    [
      { product: 'forward', rows: 128, inputs: 784, outputs: 100 },
      { ta: 'N', tb: 'N', M: 128, N: 100, K: 784 },
    ],
    [
      { product: 'weightGradient', rows: 128, inputs: 784, outputs: 100 },
      { ta: 'T', tb: 'N', M: 784, N: 100, K: 128 },
    ],
    [
      { product: 'dataGradient', rows: 128, inputs: 784, outputs: 100 },
      { ta: 'N', tb: 'T', M: 128, N: 784, K: 100 },
    ],
  ])('knows a product by either name: %j', (ours, theirs) => {
    expect(productName(theirs)).toBe(productName(ours));
  });

  it('says in a table what was compared, with the goal beside the ratio', () => {
    const lines = [line('chainrule', 1, 0, 0.02), line('cxxref', 2, 0, 0.08), line('torch-1+1', 1, 0, 0.5)];
    const { head, rows } = trainingTable(lines);
    expect(rows[0]?.slice(0, 2)).toEqual(['W2', '0.02 (0.0 %)']);
    expect(rows[0]?.[head.indexOf('x PyTorch (goal)')]).toBe('25 (30)');
    expect(rows[0]?.[head.indexOf('x plain C++ (goal)')]).toBe('4 (3.5)');
    expect(rows[0]?.[head.indexOf('scikit-learn')]).toBe('-');
    const product = { ...{ product: 'forward', rows: 2, inputs: 3, outputs: 4, share: 0.9 }, median: 90 };
    const { rows: cells } = productTable([
      { ...product, engine: 'chainrule', threads: 1, round: 0 },
      { engine: 'openblas', threads: 1, round: 0, ta: 'N', tb: 'N', M: 2, N: 4, K: 3, gflops_median: 60 },
    ]);
    expect(cells).toEqual([['forward 2 x 3 x 4', '1', '90.0', '90 %', '60.0 (openblas)', '1.50']]);
    expect(asMarkdown({ title: 'T', head: ['a', 'b'], rows: [['1', '2']] })).toBe(
      '**T**\n\n| a | b |\n| --- | --- |\n| 1 | 2 |',
    );
  });
});

describe('the table of searches', () => {
  const search = { table: 'cars.csv', candidates: 24, folds: 5, rows: 338 };
  const ours = line('chainrule', 1, 0, 2, { ...search, score: 2.5 });

  it('has the ratio of times and both scores where both have searched alike', () => {
    const { rows } = searchTable([ours, line('sklearn', 1, 0, 9, { ...search, score: 2.9 })]);
    const how = '24 candidates, 5 folds of 338 rows';
    expect(rows).toEqual([['cars.csv', '1', how, how, '2', '9', '4.5', '2.5, 2.9']]);
  });

  it('has no ratio where one has searched on other rows, and tells a missing scikit-learn', () => {
    const other = line('sklearn', 1, 0, 9, { ...search, rows: 300, score: 2.9 });
    expect(searchTable([ours, other]).rows[0]![6]).toBe('-');
    expect(searchTable([ours]).rows[0]!.slice(3)).toEqual(['missing', '2', '-', '-', '2.5, -']);
  });
});
