// What must hold on disk after a fault: no file is torn, and a backend that starts anew finds every run whole or able to go on to the same
// weights.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { WorkspaceState } from '../../../app/contract/workspace.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { decodeCheckpoint } from '../../../app/export/checkpoint.ts';
import { decodeModel } from '../../../app/export/decodeModel.ts';
import { createBackend } from '../../../app/workspace/backend.ts';

export async function expectNothingTorn(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (entry.name.endsWith('.json')) JSON.parse(bytes.toString());
    else if (entry.name === 'best.safetensors') decodeModel(bytes, path);
    else if (entry.name.endsWith('.safetensors')) decodeCheckpoint(bytes, path);
    assert(!entry.name.includes('.damaged'), `${path} was damaged and put aside`);
  }
}

/** What was told before the fault. */
export interface Promised {
  /** Fingerprint of every run. */
  fingerprint: string;
  /** Ids of runs that were told as finished. */
  finished: string[];
  /** Ids of runs that were there before: each is listed, or was deleted and can be restored. */
  before: string[];
}

/** All runs of the home end with the same weights, and none is lost. Returns the ids of those that were there. */
export async function checkRunsWhole(
  home: string,
  { fingerprint, finished, before }: Promised,
): Promise<string[]> {
  const backend = await createBackend({
    home,
    engine: loadEngine(),
    allowPaths: true,
    restore: true,
    restartedAfter: 'SIGKILL',
  });
  const client = createRouterClient(backend.router);
  const now = async (): Promise<WorkspaceState> => {
    for await (const state of await client.workspace.watch()) return state;
    throw new Error('No state came.');
  };
  const { run } = await now();
  // After a crash a run goes on by itself.
  const isBusy =
    run !== null &&
    (await client.runs.open({ runId: run.id }).then(
      () => false,
      (error) => error.data?.code === 'run_busy',
    ));
  if (isBusy) for await (const _ of await client.training.watch({ runId: run.id }));
  const there = (await client.runs.list()).map(({ id }) => id);
  for (const runId of before) if (!there.includes(runId)) await client.runs.restore({ runId });
  for (const { id, state, metrics } of await client.runs.list()) {
    assert.notEqual(state, 'running', `nobody trains ${id}`);
    if (state === 'finished') assert.notEqual(metrics, null, `${id} is scored`);
    if (finished.includes(id)) assert.equal(state, 'finished');
    await client.runs.open({ runId: id });
    if (state !== 'finished') {
      await client.training.resume();
      for await (const _ of await client.training.watch({ runId: id }));
    }
    assert.equal((await client.evaluation.get({ runId: id })).fingerprint, fingerprint);
  }
  for (const id of finished) assert(there.includes(id), `${id} was told as finished and is gone`);
  await backend.dispose();
  return there;
}
