// How often a person looked at a run's test score: counted, kept with the run, and written into files exported afterwards.
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { exportedFile } from '../../exportedFile.ts';
import { type Client, connect, opened, runOf, trained } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const short = { targets: ['species'], hidden: [4], epochs: 3 };

const exported = async (client: Client, runId: string, format: 'safetensors' | 'json') =>
  new Uint8Array(await (await exportedFile(client, { kind: 'run', id: runId }, format)).arrayBuffer());

it('each view counts, in the run, in its summary, and after the run is opened again', async () => {
  const client = await opened(iris, short);
  const runId = await trained(client);
  expect(await runOf(client)).toMatchObject({ testViews: 0, metrics: { test: expect.any(Object) } });
  const evaluation = await client.evaluation.get({ runId });
  expect((await runOf(client)).testViews).toBe(0);
  for (const views of [1, 2]) {
    expect(await client.evaluation.view({ runId })).toEqual(evaluation);
    expect((await runOf(client)).testViews).toBe(views);
  }
  expect((await client.runs.list())[0]).toMatchObject({ testViews: 2 });
  await client.runs.open({ runId });
  expect((await runOf(connect())).testViews).toBe(2);
});

it('an exported model says how often, and is as it was where nobody looked', async () => {
  const client = await opened(iris, short);
  const runId = await trained(client);
  expect(decodeModel(await exported(client, runId, 'safetensors'), 'unseen')).not.toHaveProperty('testViews');
  await client.evaluation.view({ runId });
  expect(decodeModel(await exported(client, runId, 'safetensors'), 'seen').testViews).toBe(1);
  expect(JSON.parse(new TextDecoder().decode(await exported(client, runId, 'json')))).toMatchObject({
    testViews: 1,
  });
});

it('without test rows there is nothing to count', async () => {
  const client = await opened(iris, { ...short, split: { train: 0.8, validation: 0.2, test: 0 } });
  const runId = await trained(client);
  expect((await client.evaluation.view({ runId })).on).toBe('validation');
  expect((await runOf(client)).testViews).toBe(0);
});
