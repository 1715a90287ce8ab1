// Models of Keras by their path, through the process that reads them: predictions of rows, the model in another format, and a dropped file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { forkUnpacker } from '../../../../app/hosts/forkedUnpacker.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import { kerasFiles, pathOf } from '../../export/keras/kerasFiles.ts';

let home: string;
let backend: Backend;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  const options = { home, engine: loadEngine(), allowPaths: true, restore: false };
  backend = await createBackend({ ...options, startUnpacker: forkUnpacker });
});
afterAll(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

it.each(kerasFiles)('$file predicts what Keras predicts', async ({ file, columns, x, y }) => {
  const table = join(home, 'new.csv');
  await writeFile(table, [columns, ...x].map((cells) => `${cells.join(',')}\n`).join(''));
  const [model, rows] = [pathOf(file), table].map((path) => ({ kind: 'path' as const, path }));
  const client = createRouterClient(backend.router);
  let csv = '';
  for await (const piece of await client.models.predict({ model: model!, file: rows! })) csv += piece;
  const [header, ...lines] = csv.trim().split('\n');
  // Behind the file's own columns stand numbers, or the class and the probability of each.
  const outputs = y[0]!.length;
  expect(header!.split(',').length).toBeGreaterThanOrEqual(columns.length + outputs);
  const found = lines.map((line) => line.split(',').slice(-outputs).map(Number));
  for (const [row, expected] of y.entries())
    for (const [k, number] of expected.entries())
      expect(Math.abs(found[row]![k]! - number)).toBeLessThan(1e-5 * Math.max(1, Math.abs(number)));
});

it('a Keras file is written in another format', async () => {
  const client = createRouterClient(backend.router);
  const model = { kind: 'path', path: pathOf('functional.keras') } as const;
  const { files } = await client.export.file({ model, format: 'safetensors' });
  const { spec } = decodeModel(new Uint8Array(await files[0]!.arrayBuffer()), 'a');
  expect(
    spec.model.layers.map(({ units, activation, normalization }) => [units, activation, normalization]),
  ).toEqual([
    [5, 'relu', 'layer'],
    [5, 'linear', 'layer'],
    [4, 'gelu', 'none'],
    [4, 'relu', 'none'],
  ]);
});

it('a dropped Keras file opens as a model', async () => {
  const file = { kind: 'path', path: pathOf('classifier.h5') } as const;
  const opened = await createRouterClient(backend.router).workspace.open({ file });
  expect(opened).toMatchObject({ kind: 'model', withTable: false });
});
