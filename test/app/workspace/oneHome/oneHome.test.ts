// Several programs on one home folder: one keeps its workspace, others look on, take it over, or train beside it in folders of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HolderFacts } from '../../../../app/contract/holder.ts';
import type { WorkspaceState } from '../../../../app/contract/workspace.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import type { BackendOptions } from '../../../../app/workspace/workspaceSession.ts';
import { bundled } from '../../hosts/server/bundled.ts';
import { now } from '../table/openedTable.ts';

const engine = loadEngine();
const iris = { kind: 'path' as const, path: resolve('examples/iris.csv') };
let home: string;
const backends: Backend[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
});
afterEach(async () => {
  for (const backend of backends.splice(0)) await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

async function open(options: Partial<BackendOptions> = {}) {
  const backend = await createBackend({ home, engine, allowPaths: true, restore: true, ...options });
  backends.push(backend);
  return createRouterClient(backend.router);
}
type Client = Awaited<ReturnType<typeof open>>;

async function train(client: Client, epochs: number) {
  await client.dataset.open({ file: iris });
  await client.spec.propose({ targets: ['species'], epochs, patience: 0 });
  return (await client.training.start({ threads: 1 })).runId;
}

async function finish(client: Client, runId: string) {
  for await (const _ of await client.training.watch({ runId }));
  return (await client.evaluation.get({ runId })).fingerprint;
}

async function becomes(client: Client, wanted: (state: WorkspaceState) => boolean): Promise<WorkspaceState> {
  for await (const state of await client.workspace.watch()) if (wanted(state)) return state;
  throw new Error('The stream ended.');
}

/** Without files that the owner is about to rename. */
const filesOf = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter((name) => !name.endsWith('.tmp')).sort();
const saved = () => readFile(join(home, 'workspace.json'), 'utf8');

it('a second window is refused, and told who has the home and where its page is', async () => {
  await open({ kind: 'browser', page: 'http://127.0.0.1:1/?token=a' });
  await expect(open()).rejects.toMatchObject({
    code: 'home_in_use',
    values: {
      path: home,
      pid: process.pid,
      kind: 'browser',
      page: 'http://127.0.0.1:1/?token=a',
      refusal: '',
    },
  });
});

it('a window that takes over finds the run of the other one paused and saved, and ends it with the same bits', async () => {
  const epochs = 20_000;
  const undisturbed = await open({ home: join(home, 'alone') });
  const expected = await finish(undisturbed, await train(undisturbed, epochs));
  const told: HolderFacts[] = [];
  const first = await open({ onHandedOver: (to) => void told.push(to) });
  const runId = await train(first, epochs);
  for await (const { progress } of await first.training.watch({ runId })) if (progress.epoch > 0) break;
  const second = await open({ kind: 'desktop', choice: 'takeOver' });
  expect(told).toMatchObject([{ pid: process.pid, kind: 'desktop' }]);
  const { run, dataset, spec } = await now(second);
  expect(run).toMatchObject({ id: runId, progress: { state: 'interrupted' } });
  expect(dataset?.fileName).toBe('iris.csv');
  expect(spec?.training.epochs).toBe(epochs);
  const before = await saved();
  // Whatever the first one is still asked, it writes no more.
  await first.workspace.close().catch(() => {});
  expect(await saved()).toBe(before);
  await second.training.resume();
  expect(await finish(second, runId)).toBe(expected);
});

it('a window that looks on shows table, spec and runs, and changes nothing', async () => {
  const owner = await open();
  const runId = await train(owner, 3);
  await finish(owner, runId);
  const before = await saved();
  const files = await filesOf(home);
  const guest = await open({ choice: 'look' });
  const state = await now(guest);
  expect(state.notices.map(({ kind }) => kind)).toEqual(['looksOnHeld']);
  expect(state.run?.id).toBe(runId);
  expect(await guest.runs.list()).toHaveLength(1);
  await guest.evaluation.view({ runId });
  await guest.spec.propose({ targets: ['species'], epochs: 9 });
  for (const call of [
    () => guest.training.start({}),
    () => guest.runs.note({ runId, name: 'mine' }),
    () => guest.runs.remove({ runId }),
    () => guest.workspace.undo(),
  ])
    await expect(call()).rejects.toMatchObject({ data: { code: 'looks_on' } });
  expect(await saved()).toBe(before);
  expect(await filesOf(home)).toEqual(files);
});

it('a window that looks on learns when the home becomes free, and when it is taken again', async () => {
  const kinds = (state: WorkspaceState) => state.notices.map(({ kind }) => kind).join();
  await open();
  const guest = await open({ choice: 'look' });
  expect(kinds(await now(guest))).toBe('looksOnHeld');
  await backends.shift()?.dispose();
  await becomes(guest, (state) => kinds(state) === 'looksOnFree');
  await open();
  await becomes(guest, (state) => kinds(state) === 'looksOnHeld');
});

it('a terminal trains beside an open page', async () => {
  const page = await open();
  const pagesRun = await train(page, 200_000);
  const terminal = await open({ restore: false });
  await finish(terminal, await train(terminal, 3));
  expect((await now(page)).run).toMatchObject({ id: pagesRun, progress: { state: 'running' } });
});

it('a run of another process is not paused from here, and its process is named', async () => {
  const page = await open();
  const runId = await train(page, 200_000);
  await page.training.pause();
  const { run } = await becomes(page, (state) => state.run?.progress.state === 'paused');
  await backends.pop()?.dispose();
  const script = await bundled(new URL('../../storage/holding/taker.ts', import.meta.url));
  const other = spawn(process.execPath, [script, run?.folder ?? '', 'keeps'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(other.stdout, 'data');
    const again = await open();
    expect((await now(again)).run).toMatchObject({ id: runId, progress: { state: 'running' } });
    const refused = { data: { code: 'folder_in_use', values: { pid: other.pid } } };
    for (const call of [again.training.pause, again.training.resume, again.training.stop])
      await expect(call()).rejects.toMatchObject(refused);
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
});

it.runIf(process.getuid?.() === 0)('the home of another user is only looked at', async () => {
  await chown(home, 4711, 4711);
  const guest = await open();
  expect((await now(guest)).notices.map(({ kind }) => kind)).toEqual(['looksOnOther']);
  await guest.dataset.open({ file: iris });
  await guest.spec.propose({ targets: ['species'], epochs: 3 });
  await expect(guest.training.start({})).rejects.toMatchObject({ data: { code: 'looks_on' } });
  const terminal = await open({ restore: false });
  await expect(train(terminal, 3)).rejects.toMatchObject({ data: { code: 'folder_of_other' } });
  expect(await readdir(home)).toEqual([]);
});
