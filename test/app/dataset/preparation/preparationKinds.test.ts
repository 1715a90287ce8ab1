// Everything but the usual preparation: scalings, logarithms, what stands in for missing cells, orders, other levels, dates.
import { describe, expect, it } from 'vitest';
import { inputNames, type Preparation, preparationSchema } from '../../../../app/contract/model.ts';
import type { ColumnPreparation } from '../../../../app/contract/spec/columnPreparation.ts';
import type { ColumnSpec, DataSpec } from '../../../../app/contract/spec/spec.ts';
import { defaultSplit } from '../../../../app/contract/spec/spec.ts';
import { checkData } from '../../../../app/dataset/checkData.ts';
import { cellInputs } from '../../../../app/dataset/preparation/cellInputs.ts';
import { encodeInputs } from '../../../../app/dataset/preparation/encode.ts';
import { fitPreparation } from '../../../../app/dataset/preparation/fitPreparation.ts';
import { checkFitted } from '../../../../app/dataset/preparation/preparationIssues.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { lines, tableOf } from '../writtenTable.ts';

function specOf(type: ColumnSpec['type'], prepare: ColumnPreparation): DataSpec {
  return {
    task: 'regression',
    columns: [
      { name: 'x', role: 'feature', type, prepare },
      { name: 'y', role: 'target', type: 'number' },
    ],
    split: { ...defaultSplit },
  };
}

/** Fitted on all rows but the last. */
async function prepared(cells: string[], type: ColumnSpec['type'], prepare: ColumnPreparation) {
  const table = await tableOf(lines('x,y', cells.length, (i) => `${cells[i]},${i}`));
  const data = specOf(type, prepare);
  const preparation = await fitPreparation(table, data, Uint32Array.from(cells.keys()).slice(0, -1));
  return { table, data, preparation, ...(await inputsOf(table, preparation)) };
}

async function inputsOf(table: Table, preparation: Preparation) {
  const { features, inputs, unseenLevels } = await encodeInputs(table, preparation, null, Float64Array);
  const rows = Array.from({ length: table.rows }, (_, row) => [
    ...features.subarray(row * inputs, (row + 1) * inputs),
  ]);
  return { names: inputNames(preparation), rows, unseenLevels };
}

const log = (x: number) => Math.sign(x) * Math.log1p(Math.abs(x));

describe('numbers', () => {
  const cells = ['1', '2', '4', '9', '100'];
  const scalings: [prepare: ColumnPreparation, name: string, of: (x: number) => number][] = [
    [{ scaling: 'minMax' }, 'x', (x) => (x - 1) / 8],
    // Quartiles of 1, 2, 4, 9 are 1.75, 3 and 5.25.
    [{ scaling: 'robust' }, 'x', (x) => (x - 3) / 3.5],
    [{ scaling: 'none' }, 'x', (x) => x],
    [{ scaling: 'robust', clip: 1.5 }, 'x', (x) => Math.min(1.5, (x - 3) / 3.5)],
    [{ scaling: 'none', clip: 3 }, 'x', (x) => Math.min(3, x)],
    [{ scaling: 'none', log: true, clip: 1 }, 'x (log)', (x) => Math.min(1, log(x))],
    [{ scaling: 'none', clip: null }, 'x', (x) => x],
    [{ scaling: 'none', log: true }, 'x (log)', log],
    [{ scaling: 'minMax', log: true }, 'x (log)', (x) => (log(x) - log(1)) / (log(9) - log(1))],
  ];
  it.each(scalings)('are scaled as %j says, by the training rows', async (prepare, name, of) => {
    const { names, rows } = await prepared(cells, 'number', prepare);
    expect(names).toEqual([name]);
    expect(rows).toEqual(cells.map((cell) => [of(Number(cell))]));
  });

  it('below 0 have the logarithm of their mirror image', async () => {
    const { rows } = await prepared(['-3', '3', '0'], 'number', { scaling: 'none', log: true });
    expect(rows).toEqual([[-Math.log1p(3)], [Math.log1p(3)], [0]]);
  });

  it.each([
    [{ missing: 'median' }, 2],
    [{ missing: 'mean' }, 4],
    [{ missing: -1 }, -1],
  ] as const)('that are missing are what %j says, and told', async (prepare, standIn) => {
    const more = { ...prepare, scaling: 'none', indicator: true } as const;
    const { names, rows } = await prepared(['1', '', '2', '9', ''], 'number', more);
    expect(names).toEqual(['x', 'x missing']);
    expect(rows).toEqual([
      [1, 0],
      [standIn, 1],
      [2, 0],
      [9, 0],
      [standIn, 1],
    ]);
  });

  it('have no indicator that is 0 in all training rows, which is said', async () => {
    const { names, data, preparation } = await prepared(['1', '2', ''], 'number', { indicator: true });
    expect(names).toEqual(['x']);
    expect(checkFitted(data, preparation)).toMatchObject([{ code: 'setting_without_effect' }]);
  });

  it('in bins have an input for each bin but the last one, between quantiles of the training rows', async () => {
    const bins = { piecewiseLinear: true, bins: 3, scaling: 'none' } as const;
    const { names, rows } = await prepared(['0', '2', '4', '10', '1', '12', '14', '-5'], 'number', bins);
    // Thirds of 0, 1, 2, 4, 10, 12, 14.
    expect(names).toEqual(['x', 'x [0, 2]', 'x [2, 10]']);
    const of = (x: number, a: number, b: number) => Math.min(1, Math.max(-1, (2 * (x - a)) / (b - a) - 1));
    expect(rows.map(([x, low, high]) => [x, low!.toFixed(9), high!.toFixed(9)])).toEqual(
      [0, 2, 4, 10, 1, 12, 14, -5].map((x) => [x, of(x, 0, 2).toFixed(9), of(x, 2, 10).toFixed(9)]),
    );
  });

  it('of few different values have each of them as an edge, also a rare one', async () => {
    const cells = [...new Array<string>(50).fill('1'), '2', '5', '5', '9', '9'];
    const { names } = await prepared(cells, 'number', { piecewiseLinear: true, bins: 4 });
    expect(names).toEqual(['x', 'x [1, 2]', 'x [2, 5]']);
  });

  it('of which many are equal have fewer bins', async () => {
    const cells = Array.from({ length: 100 }, (_, i) => String(Math.max(0, i - 60)));
    const { names } = await prepared(cells, 'number', { piecewiseLinear: true, bins: 4 });
    expect(names).toEqual(['x', 'x [0, 13.5]']);
  });

  it('in bins are bins of their logarithms where these are taken', async () => {
    const bins = { piecewiseLinear: true, log: true, bins: 3 };
    const { preparation, rows } = await prepared(['0', '1', '7', '63', '3'], 'number', bins);
    const edges = [0, 1, 7].map((x) => Math.log1p(x));
    expect(preparation.inputs[0]).toMatchObject({ edges });
    expect(rows[4]![2]).toBeCloseTo(0, 12);
  });

  it('in bins have those of what stands in for a missing cell, and bounds that it does not move', async () => {
    const bins = { piecewiseLinear: true, bins: 2, missing: 100, indicator: true, scaling: 'none' } as const;
    const { names, rows } = await prepared(['1', '', '3', '5', ''], 'number', bins);
    expect(names).toEqual(['x', 'x [1, 3]', 'x missing']);
    expect(rows[1]).toEqual([100, 1, 1]);
    expect(rows[0]).toEqual([1, -1, 0]);
  });

  it.each([
    [['7', '7', '7', '8'], 'one'],
    [['7', '8', '7', '8'], 'two'],
  ])('of %j, with %s different ones in training, have no bins, which is said', async (cells) => {
    const { names, data, preparation } = await prepared(cells, 'number', { piecewiseLinear: true });
    expect(names).toEqual(['x']);
    expect(checkFitted(data, preparation)).toMatchObject([
      { code: 'setting_without_effect', values: { setting: 'piecewiseLinear', choice: 'x' } },
    ]);
  });

  it('that differ by less than doubles can divide have no bin between', async () => {
    const { rows } = await prepared(['0', '5e-324', '1', '2'], 'number', { piecewiseLinear: true });
    expect(rows.flat().every(Number.isFinite)).toBe(true);
  });

  it('that are all the same stay finite under every scaling', async () => {
    for (const scaling of ['standard', 'minMax', 'robust', 'none'] as const) {
      const { rows } = await prepared(['7', '7', '7', '8'], 'number', { scaling });
      expect(rows.flat().every(Number.isFinite)).toBe(true);
    }
  });
});

describe('levels', () => {
  const cells = ['a', 'a', 'a', 'b', 'b', 'c', 'd', 'z'];

  it('beyond those chosen share an input with those never seen, which alone are counted', async () => {
    const { names, rows, unseenLevels } = await prepared(cells, 'category', { levels: 2, other: true });
    expect(names).toEqual(['x = a', 'x = b', 'x = other']);
    expect(rows.map((row) => row.join(''))).toEqual(['100', '100', '100', '010', '010', '001', '001', '001']);
    expect(unseenLevels).toEqual({ x: 1 });
  });

  it('of which none is beyond have no other input', async () => {
    const { names, data, preparation } = await prepared(['a', 'b', 'a', 'z'], 'category', { other: true });
    expect(names).toEqual(['x = a', 'x = b']);
    expect(checkFitted(data, preparation)).toMatchObject([{ code: 'setting_without_effect' }]);
  });

  it('in an order are numbers', async () => {
    const order: ColumnPreparation = {
      encoding: 'ordinal',
      order: ['low', 'mid', 'high'],
      scaling: 'none',
    };
    const { names, rows, unseenLevels, table, data } = await prepared(
      ['mid', 'low', 'high', 'high', 'odd'],
      'category',
      order,
    );
    expect(names).toEqual(['x']);
    // What the order lacks is missing: the median of 1, 0, 2, 2.
    expect(rows).toEqual([[1], [0], [2], [2], [1.5]]);
    expect(unseenLevels).toEqual({ x: 1 });
    expect(await checkData(table, data)).toMatchObject([
      { code: 'order_incomplete', values: { column: 'x', count: 1, example: 'odd' } },
    ]);
  });

  it('in an order that is not given block training', async () => {
    const table = await tableOf(lines('x,y', 5, (i) => `${'ab'[i % 2]},${i}`));
    const issues = await checkData(table, specOf('category', { encoding: 'ordinal' }));
    expect(issues).toMatchObject([{ code: 'order_needed', severity: 'error' }]);
  });
});

describe('dates', () => {
  it('are their parts', async () => {
    const cells = ['05.01.2024', '13.02.2024', 'soon', '01.03.2023'];
    const { names, rows, table, data } = await prepared(cells, 'date', {
      parts: ['month', 'weekday', 'year'],
      scaling: 'none',
      indicator: true,
    });
    expect(names).toEqual(['x: month', 'x: weekday', 'x: year', 'x missing']);
    expect(rows).toEqual([
      [1, 5, 2024, 0],
      [2, 2, 2024, 0],
      [1.5, 3.5, 2024, 1],
      [3, 3, 2023, 0],
    ]);
    expect(await checkData(table, data)).toMatchObject([
      { code: 'dates_unreadable', values: { column: 'x', count: 1, example: 'soon' } },
    ]);
  });

  it('of another file are read in the order of the one that was learned from', async () => {
    const { preparation } = await prepared(['13/02/2024', '01/02/2024', '02/02/2024'], 'date', {
      parts: ['day'],
      scaling: 'none',
    });
    const { rows } = await inputsOf(await tableOf('x\n05/06/2024\n06/11/2024\n'), preparation);
    expect(rows).toEqual([[5], [6]]);
    const most = await inputsOf(
      await tableOf('x\n05/06/2024\n06/13/2024\n14/06/2024\n15/06/2024\n'),
      preparation,
    );
    // 13 is not a month: missing, the median of 13 and 1.
    expect(most.rows).toEqual([[5], [7], [14], [15]]);
  });

  it('of another file that shows another order are read in it', async () => {
    const { preparation } = await prepared(['13/02/2024', '01/02/2024', '02/02/2024'], 'date', {
      parts: ['day'],
      scaling: 'none',
    });
    const { rows } = await inputsOf(await tableOf('x\n05/06/2024\n06/13/2024\n'), preparation);
    expect(rows).toEqual([[6], [13]]);
  });

  it('without parts block training, and one that may be read twice is told', async () => {
    const table = await tableOf(lines('x,y', 5, (i) => `0${i + 1}/02/2024,${i}`));
    expect(await checkData(table, specOf('date', { parts: [] }))).toMatchObject([
      { code: 'date_parts_needed', severity: 'error' },
    ]);
    expect(await checkData(table, specOf('date', {}))).toMatchObject([
      { code: 'dates_month_first', severity: 'info', values: { example: '01/02/2024' } },
    ]);
  });
});

it('one cell becomes the same numbers as a column of them', async () => {
  const cases: [cells: string[], type: ColumnSpec['type'], prepare: ColumnPreparation][] = [
    [['1', '', '5', '9'], 'number', { log: true, indicator: true, scaling: 'robust' }],
    [['1', '', '5', '9'], 'number', { piecewiseLinear: true, log: true, bins: 2, indicator: true }],
    [['a', 'b', 'a', 'c'], 'category', { levels: 1, other: true }],
    [
      ['low', '', 'high', 'low'],
      'category',
      { encoding: 'ordinal', order: ['low', 'high'], indicator: true },
    ],
    [['2024-01-05', '', '2024-03-01', '2022-07-31'], 'date', { indicator: true }],
  ];
  for (const [cells, type, prepare] of cases) {
    const { preparation, rows } = await prepared(cells, type, prepare);
    const single = cells.map((cell) => cellInputs(preparation.inputs[0]!, cell === '' ? null : cell, '.'));
    expect(single).toEqual(rows);
  }
});

it('what an earlier version stored is read as it was meant', () => {
  const stored = {
    inputs: [
      { kind: 'numeric', column: 'x', median: 1, mean: 2, scale: 3 },
      { kind: 'oneHot', column: 'c', levels: ['', 'a'] },
    ],
    target: { kind: 'class', column: 'y', classes: ['a', 'b'] },
  };
  expect(preparationSchema.parse(stored)).toEqual(stored);
});
