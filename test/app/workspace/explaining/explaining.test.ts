// Explanations of a run and of its model file: they add up to what is predicted, and the same bits come again.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Importance, ImportanceUpdate } from '../../../../app/contract/run/explanation.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { importanceOf } from '../../../../app/workspace/explaining/importance.ts';
import { splitOfNewRows } from '../../../../app/workspace/models/shownModel.ts';
import { code, houses, opened, runOf, trained, written } from '../table/openedTable.ts';

const small = (spec: RunSpec): RunSpec => ({
  ...spec,
  model: { ...spec.model, layers: [newLayer(8, 'relu'), newLayer(8, 'tanh')] },
  training: { ...spec.training, epochs: 30 },
});

async function trainedHouses(edit: (spec: RunSpec) => RunSpec = small) {
  const file = await written('houses.csv', houses());
  const client = await opened(file, { targets: ['price'] }, edit);
  const runId = await trained(client);
  return { client, file, runId };
}

async function resultOf(updates: AsyncIterable<ImportanceUpdate>): Promise<Importance> {
  for await (const update of updates) if (update.kind === 'result') return update.importance;
  throw new Error('There was no result.');
}

describe('importance', () => {
  it('begins with a plan, and ends there where it would take longer than asked', async () => {
    const { client, runId } = await trainedHouses();
    const kinds: string[] = [];
    for await (const { kind } of await client.evaluation.importance({ runId, atMost: 1e-9 }))
      kinds.push(kind);
    expect(kinds).toEqual(['plan']);
    for await (const { kind } of await client.evaluation.importance({ runId })) kinds.push(kind);
    expect(kinds.slice(1, 3)).toEqual(['plan', 'progress']);
    expect(kinds.at(-1)).toBe('result');
  });

  it('of a run is on its test rows, the same bits for one thread and two, and in the model file’s words', async () => {
    const { client, runId, file } = await trainedHouses();
    const importance = await resultOf(await client.evaluation.importance({ runId }));
    const { rows, on } = await client.evaluation.get({ runId });
    expect(on).toBe('test');
    expect(importance).toMatchObject({
      on,
      rows: rows.test,
      ofRows: rows.test,
      shuffles: 50,
      newRows: false,
    });
    expect(importance.columns.map(({ column }) => column).sort()).toEqual(['age', 'area', 'feet', 'side']);

    const { folder } = await runOf(client);
    const model = { kind: 'path' as const, path: folder! };
    const asked = { model, file: { kind: 'path' as const, path: file } };
    expect(await resultOf(await client.models.importance(asked))).toEqual(importance);

    const path = `${folder}/best.safetensors`;
    const table = await openTable(file, { fileName: 'houses.csv', reading: {}, engine: loadEngine() });
    const explained = {
      ...{ engine: loadEngine(), table, newRows: true },
      model: decodeModel(await readFile(path), path),
      split: splitOfNewRows(Uint32Array.from({ length: 60 }, (_, row) => row)),
    };
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => resultOf(importanceOf({ ...explained, threads }, undefined, undefined))),
    );
    table.close();
    expect(two).toEqual(one);
    expect(one!.newRows).toBe(true);
  });
});

describe('contributions', () => {
  it('add up to the prediction of the engine, for a row and for its cells alike', async () => {
    const { client, runId, file } = await trainedHouses();
    const row = 7;
    const found = await client.evaluation.contributions({ runId, of: { row } });
    const sum = found.columns.reduce((all, { contribution }) => all + contribution, found.base);
    expect(Math.abs(found.prediction - sum)).toBeLessThan(1e-4 * Math.abs(found.prediction));
    expect(found.prediction - sum).toBeCloseTo(found.remainder, 12);
    expect(found).toMatchObject({ output: 0, name: 'price', baseOf: 'training', predictedClass: null });
    const cells = Object.fromEntries(found.columns.map(({ column, cell }) => [column, cell]));
    const typed = await client.evaluation.contributions({ runId, of: { cells } });
    expect(typed.columns).toEqual(found.columns);
    expect(typed.prediction).toBe(found.prediction);
    const { folder } = await runOf(client);
    const asked = {
      model: { kind: 'path' as const, path: folder! },
      file: { kind: 'path' as const, path: file },
    };
    const [ofFile] = await client.models.contributions({ ...asked, row });
    expect(ofFile!.columns).toEqual(found.columns);
  });

  it('refuse a row that the table does not have, and a cell that is no number', async () => {
    const { client, runId } = await trainedHouses();
    expect(await code(client.evaluation.contributions({ runId, of: { row: 60 } }))).toBe('option_invalid');
    expect(await code(client.evaluation.contributions({ runId, of: { cells: { area: 'large' } } }))).toBe(
      'option_invalid',
    );
  });
});

describe('near rows and dependence', () => {
  it('are of the training rows, with their truth', async () => {
    const { client, runId } = await trainedHouses();
    const { rows } = await client.evaluation.get({ runId });
    const near = await client.evaluation.nearest({ runId, row: 3, count: 4 });
    expect(near.of).toBe(rows.train);
    expect(near.rows).toHaveLength(4);
    expect(near.mean).toBeCloseTo(near.rows.reduce((sum, { truth }) => sum + truth, 0) / 4, 9);
    const curve = await client.evaluation.dependence({ runId, column: 'age', output: 0, row: 3 });
    expect(curve.points.kind === 'number' && curve.points.bins.reduce((sum, count) => sum + count, 0)).toBe(
      rows.train,
    );
    const bars = await client.evaluation.dependence({ runId, column: 'side', output: 0 });
    expect(bars.points).toMatchObject({ kind: 'levels', levels: ['south', 'north'], more: 0 });
    expect(await code(client.evaluation.dependence({ runId, column: 'colour', output: 0 }))).toBe(
      'column_unknown',
    );
  });
});

describe('coefficients', () => {
  it('of a linear network are those of the table, and there are none with hidden layers', async () => {
    const { client, runId } = await trainedHouses();
    expect(await client.evaluation.coefficients({ runId })).toBeNull();
    const linear = (spec: RunSpec): RunSpec => ({
      ...spec,
      data: {
        ...spec.data,
        columns: spec.data.columns.map((one) => (one.name === 'feet' ? { ...one, role: 'ignored' } : one)),
      },
      model: { ...spec.model, layers: [] },
      training: { ...spec.training, epochs: 600, patience: 0, optimizer: { ...spec.training.optimizer } },
    });
    const other = await trainedHouses(linear);
    const found = (await other.client.evaluation.coefficients({ runId: other.runId }))!;
    expect(found).toMatchObject({ scale: 'value', errorsBy: 'leastSquares', reason: null });
    const value = new Map(found.outputs[0]!.coefficients.map((one) => [one.column, one.value]));
    // price = 3 area - 20 age + 50 (+ 5 in the north)
    expect(value.get('area')).toBeCloseTo(3, 0);
    expect(value.get('age')).toBeCloseTo(-20, 0);
    expect(found.outputs[0]!.equation).toMatch(/^price = /);
  });
});
