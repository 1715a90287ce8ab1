// The end of a run on a disk that refuses to write: here the run's folder is no longer a folder. The weights stay in memory until they
// are saved or discarded.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WorkspaceState } from '../../../../app/contract/workspace.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { createBackend } from '../../../../app/workspace/backend.ts';
import { exportedFile } from '../../exportedFile.ts';

const epochs = 20;
const iris = { kind: 'path' as const, path: resolve('examples/iris.csv') };
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function open(restore = true) {
  const backend = await createBackend({ home, engine: loadEngine(), allowPaths: true, restore });
  const client = createRouterClient(backend.router);
  return { backend, client };
}
type Client = Awaited<ReturnType<typeof open>>['client'];

async function stateOf(client: Client): Promise<WorkspaceState> {
  for await (const state of await client.workspace.watch()) return state;
  throw new Error('No state came.');
}

/** A run that has ended while a file lay where its folder was. */
async function trainedInVain(client: Client) {
  await client.dataset.open({ file: iris });
  await client.spec.propose({ targets: ['species'], epochs, patience: 0 });
  await client.training.pace({ epochsPerSecond: 1 });
  const { runId } = await client.training.start({ threads: 1 });
  const { folder } = (await stateOf(client)).run!;
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  await client.training.pace({ epochsPerSecond: null });
  for await (const _ of await client.training.watch({ runId }));
  return { runId, folder, run: (await stateOf(client)).run! };
}

async function makeRoom(folder: string) {
  await rm(folder);
  await mkdir(folder);
}

it('the page is told that the weights are only in memory, and why', async () => {
  const { backend, client } = await open();
  const { run, folder } = await trainedInVain(client);
  expect(run).toMatchObject({ unsaved: true, progress: { state: 'finished' } });
  expect(run.notSaved?.message).toMatch(/^.*best\.safetensors|history\.jsonl could not be written: .*\.$/);
  expect(run.metrics?.test).not.toBeNull();
  expect((await client.evaluation.get({ runId: run.id })).fingerprint).toBe(run.fingerprint);
  await makeRoom(folder);
  await backend.dispose();
});

it('saving again fails with the reason as long as it holds, and then writes everything', async () => {
  const first = await open();
  const { runId, folder, run } = await trainedInVain(first.client);
  await expect(first.client.training.save({})).rejects.toMatchObject({ data: { code: 'disk_write_failed' } });
  await makeRoom(folder);
  await first.client.training.save({});
  const saved = (await stateOf(first.client)).run!;
  expect(saved).toMatchObject({ unsaved: false, notSaved: null, fingerprint: run.fingerprint });
  // A second press changes nothing.
  await first.client.training.save({});
  await first.backend.dispose();
  const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
  expect(record).toMatchObject({ id: runId, state: 'finished', fingerprint: run.fingerprint });
  const second = await open();
  const restored = (await stateOf(second.client)).run!;
  expect(restored).toMatchObject({ id: runId, progress: { state: 'finished' }, metrics: run.metrics });
  const [summary] = await second.client.runs.list();
  expect(summary).toMatchObject({ id: runId, epoch: epochs });
  expect((await readFile(join(folder, 'history.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(epochs);
  await second.backend.dispose();
});

it('saved elsewhere, the run is whole there, and its own folder is gone', async () => {
  const { backend, client } = await open();
  const { runId, folder, run } = await trainedInVain(client);
  const out = join(home, 'elsewhere', 'run');
  await makeRoom(folder);
  await client.training.save({ out });
  expect((await stateOf(client)).run).toMatchObject({ folder: out, unsaved: false, notSaved: null });
  await expect(stat(folder)).rejects.toThrow('ENOENT');
  await backend.dispose();
  expect(JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))).toMatchObject({ id: runId });
  const terminal = await open(false);
  const report = await terminal.client.models.evaluate({ model: { kind: 'path', path: out }, file: iris });
  expect(report.fingerprint).toBe(run.fingerprint);
  await terminal.backend.dispose();
});

it('saved elsewhere, a run that began from a model takes its initial weights along', async () => {
  const { backend, client } = await open();
  await client.dataset.open({ file: iris });
  await client.spec.propose({ targets: ['species'], epochs, patience: 0 });
  const parent = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch(parent));
  await client.training.pace({ epochsPerSecond: 1 });
  const { runId } = await client.training.start({ threads: 1, from: { kind: 'run', id: parent.runId } });
  const { folder } = (await stateOf(client)).run!;
  const initial = await readFile(join(folder, 'initial.safetensors'));
  const inTheWay = join(folder, 'best.safetensors');
  await rm(inTheWay, { force: true });
  await mkdir(join(inTheWay, 'folder'), { recursive: true });
  await client.training.pace({ epochsPerSecond: null });
  for await (const _ of await client.training.watch({ runId }));
  expect((await stateOf(client)).run).toMatchObject({ unsaved: true });
  await rm(inTheWay, { recursive: true });
  const out = join(home, 'elsewhere');
  await client.training.save({ out });
  expect(initial.equals(await readFile(join(out, 'initial.safetensors')))).toBe(true);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
  await backend.dispose();
});

it('the weights are exported from memory', async () => {
  const { backend, client } = await open();
  const { runId, folder, run } = await trainedInVain(client);
  const file = await exportedFile(client, { kind: 'run', id: runId }, 'safetensors');
  const path = join(home, file.name);
  await writeFile(path, file.stream());
  const report = await client.models.evaluate({ model: { kind: 'path', path }, file: iris });
  expect(report.fingerprint).toBe(run.fingerprint);
  await makeRoom(folder);
  await backend.dispose();
});

it('nothing that would close the run is done before they are saved or discarded', async () => {
  const { backend, client } = await open();
  const { folder } = await trainedInVain(client);
  const refused = { data: { code: 'run_not_saved' } };
  await expect(client.training.start({})).rejects.toMatchObject(refused);
  await expect(client.dataset.open({ file: iris })).rejects.toMatchObject(refused);
  await expect(client.workspace.close()).rejects.toMatchObject(refused);
  await expect(client.training.branch({ step: 5 })).rejects.toMatchObject(refused);
  await client.training.discard();
  expect((await stateOf(client)).run).toBeNull();
  await makeRoom(folder);
  const { runId } = await client.training.start({ threads: 1 });
  for await (const _ of await client.training.watch({ runId }));
  expect((await stateOf(client)).run).toMatchObject({ unsaved: false, notSaved: null });
  await backend.dispose();
});

it('the end of the process saves them if it can, and says so if it cannot', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const first = await open();
  const { folder, run } = await trainedInVain(first.client);
  await first.backend.dispose();
  expect(said.mock.calls.flat().join('\n')).toMatch(
    new RegExp(`^The weights of the run ${run.id} were not saved and are lost: .*could not be written`),
  );
  said.mockRestore();
  await rm(folder);
  const second = await open(false);
  const again = await trainedInVain(second.client);
  await makeRoom(again.folder);
  await second.backend.dispose();
  expect(JSON.parse(await readFile(join(again.folder, 'run.json'), 'utf8'))).toMatchObject({
    state: 'finished',
    fingerprint: run.fingerprint,
  });
});
