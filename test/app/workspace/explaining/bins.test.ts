// A column in bins is one column to a person: what it adds, how the prediction depends on it and a grid over it count all its inputs.
import { expect, it } from 'vitest';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { houses, opened, trained, written } from '../table/openedTable.ts';

const inBins = (spec: RunSpec): RunSpec => ({
  ...spec,
  data: {
    ...spec.data,
    columns: spec.data.columns.map((column) =>
      column.name === 'age' ? { ...column, prepare: { piecewiseLinear: true, bins: 3 } } : column,
    ),
  },
  training: { ...spec.training, epochs: 20 },
});

async function trainedHouses() {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] }, inBins);
  const runId = await trained(client);
  const predictedFor = async (cells: Record<string, string | null>): Promise<number> => {
    const { columns } = await client.prediction.form({ runId });
    const { prediction } = await client.prediction.whatIf({
      runId,
      cells: columns.map(({ column }) => cells[column] ?? null),
    });
    if (prediction.kind !== 'numeric') throw new Error('The prediction is no number.');
    return prediction.targets[0]!.value!;
  };
  return { client, runId, predictedFor };
}

it('what columns add is one number for all inputs of a column in bins, and sums to the prediction', async () => {
  const { client, runId } = await trainedHouses();
  const { inputs } = await client.insight.walk({ weights: 'best', row: 7 });
  expect(inputs.filter(({ name }) => name.startsWith('age'))).toHaveLength(3);
  const found = await client.evaluation.contributions({ runId, of: { row: 7 } });
  expect(found.columns.filter(({ column }) => column === 'age')).toHaveLength(1);
  const sum = found.columns.reduce((all, { contribution }) => all + contribution, found.base);
  expect(Math.abs(found.prediction - sum)).toBeLessThan(1e-4 * Math.abs(found.prediction));
});

it('a curve and a grid over a column in bins are what typed rows are predicted', async () => {
  const { client, runId, predictedFor } = await trainedHouses();
  const row = { area: '80', side: 'north', feet: '860' };
  const grid = await client.insight.grid({
    weights: 'best',
    x: { column: 'age', from: 1, to: 19, steps: 4 },
    y: null,
    fixed: row,
  });
  const values = new Float32Array(await grid.values.arrayBuffer());
  for (const [k, age] of ['1', '7', '13', '19'].entries())
    expect(values[k]).toBeCloseTo(await predictedFor({ ...row, age }), 3);

  const { cells } = await client.prediction.row({ runId, row: 3 });
  const { columns } = await client.prediction.form({ runId });
  const own = Object.fromEntries(columns.map(({ column }, k) => [column, cells[k] ?? null]));
  const curve = await client.evaluation.dependence({ runId, column: 'age', output: 0, row: 3 });
  if (curve.points.kind !== 'number') throw new Error('The points are no numbers.');
  for (const [k, age] of curve.points.at.entries())
    expect(curve.own!.outputs[k]).toBeCloseTo(await predictedFor({ ...own, age: String(age) }), 3);
});
