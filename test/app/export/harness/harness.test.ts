import { expect, it } from 'vitest';
import { cases } from './cases.ts';
import { names } from './rawTable.ts';

it.each(cases)('$name: predictions of 64 rows, from the columns that the model reads', async ({ train }) => {
  const { model, values, predictions } = await train();
  expect(model.preparation.inputs.map(({ column }) => column)).toEqual(Object.values(names));
  expect(model.preparation.inputs.map(({ kind }) => kind)).toEqual([
    'numeric',
    'numeric',
    'numeric',
    'numeric',
    'oneHot',
    'ordinal',
    'date',
    'oneHot',
  ]);
  expect(values).toHaveLength(64);
  expect(predictions).toHaveLength(64);
  for (const row of predictions) expect(row.every(Number.isFinite)).toBe(true);
  expect(new Set(predictions.map(String)).size).toBeGreaterThan(32);
});
