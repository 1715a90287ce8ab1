// What a person and the terminal hear where a backend cannot come back with what an earlier one had open: a file that is gone is one
// thing, a bug of ours is another.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import { houses, now } from '../table/openedTable.ts';

const engine = loadEngine();
/** The engine with a bug where it reads rows. */
function faulty(bug: Error): Engine {
  return {
    ...engine,
    readPlainRows: () => {
      throw bug;
    },
  };
}
let home: string;
let file: string;
let backend: Backend;

async function restored(using = engine) {
  await backend.dispose();
  backend = await createBackend({ home, engine: using, allowPaths: true, restore: true });
  return now(createRouterClient(backend.router));
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  file = join(home, 'houses.csv');
  await writeFile(file, `${houses().join('\n')}\n`);
  backend = await createBackend({ home, engine, allowPaths: true, restore: true });
  const client = createRouterClient(backend.router);
  await client.dataset.open({ file: { kind: 'path', path: file } });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

it('a file that is gone is told as one, and is not a bug', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  await rename(file, `${file}.elsewhere`);
  const { dataset, notices } = await restored();
  expect(dataset).toBeNull();
  expect(notices.map(({ kind }) => kind)).toEqual(['sourceMissing']);
  expect(said).not.toHaveBeenCalled();
});

it('a bug is told as a bug, and its trace is on the terminal once', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const bug = new TypeError('rows is undefined');
  const { dataset, notices } = await restored(faulty(bug));
  expect(dataset).toBeNull();
  expect(notices).toMatchObject([{ kind: 'bug', values: { reason: bug.message } }]);
  expect(notices[0]?.message).toContain('inside Chainrule');
  expect(said.mock.calls).toEqual([[expect.stringContaining('while the last table was read'), bug]]);
});

it('a bug while a kept run is opened fails that call as a bug', async () => {
  const client = createRouterClient(backend.router);
  await client.spec.propose({ targets: ['price'], epochs: 2 });
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  await client.workspace.close();
  await restored(faulty(new TypeError('rows is undefined')));
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const opening = createRouterClient(backend.router).runs.open({ runId });
  await expect(opening).rejects.toMatchObject({ data: { code: 'internal' } });
  expect(said).toHaveBeenCalledOnce();
});
