// A real process killed in the middle of a training: the next one goes on, and nobody can tell from the weights.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { createBackend } from '../../../../app/workspace/backend.ts';

const engine = loadEngine();
/** Some two seconds: long enough that a process kills itself before the end. */
const epochs = 8_000;
const homes: string[] = [];
let undisturbed: string;

async function newHome() {
  const home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  homes.push(home);
  return home;
}
afterAll(async () => {
  for (const home of homes) await rm(home, { recursive: true, force: true });
});

/** Trains in a process that kills itself after `checkpoints` checkpoints, running or paused. */
async function crash(home: string, checkpoints: number, dying: 'running' | 'paused') {
  const script = join(import.meta.dirname, 'crashing.js');
  const child = spawn(process.execPath, [script, home, String(epochs), String(checkpoints), dying], {
    stdio: 'inherit',
  });
  const signal = await new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
  expect(signal).toBe('SIGKILL');
}

async function reopen(home: string, restartedAfter?: string) {
  const backend = await createBackend({
    home,
    engine,
    allowPaths: true,
    restore: true,
    ...(restartedAfter && { restartedAfter }),
  });
  const client = createRouterClient(backend.router);
  for await (const state of await client.workspace.watch()) return { backend, client, state };
  throw new Error('No state came.');
}

async function finish(client: Awaited<ReturnType<typeof reopen>>['client'], runId: string) {
  const epochsSeen: number[] = [];
  for await (const { from, records } of await client.training.watch({ runId })) {
    epochsSeen.length = from;
    epochsSeen.push(...records.map(({ epoch }) => epoch));
  }
  return { fingerprint: (await client.evaluation.get({ runId })).fingerprint, epochsSeen };
}

beforeAll(async () => {
  const { backend, client } = await reopen(await newHome());
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
  await client.spec.propose({ targets: ['species'], epochs, patience: 0 });
  undisturbed = (await finish(client, (await client.training.start({ threads: 1 })).runId)).fingerprint;
  await backend.dispose();
});

describe('a process killed in mid-training', () => {
  it('is followed by one that goes on by itself and ends with the same bits', async () => {
    const home = await newHome();
    await crash(home, 1, 'running');
    const { backend, client, state } = await reopen(home, 'SIGKILL');
    expect(state.notices.map(({ kind }) => kind)).toEqual(['backendRestarted']);
    expect(state.dataset?.fileName).toBe('iris.csv');
    const { fingerprint, epochsSeen } = await finish(client, state.run!.id);
    expect(fingerprint).toBe(undisturbed);
    expect(epochsSeen).toEqual(Array.from({ length: epochs }, (_, index) => index + 1));
    await backend.dispose();
  });

  it('leaves a run that a person who starts the program anew finds interrupted, and resumes', async () => {
    const home = await newHome();
    await crash(home, 1, 'paused');
    const { backend, client, state } = await reopen(home);
    expect(state.run?.progress.state).toBe('interrupted');
    await client.training.resume();
    expect((await finish(client, state.run!.id)).fingerprint).toBe(undisturbed);
    await backend.dispose();
  });

  it('goes on from the checkpoint before where the last one was torn', async () => {
    const home = await newHome();
    await crash(home, 2, 'paused');
    const first = await reopen(home);
    const { folder, id } = first.state.run!;
    await first.backend.dispose();
    const whole = await readFile(join(folder, 'checkpoint.previous.safetensors'));
    await writeFile(join(folder, 'checkpoint.safetensors'), whole.subarray(0, 700));
    const { backend, client } = await reopen(home);
    await client.training.resume();
    expect((await finish(client, id)).fingerprint).toBe(undisturbed);
    await backend.dispose();
  });
});
