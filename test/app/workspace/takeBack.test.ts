// Undo and redo of the spec: one step for each change that a person made, however many values it passed through.
import { expect, test } from 'vitest';
import type { RunSpec } from '../../../app/contract/spec.ts';
import { type Client, connect, currentSpec, houses, opened, written } from './openedTable.ts';

const anyRevision = Number.MAX_SAFE_INTEGER;
const withSeed = (spec: RunSpec, seed: number): RunSpec => ({ ...spec, seed });

async function undoable(client: Client) {
  for await (const { undo } of await client.workspace.watch()) return undo;
  throw new Error('There is no state.');
}

test('an undo goes back over one change, and a redo forth again', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
  const spec = await currentSpec(client);
  await client.spec.set({ revision: anyRevision, spec: withSeed(spec, 7) });
  await client.workspace.undo();
  expect((await currentSpec(client)).seed).toBe(spec.seed);
  await client.workspace.redo();
  expect((await currentSpec(client)).seed).toBe(7);
});

test('an edit that amends the one before it is taken back together with it', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
  const spec = await currentSpec(client);
  const before = await undoable(client);
  await client.spec.set({ revision: anyRevision, spec: withSeed(spec, 7) });
  for (const seed of [8, 9]) {
    await client.spec.set({ revision: anyRevision, spec: withSeed(spec, seed), amends: true });
  }
  expect(await undoable(client)).toEqual({ back: before.back + 1, forth: 0 });
  await client.workspace.undo();
  expect((await currentSpec(client)).seed).toBe(spec.seed);
});

test('an amended change cannot be redone over', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
  const spec = await currentSpec(client);
  await client.spec.set({ revision: anyRevision, spec: withSeed(spec, 7) });
  await client.workspace.undo();
  await client.spec.set({ revision: anyRevision, spec: withSeed(spec, 8), amends: true });
  expect((await undoable(client)).forth).toBe(0);
  await connect().workspace.redo();
  expect((await currentSpec(client)).seed).toBe(8);
});
