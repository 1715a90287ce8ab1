// The whole way of the data through the contract, in one process: real files, real DuckDB, the real engine, a home
// folder of its own for each test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EpochRecord, Progress } from '../../../app/contract/run/training.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { WorkspaceState } from '../../../app/contract/workspace.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { RunFolder } from '../../../app/storage/runFolder.ts';
import { type Backend, createBackend } from '../../../app/workspace/backend.ts';
import { exportedFile } from '../exportedFile.ts';

const iris = resolve('examples/iris.csv');
const engine = loadEngine();

let home: string;
let backends: Backend[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  backends = [];
});
afterEach(async () => {
  for (const backend of backends) await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

async function connect(options: { restore?: boolean; allowPaths?: boolean; restartedAfter?: string } = {}) {
  const backend = await createBackend({ home, engine, allowPaths: true, restore: false, ...options });
  backends.push(backend);
  return createRouterClient(backend.router);
}
type Client = Awaited<ReturnType<typeof connect>>;

async function openIris(client: Client, choices: Partial<Parameters<Client['spec']['propose']>[0]> = {}) {
  await client.dataset.open({ file: { kind: 'path', path: iris } });
  return client.spec.propose({ targets: ['species'], ...choices });
}

async function state(client: Client): Promise<WorkspaceState> {
  for await (const value of await client.workspace.watch()) return value;
  throw new Error('The state stream ended before its first value.');
}

/** Everything the stream says until the run has ended. */
async function watchToTheEnd(client: Client, runId: string) {
  const records: EpochRecord[] = [];
  let progress: Progress | null = null;
  for await (const update of await client.training.watch({ runId })) {
    expect(update.from).toBe(records.length);
    records.push(...update.records);
    progress = update.progress;
  }
  return { records, progress: progress! };
}

/** Resolves once the run is in `wanted`. */
async function reach(client: Client, wanted: Progress['state']) {
  for await (const { run } of await client.workspace.watch()) if (run?.progress.state === wanted) return run;
  throw new Error(`The run never was ${wanted}.`);
}

const code = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error) => error.data?.code ?? String(error),
  );

describe('the way from a file to a scored model', () => {
  it('reads, proposes, trains, scores and exports', async () => {
    const client = await connect();
    const { spec, plan } = await openIris(client);
    expect(spec.data.task).toBe('multiclass');
    expect(plan.inputs).toHaveLength(4);
    expect(plan.outputs).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(plan.rows.train + plan.rows.validation + plan.rows.test).toBe(150);

    const { runId } = await client.training.start({});
    const { records, progress } = await watchToTheEnd(client, runId);
    expect(progress.state).toBe('finished');
    expect(records.map(({ epoch }) => epoch)).toEqual(Array.from(records, (_, index) => index + 1));
    expect(records).toHaveLength(progress.epoch);

    const evaluation = await client.evaluation.get({ runId });
    expect(evaluation.on).toBe('test');
    expect(evaluation.metrics.test).toHaveProperty('accuracy');
    expect(evaluation.fingerprint).toMatch(/^[0-9a-f]{64}$/);

    const file = await exportedFile(client, { kind: 'run', id: runId }, 'safetensors');
    const exported = join(home, file.name);
    await writeFile(exported, Buffer.from(await file.arrayBuffer()));
    const report = await client.models.evaluate({
      model: { kind: 'path', path: exported },
      file: { kind: 'path', path: iris },
    });
    expect(report.fingerprint).toBe(evaluation.fingerprint);
    expect(report.rows).toBe(150);
  });

  it('gives the same weights again, for any number of threads', async () => {
    const fingerprints: string[] = [];
    for (const threads of [1, 2, 3, 1]) {
      const client = await connect();
      await openIris(client, { epochs: 5 });
      const { runId } = await client.training.start({ threads });
      await watchToTheEnd(client, runId);
      fingerprints.push((await client.evaluation.get({ runId })).fingerprint);
    }
    expect(new Set(fingerprints).size).toBe(1);
  });

  it('does not end the stream of a run before the workspace tells its scores', async () => {
    const client = await connect();
    await openIris(client, { epochs: 3 });
    const { runId } = await client.training.start({});
    let whileReleasing = 'open';
    const release = vi.spyOn(RunFolder.prototype, 'release').mockImplementationOnce(async () => {
      const updates = (await client.training.watch({ runId }))[Symbol.asyncIterator]();
      await updates.next();
      updates.next().then(({ done }) => {
        if (done) whileReleasing = 'ended';
      });
      await nextTurn();
    });
    await watchToTheEnd(client, runId);
    expect(release).toHaveBeenCalled();
    expect(whileReleasing).toBe('open');
    expect((await state(client)).run?.metrics).not.toBeNull();
    release.mockRestore();
  });

  it('predicts another file row by row', async () => {
    const client = await connect();
    await openIris(client, { epochs: 30 });
    const { runId } = await client.training.start({});
    await watchToTheEnd(client, runId);
    const { run } = await state(client);
    const pieces: string[] = [];
    const model = { kind: 'path' as const, path: run!.folder };
    for await (const piece of await client.models.predict({ model, file: { kind: 'path', path: iris } }))
      pieces.push(piece);
    const lines = pieces.join('').trimEnd().split('\n');
    expect(lines).toHaveLength(151);
    expect(lines[0]).toContain('species,prediction,probability_setosa');
    expect(lines[1]).toMatch(/^5\.1,3\.5,1\.4,0\.2,setosa,setosa,/);
  });
});

describe('control of a run', () => {
  it('pauses, steps an epoch, goes on, and stops with the best weights kept', async () => {
    const client = await connect();
    await openIris(client, { epochs: 1_000_000, patience: 0 });
    const { runId } = await client.training.start({});
    await client.training.pause();
    const paused = await reach(client, 'paused');
    await client.training.step({ unit: 'epoch' });
    let stepped = 0;
    for await (const update of await client.training.watch({ runId })) {
      stepped = update.progress.epoch;
      if (update.progress.state === 'paused' && stepped > paused.progress.epoch) break;
    }
    await client.training.resume();
    await client.training.stop();
    const { progress } = await watchToTheEnd(client, runId);
    expect(progress.state).toBe('stopped');
    expect(progress.epoch).toBeGreaterThanOrEqual(stepped);
    expect((await state(client)).run!.metrics!.test).not.toBeNull();
  });

  it('refuses a second run, another table and another spec while one is in progress', async () => {
    const client = await connect();
    const { spec } = await openIris(client, { epochs: 1_000_000, patience: 0 });
    const { runId } = await client.training.start({});
    expect(await code(client.training.start({}))).toBe('run_busy');
    expect(await code(client.dataset.open({ file: { kind: 'path', path: iris } }))).toBe('run_busy');
    expect(await code(client.spec.set({ revision: (await state(client)).revision, spec }))).toBe('run_busy');
    await client.training.stop();
    await watchToTheEnd(client, runId);
    expect(await code(client.training.pause())).toBe('run_not_running');
  });

  it('says that a rate too high diverged, and keeps finite weights', async () => {
    const client = await connect();
    await openIris(client, {
      optimizer: 'sgd',
      learningRate: 1000,
      epochs: 200,
      activation: 'linear',
      hidden: [32, 32],
    });
    const { runId } = await client.training.start({});
    const { progress } = await watchToTheEnd(client, runId);
    expect(progress.state).toBe('diverged');
    expect(progress.divergedAt).toBeGreaterThan(0);
    expect((await client.evaluation.get({ runId })).fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what is refused', () => {
  const cases: [string, (client: Client) => Promise<unknown>, string][] = [
    ['training without a table', (client) => client.training.start({}), 'dataset_needed'],
    [
      'a target that is not a column',
      (client) => openIris(client, { targets: ['colour'] }),
      'column_unknown',
    ],
    [
      'a file that is not there',
      (client) => client.dataset.open({ file: { kind: 'path', path: '/nowhere.csv' } }),
      'file_not_found',
    ],
    ['0 epochs', (client) => openIris(client, { epochs: 0 }), 'spec_invalid'],
    ['a layer of a billion units', (client) => openIris(client, { hidden: [1e9] }), 'spec_invalid'],
    ['a run that is not there', (client) => client.runs.open({ runId: 'none' }), 'run_not_found'],
  ];
  it.each(cases)('%s, by name', async (_, act, expected) => {
    expect(await code(act(await connect()))).toBe(expected);
  });

  it('leaves the open table as it was when the next one cannot be read', async () => {
    const client = await connect();
    await openIris(client);
    const empty = join(home, 'empty.csv');
    await writeFile(empty, '');
    expect(await code(client.dataset.open({ file: { kind: 'path', path: empty } }))).toBe('file_empty');
    const { dataset, spec, activity } = await state(client);
    expect([dataset?.fileName, spec?.data.task, activity]).toEqual(['iris.csv', 'multiclass', null]);
  });

  it('a path, from a page in a browser', async () => {
    const client = await connect({ allowPaths: false });
    expect(await code(client.dataset.open({ file: { kind: 'path', path: iris } }))).toBe('not_allowed_here');
    expect(await code(client.training.start({ out: home }))).toBe('not_allowed_here');
  });

  it('an edit of a spec that has changed in the meantime', async () => {
    const client = await connect();
    const { spec } = await openIris(client);
    const { revision } = await state(client);
    const edited: RunSpec = { ...spec, seed: 7 };
    await client.spec.set({ revision, spec: edited });
    expect(await code(client.spec.set({ revision, spec }))).toBe('revision_stale');
    expect((await state(client)).spec?.seed).toBe(7);
  });
});

describe('another backend of the same home', () => {
  it('comes back with table, spec and the run that ended', async () => {
    const first = await connect({ restore: true });
    await openIris(first, { epochs: 3 });
    const { runId } = await first.training.start({});
    await watchToTheEnd(first, runId);
    const before = await state(first);
    await backends.pop()!.dispose();

    const after = await state(await connect({ restore: true }));
    expect(after.dataset?.hash).toBe(before.dataset?.hash);
    expect(after.spec).toEqual(before.spec);
    expect(after.run?.fingerprint).toBe(before.run?.fingerprint);
  });

  it('says that it was started again after a crash, even with nothing to come back to', async () => {
    const { notices } = await state(await connect({ restore: true, restartedAfter: 'SIGKILL' }));
    expect(notices.map(({ kind }) => kind)).toEqual(['backendRestarted']);
  });

  it('lists kept runs and opens one, with its evaluation', async () => {
    const first = await connect();
    await openIris(first, { epochs: 3 });
    const { runId } = await first.training.start({});
    await watchToTheEnd(first, runId);
    const evaluation = await first.evaluation.get({ runId });

    const second = await connect();
    const [listed] = await second.runs.list();
    expect(listed).toMatchObject({ id: runId, fileName: 'iris.csv', target: 'species', state: 'finished' });
    await second.runs.open({ runId });
    expect(await second.evaluation.get({ runId })).toEqual(evaluation);
    expect((await state(second)).dataset?.fileName).toBe('iris.csv');
  });
});
