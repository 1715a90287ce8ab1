// Runs whose folder has no scores, since their process died or scoring failed: opened on their table, they are scored or can go on.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Run } from '../../../../app/contract/run/training.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { createBackend } from '../../../../app/workspace/backend.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function open(choice: { choice?: 'look' } = {}) {
  const options = { home, engine: loadEngine(), allowPaths: true, restore: true };
  const backend = await createBackend({ ...options, ...choice });
  const client = createRouterClient(backend.router);
  for await (const { run } of await client.workspace.watch()) return { backend, client, run: run! };
  throw new Error('No state came.');
}

async function trained(): Promise<Run> {
  const { backend, client } = await open();
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
  await client.spec.propose({ targets: ['species'], epochs: 10, patience: 0 });
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  for await (const { run } of await client.workspace.watch()) {
    await backend.dispose();
    return run!;
  }
  throw new Error('No state came.');
}

async function changeRecord(folder: string, change: object) {
  const file = join(folder, 'run.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...change }));
}

it('a run that ended without scores is scored when it is opened', async () => {
  const { folder, metrics, fingerprint } = await trained();
  await changeRecord(folder, { metrics: null });
  await rm(join(folder, 'evaluation.json'));
  const { backend, client, run } = await open();
  expect(run).toMatchObject({ progress: { state: 'finished' }, metrics, fingerprint, notSaved: null });
  expect((await client.runs.list())[0]).toMatchObject({ metrics });
  await backend.dispose();
  expect((await readdir(folder)).sort()).toEqual([
    'best.safetensors',
    'evaluation.json',
    'history.jsonl',
    'run.json',
  ]);
});

it('a window that only looks on shows the scores of such a run, and writes nothing', async () => {
  const { folder, metrics } = await trained();
  await changeRecord(folder, { metrics: null });
  await rm(join(folder, 'evaluation.json'));
  const before = await readFile(join(folder, 'run.json'), 'utf8');
  const { backend, run } = await open({ choice: 'look' });
  expect(run.metrics).toEqual(metrics);
  await backend.dispose();
  expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe(before);
  expect((await readdir(folder)).sort()).toEqual(['best.safetensors', 'history.jsonl', 'run.json']);
});

it('a run that an earlier version recorded as finished before its weights were kept is interrupted', async () => {
  const { folder, metrics, fingerprint, id } = await trained();
  await changeRecord(folder, { metrics: null, fingerprint: null, endedAt: null });
  await rm(join(folder, 'best.safetensors'));
  const { backend, client, run } = await open();
  expect(run).toMatchObject({ progress: { state: 'interrupted' }, metrics: null });
  await client.training.resume();
  for await (const _ of await client.training.watch({ runId: id }));
  expect((await client.evaluation.get({ runId: id })).metrics).toEqual(metrics);
  expect((await client.runs.list())[0]).toMatchObject({ metrics, state: 'finished' });
  expect((await client.evaluation.get({ runId: id })).fingerprint).toBe(fingerprint);
  await backend.dispose();
});
