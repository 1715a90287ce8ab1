// A search whose backend ended: what the next backend of the same home folder shows, and how it goes on.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SearchUpdate } from '../../../../app/contract/run/search.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import { type Client, stateWhere } from '../table/openedTable.ts';

const engine = loadEngine();
let home: string;
let backend: Backend | null = null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-search-'));
});
afterEach(async () => {
  await backend?.dispose();
  await rm(home, { recursive: true, force: true });
});

async function started(more: { restartedAfter?: string } = {}): Promise<Client> {
  await backend?.dispose();
  backend = await createBackend({ home, engine, allowPaths: true, restore: true, ...more });
  return createRouterClient(backend.router);
}

async function opened(): Promise<Client> {
  const client = await started();
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/cars.csv') } });
  await client.spec.propose({ targets: ['Miles_per_Gallon'], epochs: 60, patience: 0, seed: 5 });
  return client;
}

const budget = { candidates: 30 };

async function toItsEnd(client: Client): Promise<SearchUpdate> {
  let last: SearchUpdate | null = null;
  for await (const update of await client.search.watch()) last = update;
  return last!;
}

/** Begins a search and ends the backend when three candidates have ended the first rung. */
async function cutOff(): Promise<void> {
  const client = await opened();
  await client.search.start({ budget });
  for await (const { standings } of await client.search.watch()) if (standings.length >= 3) break;
  await backend!.dispose();
  backend = null;
}

it('a search in progress when its backend ended is shown as interrupted, and goes on to the same winner', async () => {
  await cutOff();
  const client = await started();
  const { search } = await stateWhere(client, (state) => state.search !== null);
  expect(search).toMatchObject({ state: 'interrupted', budget, seed: 5 });
  expect(search!.ended).toBeGreaterThanOrEqual(3);
  expect((await toItsEnd(client)).candidates.length).toBe(search!.ended);
  await client.search.resume();
  const { state, winner, standings } = await toItsEnd(client);
  expect(state).toBe('finished');
  expect(await readdir(join(home, 'searches'))).toHaveLength(1);
  await client.search.close();
  await client.search.start({ budget });
  expect(await toItsEnd(client)).toMatchObject({ winner, standings });
}, 60_000);

it('a search whose backend died goes on by itself in the next one', async () => {
  await cutOff();
  const client = await started({ restartedAfter: 'SIGKILL' });
  expect((await toItsEnd(client)).state).toBe('finished');
}, 60_000);

it('a search that has ended is still there in the next backend, until it is closed', async () => {
  const client = await opened();
  await client.search.start({ budget: { candidates: 4 } });
  const { winner } = await toItsEnd(client);
  const next = await started();
  const again = await toItsEnd(next);
  expect(again).toMatchObject({ state: 'finished', winner });
  await next.search.close();
  expect((await readdir(join(home, 'searches'))).length).toBe(0);
  const last = await started();
  expect((await stateWhere(last, () => true)).search).toBeNull();
}, 60_000);
