// Home folders in states to begin from: an empty one, one with an ended run, one with an interrupted run.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { loadEngine } from '../../../app/engine/load.ts';
import { createBackend } from '../../../app/workspace/backend.ts';
import { example } from '../hosts/cli/command.ts';

export interface Templates {
  empty: string;
  ended: string;
  interrupted: string;
  /** Fingerprint of every run in them, once it has ended. */
  fingerprint: string;
  close(): Promise<void>;
}

/** Without locks: nobody holds a copy. */
export const copyHome = (from: string, to: string) =>
  cp(from, to, {
    recursive: true,
    filter: (path) => !/[/\\](lock[^/\\]*|\.[^/\\]*)$/.test(path) && !path.endsWith('.sock'),
  });

export async function makeTemplates(training: { epochs: number; seed: number }): Promise<Templates> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-templates-'));
  const [empty, ended, interrupted, work] = ['empty', 'ended', 'interrupted', 'work'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const options = { engine: loadEngine(), allowPaths: true, restore: true };
  const backend = await createBackend({ ...options, home: work });
  const client = createRouterClient(backend.router);
  await client.dataset.open({ file: { kind: 'path', path: example('iris.csv') } });
  await client.spec.propose({ targets: ['species'], ...training, patience: 0 });
  await client.training.pace({ epochsPerSecond: 1 });
  const { runId } = await client.training.start({ threads: 1 });
  await client.training.pause();
  for (const epoch of [1, 2, 3]) {
    await client.training.step({ unit: 'epoch' });
    for await (const { progress } of await client.training.watch({ runId }))
      if (progress.state === 'paused' && progress.epoch >= epoch) break;
  }
  // Its checkpoint is on disk when the run was closed.
  await backend.dispose();
  await copyHome(work, interrupted);
  const again = await createBackend({ ...options, home: work });
  const resumed = createRouterClient(again.router);
  await resumed.training.pace({ epochsPerSecond: null });
  await resumed.training.resume();
  for await (const _ of await resumed.training.watch({ runId }));
  const { fingerprint } = await resumed.evaluation.get({ runId });
  await again.dispose();
  await copyHome(work, ended);
  return {
    empty,
    ended,
    interrupted,
    fingerprint,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
