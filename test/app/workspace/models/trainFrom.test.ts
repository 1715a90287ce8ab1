// Training on from the weights of a model: the same bits for any number of threads, the model's preparation, and what does not fit.
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import {
  type Client,
  code,
  currentSpec,
  now,
  opened,
  runOf,
  trained,
  written,
} from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const path = (file: string) => ({ kind: 'path' as const, path: file });
const ofRun = (id: string) => ({ kind: 'run' as const, id });

async function trainedFrom(client: Client, id: string, threads = 1) {
  const { runId } = await client.training.start({ threads, from: ofRun(id) });
  for await (const _ of await client.training.watch({ runId }));
  return runOf(client);
}

async function edit(client: Client, change: (spec: RunSpec) => RunSpec) {
  const spec = change(await currentSpec(client));
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec });
}

const irisRun = () =>
  opened(iris, { targets: ['species'], hidden: [4], epochs: 3, patience: 0, learningRate: 0.01 });

/** The first rows of iris, with other means and scales. */
async function firstRows(name: string, count: number) {
  const rows = (await readFile(iris, 'utf8')).trim().split(/\r?\n/);
  return written(name, rows.slice(0, count + 1));
}

describe('a training from a model’s weights', () => {
  it('begins with them, whatever the number of threads, and names its parent', async () => {
    const client = await irisRun();
    const parent = await trained(client);
    const before = await runOf(client);
    const run = await trainedFrom(client, parent);
    expect(run.parent).toMatchObject({ id: parent, from: 'weights', fingerprint: before.fingerprint });
    expect(run.fingerprint).not.toBe(before.fingerprint);
    for (const threads of [2, 5])
      expect((await trainedFrom(client, parent, threads)).fingerprint).toBe(run.fingerprint);
    // Its first epoch begins where the parent's best weights are, not at random ones.
    const [of, own] = await client.runs.compare({ runIds: [parent, run.id] });
    expect(own!.records[0]!.trainLoss).toBeLessThan(of!.records.at(-1)!.trainLoss);
  });

  it('on another table keeps the model’s preparation', async () => {
    const client = await irisRun();
    const parent = await trained(client);
    await client.dataset.open({ file: path(await firstRows('first.csv', 120)) });
    const { plan } = await client.spec.ofModel({ model: ofRun(parent) });
    const run = await trainedFrom(client, parent);
    const preparation = async (folder: string) =>
      JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')).preparation;
    const home = (await client.app.info()).home;
    const own = await preparation(run.folder);
    expect(own).toEqual(await preparation(join(home, 'runs', parent)));
    expect(own).not.toEqual(plan.preparation);
    expect(run.plan?.preparation).toEqual(own);
    expect(run.plan?.rows).toEqual(plan.rows);
    // Its scores are those of its file, computed anew.
    const [file] = [join(home, 'first.csv')];
    const report = await client.models.evaluate({ model: path(run.folder), file: path(file) });
    expect(report.fingerprint).toBe(run.fingerprint);
    // It opens with the same preparation.
    await client.runs.open({ runId: run.id });
    expect((await runOf(client)).plan?.preparation).toEqual(own);
    const { layers } = await client.insight.statistics({ weights: 'best', part: 'train' });
    expect(layers).toHaveLength(2);
  });

  it('is rewound to the same weights', async () => {
    const client = await irisRun();
    const parent = await trained(client);
    const { fingerprint } = await trainedFrom(client, parent);
    await edit(client, (spec) => ({ ...spec, training: { ...spec.training, epochs: 3 } }));
    await client.training.pace({ epochsPerSecond: 1 });
    const { runId } = await client.training.start({ from: ofRun(parent) });
    await client.training.pause();
    await client.training.step({ unit: 'epoch' });
    await client.training.rewind();
    await client.training.pace({ epochsPerSecond: null });
    await client.training.resume();
    for await (const _ of await client.training.watch({ runId }));
    expect((await runOf(client)).fingerprint).toBe(fingerprint);
  });

  it('does not need the parent any more', async () => {
    const client = await irisRun();
    const parent = await trained(client);
    const { folder } = await runOf(client);
    const run = await trainedFrom(client, parent);
    await rm(folder, { recursive: true });
    await client.runs.open({ runId: run.id });
    expect((await runOf(client)).fingerprint).toBe(run.fingerprint);
  });

  it.each<[string, (spec: RunSpec) => RunSpec, string]>([
    [
      'other layers',
      (spec) => ({
        ...spec,
        model: { ...spec.model, layers: spec.model.layers.map((l) => ({ ...l, units: 5 })) },
      }),
      'its layers are 4 relu, output; the settings say 5 relu, output.',
    ],
    [
      'fewer features',
      (spec) => ({
        ...spec,
        data: {
          ...spec.data,
          columns: spec.data.columns.map((c) =>
            c.name === 'petal width (cm)' ? { ...c, role: 'ignored' as const } : c,
          ),
        },
      }),
      'it reads petal width (cm), which the settings do not make a feature.',
    ],
  ])('is refused for %s in one sentence', async (_, change, reason) => {
    const client = await irisRun();
    const parent = await trained(client);
    await edit(client, change);
    await expect(client.training.start({ from: ofRun(parent) })).rejects.toThrow(
      `Training cannot go on from the weights of iris.csv: species: ${reason}`,
    );
    expect((await now(client)).run?.id).toBe(parent);
  });

  it('is refused on a table with a class that the model does not know', async () => {
    const client = await irisRun();
    const parent = await trained(client);
    const rows = (await readFile(iris, 'utf8')).trim().split(/\r?\n/);
    const renamed = rows.map((row, k) => (k > 0 && k % 9 === 0 ? row.replace(/[^,]*$/, 'rose') : row));
    await client.dataset.open({ file: path(await written('roses.csv', renamed)) });
    await client.spec.ofModel({ model: ofRun(parent) });
    await expect(client.training.start({ from: ofRun(parent) })).rejects.toThrow('the table has rose too.');
    await client.dataset.open({ file: path(resolve('examples/penguins.csv')) });
    expect(await code(client.spec.ofModel({ model: ofRun(parent) }))).toBe('columns_do_not_fit');
  });
});
