// A column that says how much each row counts: what it may hold, and that nothing else of the table changes by it.
import { expect, it } from 'vitest';
import type { DataSpec } from '../../../../app/contract/spec/spec.ts';
import { defaultSplit } from '../../../../app/contract/spec/spec.ts';
import { checkData } from '../../../../app/dataset/checkData.ts';
import { proposeData } from '../../../../app/dataset/roles/propose.ts';
import { checkCounts } from '../../../../app/dataset/roles/roleIssues.ts';
import { sampleWeights } from '../../../../app/dataset/roles/weights.ts';
import { lines, tableOf } from '../writtenTable.ts';

const data: DataSpec = {
  task: 'regression',
  columns: [
    { name: 'x', role: 'feature', type: 'number' },
    { name: 'w', role: 'weight', type: 'number' },
    { name: 'y', role: 'target', type: 'number' },
  ],
  split: { ...defaultSplit },
};
const tableWith = (weight: (row: number) => string | number) =>
  tableOf(lines('x,w,y', 20, (row) => `${row * 1.5},${weight(row)},${row % 7}`));

it('is read for the rows that are asked for', async () => {
  const table = await tableWith((row) => row / 2);
  expect(await sampleWeights(table, data, Uint32Array.of(0, 3, 19))).toEqual(Float64Array.of(0, 1.5, 9.5));
  const without = { ...data, columns: data.columns.filter(({ role }) => role !== 'weight') };
  expect(await sampleWeights(table, without, Uint32Array.of(0))).toBeNull();
  expect(await checkData(table, data)).toEqual([]);
});

it.each([
  ['missing', (row: number) => (row === 4 ? '' : 1), 'weight_missing', { column: 'w', count: 1, first: 5 }],
  ['below 0', (row: number) => (row > 17 ? -1 : 1), 'weight_negative', { column: 'w', count: 2, first: 19 }],
  ['all 0', () => 0, 'weights_all_zero', {}],
  ['no number', (row: number) => `much ${row % 2}`, 'weight_not_numeric', { column: 'w' }],
])('%s stands in the way', async (_, weight, code, values) => {
  const issues = await checkData(await tableWith(weight), data);
  expect(issues).toMatchObject([{ code, severity: 'error', path: 'data.columns.1', values }]);
});

it('is one column at most', async () => {
  const table = await tableWith(() => 1);
  const columns = data.columns.map((column) =>
    column.name === 'x' ? { ...column, role: 'weight' as const } : column,
  );
  expect(await checkData(table, { ...data, columns })).toContainEqual(
    expect.objectContaining({ code: 'weights_several', values: { columns: '"x", "w"' } }),
  );
});

it('is not a feature where it is proposed', async () => {
  const table = await tableWith((row) => row % 3);
  const { data: proposed } = await proposeData(table, { targets: ['y'], sampleWeight: 'w' });
  expect(proposed.columns.map(({ role }) => role)).toEqual(['feature', 'weight', 'target']);
  await expect(proposeData(table, { targets: ['y'], sampleWeight: 'y' })).rejects.toMatchObject({
    code: 'option_invalid',
  });
  await expect(proposeData(table, { targets: ['y'], sampleWeight: 'z' })).rejects.toMatchObject({
    code: 'column_unknown',
  });
  await expect(
    proposeData(table, { targets: ['y'], sampleWeight: 'w', features: ['w'] }),
  ).rejects.toMatchObject({ code: 'option_invalid' });
});

it('counts below 0 have no logarithm of their mean', async () => {
  const table = await tableOf(lines('x,w,y', 20, (row) => `${row},1,${row - 3}`));
  expect(checkCounts(table, data)).toMatchObject([
    { code: 'target_negative', path: 'data.columns.2', values: { column: 'y', least: -3 } },
  ]);
  expect(checkCounts(await tableWith(() => 1), data)).toEqual([]);
});
