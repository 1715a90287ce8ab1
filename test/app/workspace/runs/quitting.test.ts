// A backend that is disposed of while a run that has just ended is being scored: the run is kept with its scores, and afterwards nothing
// is written into its folder any more.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { createBackend } from '../../../../app/workspace/backend.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

it('a run that was stopped a moment ago is scored and kept', async () => {
  const backend = await createBackend({ home, engine: loadEngine(), allowPaths: true, restore: true });
  const client = createRouterClient(backend.router);
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
  await client.spec.propose({ targets: ['species'], epochs: 1_000_000, patience: 0 });
  const { runId } = await client.training.start({ threads: 1 });
  let folder = '';
  for await (const { run } of await client.workspace.watch()) {
    folder = run?.folder ?? '';
    break;
  }
  for await (const { progress } of await client.training.watch({ runId })) if (progress.epoch > 2) break;
  await client.training.stop();
  for await (const { progress } of await client.training.watch({ runId }))
    if (progress.state === 'stopped') break;
  await backend.dispose();
  const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
  expect(record).toMatchObject({ state: 'stopped', metrics: { test: expect.any(Object) } });
  // The folder is the caller's again: removing it meets no file that is still being written.
  await rm(folder, { recursive: true });
});
