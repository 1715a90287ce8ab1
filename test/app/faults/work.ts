// A process of its own for the tests with a faulty disk: what a person does on the page, on a home folder. Each line on stdout is one thing
// that was told as done, or refused with an error's code.
import { writeSync } from 'node:fs';
import { ORPCError } from '@orpc/client';
import { createRouterClient } from '@orpc/server';
import { AppError } from '../../../app/contract/issues/errors.ts';
import type { WorkspaceState } from '../../../app/contract/workspace.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { createBackend } from '../../../app/workspace/backend.ts';

const [stage = '', home = '', table = ''] = process.argv.slice(2);
const tell = (what: string, value: unknown) => writeSync(1, `${JSON.stringify({ what, value })}\n`);

const options = { home, engine: loadEngine(), allowPaths: true, restore: true };
// A home that cannot be owned is refused before anything begins, as every host says it.
const backend = await createBackend(options).catch((error: unknown) => {
  if (!(error instanceof AppError)) throw error;
  tell('refused', { code: error.code, message: error.message });
  process.exit(1);
});
const client = createRouterClient(backend.router);

async function now(): Promise<WorkspaceState> {
  for await (const state of await client.workspace.watch()) return state;
  throw new Error('No state came.');
}

async function toItsEnd(runId: string): Promise<void> {
  for await (const _ of await client.training.watch({ runId }));
  const { run } = await now();
  if (run?.unsaved) tell('unsaved', run.notSaved?.message);
  else if (run?.metrics) tell('finished', { id: run.id, fingerprint: run.fingerprint });
}

const stages: Record<string, () => Promise<void>> = {
  async train() {
    await client.dataset.open({ file: { kind: 'path', path: table } });
    await client.spec.propose({ targets: ['species'], epochs: 6, patience: 0, seed: 1 });
    await toItsEnd((await client.training.start({ threads: 1 })).runId);
  },
  async resume() {
    const { run } = await now();
    if (run === null) return;
    await client.training.resume();
    await toItsEnd(run.id);
  },
  async settings() {
    for (const seed of [2, 3, 4]) {
      const { spec, revision } = await now();
      if (spec !== null) await client.spec.set({ revision, spec: { ...spec, seed } });
    }
  },
  async delete() {
    const [run] = await client.runs.list();
    if (run === undefined) return;
    await client.runs.note({ runId: run.id, name: 'mine' });
    tell('named', run.id);
    await client.runs.remove({ runId: run.id });
    tell('removed', run.id);
    await client.workspace.undo();
    tell('restored', run.id);
  },
};

try {
  await stages[stage]?.();
} catch (error) {
  if (!(error instanceof ORPCError) || error.code !== 'APP_ERROR') throw error;
  tell('refused', { code: error.data.code, message: error.message });
}
await backend.dispose();
tell('ended', null);
process.exit(0);
