// Undo of a deleted run: it is restored before any older change is undone, and is current again where it was that.
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { type Client, code, currentSpec, now, opened, trained } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');

async function seedChanged(client: Client, seed: number): Promise<void> {
  const spec = await currentSpec(client);
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: { ...spec, seed } });
}

const trainedOnIris = async () => {
  const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 3, seed: 4 });
  return { client, runId: await trained(client) };
};
const deletion = { kind: 'run', name: '', fileName: 'iris.csv', target: 'species', parent: null };

it('a deleted run is restored before the target is touched, and deleted again by redo', async () => {
  const { client, runId } = await trainedOnIris();
  const { spec, undo } = await now(client);
  await client.runs.remove({ runId });
  expect((await now(client)).undo).toMatchObject({ back: undo.back + 1, undoes: deletion });
  expect((await now(client)).run).toBeNull();

  expect(await client.workspace.undo()).toMatchObject({ what: deletion });
  expect((await client.runs.list()).map(({ id }) => id)).toEqual([runId]);
  expect(await now(client)).toMatchObject({
    spec,
    run: { id: runId },
    undo: { back: undo.back, redoes: deletion },
  });

  expect(await client.workspace.redo()).toMatchObject({ what: deletion });
  expect(await client.runs.list()).toEqual([]);
  expect(await now(client)).toMatchObject({ spec, run: null, undo: { back: undo.back + 1, forth: 0 } });
});

it('changes made before and after a deletion are undone in their order', async () => {
  const { client, runId } = await trainedOnIris();
  await seedChanged(client, 11);
  await client.runs.remove({ runId });
  await seedChanged(client, 12);
  const seen: unknown[] = [];
  for (let k = 0; k < 3; k++) seen.push((await client.workspace.undo()).what);
  const seed = { kind: 'part', part: 'seed' };
  expect(seen).toEqual([seed, deletion, seed]);
  expect((await now(client)).spec?.seed).toBe(4);
});

it('another file forgets the settings, and not the deleted run', async () => {
  const { client, runId } = await trainedOnIris();
  await client.runs.remove({ runId });
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/penguins.csv') } });
  expect((await now(client)).undo).toMatchObject({ back: 1, undoes: deletion });
  await client.workspace.undo();
  expect((await client.runs.list()).map(({ id }) => id)).toEqual([runId]);
  // Not opened: that would close the table that is open now.
  expect(await now(client)).toMatchObject({ run: null, dataset: { fileName: 'penguins.csv' } });
});

it('a run that was restored from the list, or is no longer in the trash, is not undone', async () => {
  const { client, runId } = await trainedOnIris();
  const { undo } = await now(client);
  await client.runs.remove({ runId });
  await client.runs.restore({ runId });
  expect((await now(client)).undo).toEqual(undo);

  await client.runs.remove({ runId });
  await client.workspace.undo();
  await client.runs.remove({ runId });
  expect((await now(client)).undo).toMatchObject({ back: undo.back + 1 });
  expect(await code(client.runs.remove({ runId }))).toBe('run_not_found');
  expect((await now(client)).undo).toMatchObject({ back: undo.back + 1 });
});

it('settings are not undone while a run is in progress, a deleted run is restored', async () => {
  const { client, runId } = await trainedOnIris();
  const spec = await currentSpec(client);
  const long = { ...spec.training, epochs: 1_000_000, patience: 0 };
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: { ...spec, training: long } });
  const current = await client.training.start({});
  await client.runs.remove({ runId });
  await client.workspace.undo();
  expect((await client.runs.list()).map(({ id }) => id).toSorted()).toEqual(
    [runId, current.runId].toSorted(),
  );
  expect((await now(client)).run?.id).toBe(current.runId);
  expect(await code(client.workspace.undo())).toBe('run_busy');
  await client.training.stop();
});
