// Deleting many runs at once: by age and size, and what always stays.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { RunFolder } from '../../../../app/storage/runFolder.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import { exampleRecord } from '../../storage/exampleRecord.ts';

let home: string;
let backend: Backend;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  backend = await createBackend({ home, engine: loadEngine(), allowPaths: true, restore: true });
});
afterEach(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();

/** A finished run of that age, with so many bytes of weights. */
async function run(days: number, bytes = 0): Promise<RunFolder> {
  const folder = await RunFolder.create({ home });
  await folder.writeRun({ ...exampleRecord(folder.id), state: 'finished', startedAt: daysAgo(days) });
  await folder.writeBest(new Uint8Array(bytes));
  await folder.release();
  return folder;
}

it('deletes runs that are old and large enough, and all of them come back', async () => {
  const client = createRouterClient(backend.router);
  const [small, large, young] = [await run(40), await run(40, 50_000), await run(10, 50_000)];
  const clearing = { olderThanDays: 30, atLeastBytes: 40_000 };
  const counted = await client.runs.clear({ ...clearing, only: 'count' });
  expect(counted).toEqual({ runIds: [large.id], bytes: expect.any(Number) });
  expect(counted.bytes).toBeGreaterThan(50_000);
  expect(await client.runs.list()).toHaveLength(3);
  expect(await client.runs.clear(clearing)).toEqual(counted);
  expect((await client.runs.list()).map(({ id }) => id).sort()).toEqual([small.id, young.id].sort());
  expect(await client.home.sizes()).toMatchObject({ runs: { count: 2 }, deleted: { count: 1 } });
  await client.runs.restore({ runId: large.id });
  expect(await client.runs.list()).toHaveLength(3);
});

it('leaves starred runs, the current run and runs in progress', async () => {
  const client = createRouterClient(backend.router);
  const [starred, current, busy, plain] = [await run(40), await run(40), await run(40), await run(40)];
  await client.runs.note({ runId: starred.id, starred: true });
  await client.runs.open({ runId: current.id });
  await busy.lock();
  const { runIds } = await client.runs.clear({ olderThanDays: 0, atLeastBytes: 0 });
  expect(runIds).toEqual([plain.id]);
  await busy.release();
  expect(JSON.parse(await readFile(current.file('run'), 'utf8')).id).toBe(current.id);
});

it('a run whose notes a newer Chainrule wrote may be starred, and stays', async () => {
  const client = createRouterClient(backend.router);
  const folder = await run(40);
  await writeFile(join(folder.path, 'notes.json'), '{"version": 2, "starred": true}');
  expect((await client.runs.clear({ olderThanDays: 0, atLeastBytes: 0, only: 'count' })).runIds).toEqual([]);
});
