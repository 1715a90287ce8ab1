// What must hold on disk after a fault: no file is torn, and a backend that starts anew finds every run whole or able to go on to the same
// weights.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect } from 'vitest';
import type { WorkspaceState } from '../../../app/contract/workspace.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { decodeCheckpoint } from '../../../app/export/checkpoint.ts';
import { decodeModel } from '../../../app/export/safetensors.ts';
import { createBackend } from '../../../app/workspace/backend.ts';

export async function expectNothingTorn(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (entry.name.endsWith('.json')) JSON.parse(bytes.toString());
    else if (entry.name === 'best.safetensors') decodeModel(bytes, path);
    else if (entry.name.endsWith('.safetensors')) decodeCheckpoint(bytes, path);
    // Nothing was damaged that would have to be put aside.
    expect(entry.name).not.toContain('.damaged');
  }
}

/** All runs of the home end with the same weights; `kept`: runs that were told as finished. Returns the ids of all. */
export async function expectRunsWhole(
  home: string,
  fingerprint: string,
  kept: readonly string[],
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
  const ids: string[] = [];
  for (const { id, state, metrics } of await client.runs.list()) {
    ids.push(id);
    if (state === 'finished') expect(metrics).not.toBeNull();
    if (kept.includes(id)) expect(state).toBe('finished');
    // A process that was killed between creating its lock and writing it counts as living for some seconds.
    if (state === 'running') continue;
    await client.runs.open({ runId: id });
    if (state !== 'finished') {
      await client.training.resume();
      for await (const _ of await client.training.watch({ runId: id }));
    }
    expect((await client.evaluation.get({ runId: id })).fingerprint).toBe(fingerprint);
  }
  for (const id of kept) expect(ids).toContain(id);
  await backend.dispose();
  return ids;
}
