// Going back in a run and on from there: with nothing changed to the same bits, with a change to what a replay of it gives.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import { type Client, code, currentSpec, runOf } from '../table/openedTable.ts';

const engine = loadEngine();
let home: string;
let backend: Backend;
let client: Client;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  // As for a page: the terminal keeps no checkpoint history.
  backend = await createBackend({ home, engine, allowPaths: true, restore: true });
  client = createRouterClient(backend.router);
});
afterEach(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

async function finished(runId: string) {
  let checkpoints: { epoch: number; step: number }[] = [];
  for await (const update of await client.training.watch({ runId }))
    checkpoints = update.checkpoints ?? checkpoints;
  return { checkpoints, run: await runOf(client) };
}

/** As fast as it can: some milliseconds. */
async function trained(epochs: number) {
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
  await client.spec.propose({ targets: ['species'], hidden: [6], epochs, seed: 3 });
  const revision = Number.MAX_SAFE_INTEGER;
  const { schedule: _, ...training } = (await currentSpec(client)).training;
  const spec = {
    ...(await currentSpec(client)),
    training: { ...training, schedule: { type: 'constant' as const }, patience: 0 },
  };
  await client.spec.set({ revision, spec });
  const { runId } = await client.training.start({ threads: 1 });
  return finished(runId);
}

describe('a branch', () => {
  it('with nothing changed ends in the same bits', async () => {
    const { checkpoints, run } = await trained(24);
    const middle = checkpoints[Math.floor(checkpoints.length / 2)]!;
    expect(checkpoints.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    const { runId } = await client.training.branch({ step: middle.step });
    const branched = await finished(runId);
    expect(branched.run.id).not.toBe(run.id);
    expect(branched.run.changes).toEqual([]);
    expect(branched.run.fingerprint).toBe(run.fingerprint);
    expect(branched.run.progress.epoch).toBe(24);
  });

  it('goes past a layer that was switched off when the run began, and past one that was put in so', async () => {
    const { checkpoints, run } = await trained(12);
    const { model, ...spec } = await currentSpec(client);
    const off = { ...model.layers[0]!, units: 3, off: true };
    await client.spec.set({
      revision: Number.MAX_SAFE_INTEGER,
      spec: { ...spec, model: { ...model, layers: [off, ...model.layers] } },
    });
    const { runId } = await client.training.branch({ step: checkpoints[0]!.step });
    const branched = await finished(runId);
    expect(branched.run.fingerprint).toBe(run.fingerprint);
    expect(branched.run.spec).toEqual(run.spec);
  });

  it('with another learning rate is what its recorded change gives again', async () => {
    const { checkpoints } = await trained(20);
    const middle = checkpoints[Math.floor(checkpoints.length / 2)]!;
    const spec = await currentSpec(client);
    const optimizer = { ...spec.training.optimizer, learningRate: 0.0005 };
    await client.spec.set({
      revision: Number.MAX_SAFE_INTEGER,
      spec: { ...spec, training: { ...spec.training, optimizer } },
    });
    const { runId } = await client.training.branch({ step: middle.step });
    const { run } = await finished(runId);
    expect(run.changes).toEqual([{ step: middle.step, optimizer }]);
    await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: run.spec });
    const again = await client.training.start({ threads: 1, changes: run.changes });
    expect((await finished(again.runId)).run.fingerprint).toBe(run.fingerprint);
  });

  it('is refused where more than that was changed, or nothing is kept of the step', async () => {
    expect(await code(client.training.branch({ step: 5 }))).toBe('run_needed');
    const { checkpoints } = await trained(6);
    const spec = await currentSpec(client);
    await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: { ...spec, seed: 9 } });
    expect(await code(client.training.branch({ step: checkpoints.at(-1)!.step }))).toBe('option_invalid');
  });

  it('knows its parent by id and name, in the state, in the list and in run.json', async () => {
    const { checkpoints, run } = await trained(6);
    await client.runs.note({ runId: run.id, name: 'six units' });
    expect((await runOf(client)).name).toBe('six units');
    const { epoch, step } = checkpoints[2]!;
    const { runId } = await client.training.branch({ step });
    const parent = { id: run.id, name: 'six units', epoch, step, from: 'checkpoint' };
    expect((await finished(runId)).run).toMatchObject({ id: runId, name: '', fileName: 'iris.csv', parent });
    const listed = await client.runs.list();
    expect(listed.map((one) => [one.id, one.parent])).toEqual([
      [runId, parent],
      [run.id, null],
    ]);
    const record = JSON.parse(await readFile(join(home, 'runs', runId, 'run.json'), 'utf8'));
    expect(record.parent).toEqual(parent);
    await client.runs.open({ runId });
    expect((await runOf(client)).parent).toEqual(parent);
  });

  describe('of a paused run', () => {
    const branched = async () => {
      const { run } = await trained(24);
      await client.training.pace({ epochsPerSecond: 60 });
      await client.training.start({ threads: 1 });
      for await (const { progress, checkpoints } of await client.training.watch({
        runId: (await runOf(client)).id,
      })) {
        if (progress.state === 'running' && (checkpoints?.length ?? 0) >= 3) await client.training.pause();
        if (progress.state === 'paused') break;
      }
      await client.training.pace({ epochsPerSecond: null });
      const step = 3 * (await runOf(client)).progress.stepsPerEpoch;
      const { runId } = await client.training.branch({ step });
      return { run, runId, step };
    };

    it('waits paused at its checkpoint, and ends in the same bits when it goes on', async () => {
      const { run, runId, step } = await branched();
      expect((await runOf(client)).progress).toMatchObject({ state: 'paused', epoch: 3, step });
      expect((await runOf(client)).progress.best).not.toBeNull();
      await client.training.resume();
      const after = await finished(runId);
      expect(after.run.progress.state).toBe('finished');
      expect(after.run.fingerprint).toBe(run.fingerprint);
    });

    it('can be stopped before it went on', async () => {
      const { runId } = await branched();
      await client.training.stop();
      const after = await finished(runId);
      expect(after.run.progress).toMatchObject({ state: 'stopped', epoch: 3 });
      expect(after.run.metrics).not.toBeNull();
    });

    it('goes on from its checkpoint when the program was closed meanwhile', async () => {
      const { run, runId } = await branched();
      await backend.dispose();
      expect(await readdir(join(home, 'runs', runId))).toContain('checkpoint.safetensors');
      backend = await createBackend({ home, engine, allowPaths: true, restore: true });
      client = createRouterClient(backend.router);
      expect((await runOf(client)).progress).toMatchObject({ state: 'interrupted', epoch: 3 });
      await client.training.resume();
      expect((await finished(runId)).run.fingerprint).toBe(run.fingerprint);
    });
  });

  it('leaves the run it came from kept', async () => {
    const { checkpoints, run } = await trained(6);
    const { runId } = await client.training.branch({ step: checkpoints.at(-1)!.step });
    await finished(runId);
    expect((await client.runs.list()).map(({ id }) => id).sort()).toEqual([run.id, runId].sort());
  });
});

it('an insight call with an earlier step takes the weights of its checkpoint', async () => {
  const { checkpoints, run } = await trained(24);
  const first = checkpoints[0]!;
  const lossAt = async (weights: Parameters<Client['insight']['statistics']>[0]['weights']) =>
    (await client.insight.statistics({ weights, part: 'train' })).loss;
  expect(await lossAt({ step: first.step })).toBeGreaterThan(await lossAt('best'));
  expect(await code(client.insight.statistics({ weights: { step: 1 }, part: 'train' }))).toBe('run_needed');
  await client.runs.open({ runId: run.id });
  expect(await code(client.insight.statistics({ weights: { step: first.step }, part: 'train' }))).toBe(
    'run_needed',
  );
});
