// What is changed in mid-run: taken, kept, and taken again by a replay to the same bits.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change, Run } from '../../../../app/contract/run/training.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';

const engine = loadEngine();
let home: string;
let backend: Backend;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  backend = await createBackend({ home, engine, allowPaths: true, restore: true });
});
afterEach(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

/** Long enough that a pause comes before the end. */
const epochs = 3_000;
const iris = resolve('examples/iris.csv');
async function open(choices: Partial<Choices> = {}) {
  const client = createRouterClient(backend.router);
  await client.dataset.open({ file: { kind: 'path', path: iris } });
  await client.spec.propose({ targets: ['species'], hidden: [6], epochs, patience: 0, ...choices });
  return client;
}
type Client = Awaited<ReturnType<typeof open>>;

async function until(client: Client, is: (run: Run) => boolean): Promise<Run> {
  for await (const { run } of await client.workspace.watch()) if (run !== null && is(run)) return run;
  throw new Error('The workspace ended.');
}

async function toTheEnd(client: Client, runId: string) {
  const seen: number[] = [];
  for await (const { from, records } of await client.training.watch({ runId })) {
    seen.length = from;
    seen.push(...records.map(({ epoch }) => epoch));
  }
  const run = await until(client, ({ fingerprint }) => fingerprint !== null);
  const kept = JSON.parse(await readFile(join(run.folder, 'run.json'), 'utf8')) as { changes: Change[] };
  return { run, seen, kept };
}

/** Three epochs, then a step of the fourth. */
async function begun(client: Client): Promise<string> {
  const { runId } = await client.training.start({});
  await client.training.pause();
  await until(client, ({ progress }) => progress.state === 'paused');
  await client.training.rewind();
  await until(client, ({ progress }) => progress.state === 'ready');
  for (let epoch = 1; epoch <= 3; epoch++) {
    await client.training.step({ unit: 'epoch' });
    await until(client, ({ progress }) => progress.state === 'paused' && progress.epoch === epoch);
  }
  return runId;
}

it('gives the same bits when it is replayed', async () => {
  const client = await open();
  const runId = await begun(client);
  await client.training.change({ optimizer: newOptimizer('adam', { learningRate: 0.01, beta1: 0.5 }) });
  await client.training.change({ batchSize: 16 });
  await until(client, ({ changes }) => changes.length === 2);
  await client.training.resume();
  const { run, kept, seen } = await toTheEnd(client, runId);
  expect(run.changes).toMatchObject([{ optimizer: { beta1: 0.5 } }, { batchSize: 16 }]);
  expect(kept.changes).toEqual(run.changes);
  expect(run.changes[0]!.step).toBe(3 * 4);
  expect(seen).toEqual(Array.from({ length: epochs }, (_, i) => i + 1));

  const replay = await client.training.start({ changes: run.changes, threads: 3 });
  expect((await toTheEnd(client, replay.runId)).run.fingerprint).toBe(run.fingerprint);
  const plain = await client.training.start({});
  expect((await toTheEnd(client, plain.runId)).run.fingerprint).not.toBe(run.fingerprint);
});

it('that are rewound are forgotten, and the run ends as if it had never been changed', async () => {
  const client = await open();
  const first = await client.training.start({});
  const undisturbed = (await toTheEnd(client, first.runId)).run.fingerprint;
  const runId = await begun(client);
  await client.training.change({ optimizer: newOptimizer('adam', { learningRate: 0.5 }) });
  await client.training.step({ unit: 'epoch' });
  await until(client, ({ progress }) => progress.epoch === 4);
  await client.training.rewind();
  await until(client, ({ progress, changes }) => progress.state === 'ready' && changes.length === 0);
  await client.training.resume();
  const { run, kept, seen } = await toTheEnd(client, runId);
  expect(run.fingerprint).toBe(undisturbed);
  expect(kept.changes).toEqual([]);
  expect(seen).toHaveLength(epochs);
  const history = await readFile(join(run.folder, 'history.jsonl'), 'utf8');
  expect(history.trim().split('\n')).toHaveLength(epochs);
});

it('that the run could not have begun with are refused, and it goes on as it was', async () => {
  const client = await open({ normalization: 'batch' });
  const runId = await begun(client);
  await expect(client.training.change({ optimizer: newOptimizer('sgd') })).rejects.toMatchObject({
    data: { code: 'option_invalid', values: { expected: 'adam', found: 'sgd' } },
  });
  await expect(client.training.change({ batchSize: 1 })).rejects.toMatchObject({
    data: { code: 'spec_refused', issues: [{ code: 'batch_norm_one_row' }] },
  });
  await client.training.resume();
  expect((await toTheEnd(client, runId)).run.changes).toEqual([]);
  await expect(client.training.change({ batchSize: 4 })).rejects.toMatchObject({
    data: { code: 'run_not_running' },
  });
});

it('go on with the run in another process, in float64 with normalisation, dropout and a schedule too', async () => {
  const choices: Partial<Choices> = {
    normalization: 'batch',
    dropout: 0.2,
    precision: 'float64',
    schedule: { type: 'warmupCosine', warmupEpochs: 5, minimum: 0 },
  };
  const first = await open(choices);
  const runId = await begun(first);
  await first.training.change({ optimizer: newOptimizer('adam', { learningRate: 0.01 }), batchSize: 20 });
  await first.training.step({ unit: 'epoch' });
  await until(first, ({ progress }) => progress.state === 'paused' && progress.epoch === 4);
  await first.training.step({ unit: 'epoch' });
  await until(first, ({ progress }) => progress.state === 'paused' && progress.epoch === 5);
  await backend.dispose();

  backend = await createBackend({ home, engine, allowPaths: true, restore: true });
  const client = createRouterClient(backend.router);
  await until(client, ({ id, progress }) => id === runId && progress.state === 'interrupted');
  await client.training.resume();
  const { run } = await toTheEnd(client, runId);
  expect(run.changes).toHaveLength(1);

  const replay = await client.training.start({ changes: run.changes });
  expect((await toTheEnd(client, replay.runId)).run.fingerprint).toBe(run.fingerprint);
});
