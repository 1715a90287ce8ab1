// Kept runs handed over as one file: packed in one home, opened in another, where they are as they were.
import { mkdir, readdir, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { code, connect, houses, now, opened, runOf, trained, written } from '../table/openedTable.ts';
import { elsewhere, packed, packFileIn } from './packing.ts';

const iris = resolve('examples/iris.csv');

it('a packed run opens elsewhere with its table, curves, scores, notes and star', async () => {
  const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 6, patience: 0 });
  const runId = await trained(client);
  await client.runs.note({ runId, name: 'mine', notes: 'two words', starred: true });
  const before = { run: await runOf(client), scores: await client.evaluation.get({ runId }) };
  const { begin, bytes, fractions } = await packed(client, { runIds: [runId] });
  expect(begin).toEqual({
    kind: 'begin',
    name: 'iris.chainrule',
    runs: 1,
    tables: 1,
    lessons: 0,
    leftOut: [],
  });
  expect(fractions.at(-1)).toBe(1);

  const other = await elsewhere();
  const file = await packFileIn(other.home, bytes);
  const opens = await other.client.workspace.open({ file });
  expect(opens).toMatchObject({
    kind: 'pack',
    contents: {
      runs: [
        {
          name: 'mine',
          starred: true,
          fileName: 'iris.csv',
          target: 'species',
          epoch: 6,
          hasTable: true,
          isHere: false,
        },
      ],
      tables: [{ name: 'iris.csv' }],
    },
  });
  // Looking keeps nothing.
  expect(await other.client.runs.list()).toEqual([]);
  expect(await other.client.packs.open({ file })).toEqual({ added: [runId], known: [], lessons: 0 });
  const state = await now(other.client);
  expect(state.dataset?.fileName).toBe('iris.csv');
  expect(state.notices).toEqual([]);
  // What only a run that was just trained knows, such as its speed, is in no folder.
  const { folder: _, progress, ...same } = before.run;
  const { state: ended, epoch, step, best, reason } = progress;
  expect(state.run).toMatchObject({ ...same, progress: { state: ended, epoch, step, best, reason } });
  expect(await other.client.evaluation.get({ runId })).toEqual(before.scores);
  expect(await other.client.runs.list()).toMatchObject([
    {
      id: runId,
      name: 'mine',
      notes: 'two words',
      starred: true,
      curve: (await client.runs.list())[0]?.curve,
    },
  ]);
  // The same spec on the same rows gives the same bits again.
  const again = await trained(other.client);
  expect((await runOf(other.client)).id).toBe(again);
  expect((await runOf(other.client)).fingerprint).toBe(before.run.fingerprint);

  // A second time it is here already, and nothing of it is kept twice.
  expect(await other.client.packs.open({ file })).toEqual({ added: [], known: [runId], lessons: 0 });
  expect(await readdir(join(other.home, 'uploads'))).toHaveLength(1);
});

it('a home packs all its runs, each table once; a table that changed or is gone stays behind and is named', async () => {
  const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 2, patience: 0 });
  await trained(client);
  await trained(client);
  const { home } = await client.app.info();
  const changes = await written('changes.csv', houses());
  const goes = await written('goes.csv', houses());
  for (const path of [changes, goes]) {
    await client.dataset.open({ file: { kind: 'path', path } });
    await client.spec.propose({ targets: ['price'], hidden: [2], epochs: 2, patience: 0 });
    await trained(client);
  }
  await writeFile(changes, 'area,price\n1,2\n');
  await rm(goes);
  const { begin, bytes } = await packed(client, {});
  expect(begin).toEqual({
    ...{ kind: 'begin', name: 'runs.chainrule', runs: 4, tables: 1, lessons: 0 },
    leftOut: [
      { reason: 'tableChanged', name: 'changes.csv' },
      { reason: 'tableMissing', name: 'goes.csv' },
    ],
  });
  expect((await packed(client, { place: home })).begin.runs).toBe(4);

  const other = await elsewhere();
  const file = await packFileIn(other.home, bytes);
  const { runs } = await other.client.packs.look({ file });
  expect(runs.map(({ hasTable }) => hasTable)).toEqual([false, false, true, true]);
  const { added } = await other.client.packs.open({ file });
  expect(added).toHaveLength(4);
  expect(await readdir(join(other.home, 'uploads'))).toHaveLength(1);
  // Several runs: none of them becomes the current one.
  expect((await now(other.client)).run).toBeNull();
  const here = await other.client.runs.list();
  expect(here.map(({ id }) => id)).toEqual((await client.runs.list()).map(({ id }) => id));
  await other.client.runs.open({ runId: here[0]!.id });
  expect(await now(other.client)).toMatchObject({ dataset: null, notices: [{ kind: 'sourceMissing' }] });
  await other.client.runs.open({ runId: here[3]!.id });
  expect((await now(other.client)).dataset?.fileName).toBe('iris.csv');
});

it('of a table of several files all are packed, and the run opens on them joined, also where they have one name', async () => {
  const [header, ...rows] = houses();
  const client = connect();
  const { home } = await client.app.info();
  for (const year of ['2023', '2024']) await mkdir(join(home, year));
  const files = [
    await written('2023/b.csv', [header!, ...rows.slice(0, 30)]),
    await written('2024/b.csv', [header!, ...rows.slice(30)]),
  ].map((path) => ({ kind: 'path' as const, path }));
  await client.dataset.open({ file: files[0]!, more: files.slice(1) });
  await client.spec.propose({ targets: ['price'], hidden: [2], epochs: 2, patience: 0 });
  const runId = await trained(client);
  const { begin, bytes } = await packed(client, { runIds: [runId] });
  expect(begin.tables).toBe(2);
  const other = await elsewhere();
  await other.client.packs.open({ file: await packFileIn(other.home, bytes) });
  expect(await now(other.client)).toMatchObject({
    dataset: { fileName: '2023/b.csv + 2024/b.csv' },
    notices: [],
  });
});

it('an interrupted run goes on elsewhere from its checkpoint, to the same bits', async () => {
  const epochs = 2_000;
  const choices = { targets: ['species'], hidden: [8], epochs, patience: 0 };
  const whole = await opened(iris, choices);
  await trained(whole);
  const { fingerprint } = await runOf(whole);

  const first = await elsewhere({ restore: true });
  await first.client.dataset.open({ file: { kind: 'path', path: iris } });
  await first.client.spec.propose(choices);
  await first.client.training.pace({ epochsPerSecond: 100 });
  const { runId } = await first.client.training.start({ threads: 1 });
  for await (const { progress } of await first.client.training.watch({ runId }))
    if (progress.epoch > 0) break;
  const { client } = first;
  await client.training.pause();
  // A run in progress cannot be packed, and is left out of a home.
  expect(await code(packed(client, { runIds: [runId] }))).toBe('run_busy');
  expect(await code(packed(client, {}))).toBe('pack_empty');
  await first.backend.dispose();

  const packer = await elsewhere();
  const { bytes } = await packed(packer.client, { place: join(first.home, 'runs', runId) });
  const other = await elsewhere();
  await other.client.packs.open({ file: await packFileIn(other.home, bytes) });
  expect((await runOf(other.client)).progress.state).toBe('interrupted');
  await other.client.training.resume();
  for await (const _ of await other.client.training.watch({ runId }));
  expect((await runOf(other.client)).fingerprint).toBe(fingerprint);
});

it('no path of the computer that packed it is in the file, and no name in it becomes a path', async () => {
  const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 2, patience: 0 });
  const runId = await trained(client);
  const { folder } = await runOf(client);
  const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
  const { bytes } = await packed(client, { runIds: [runId] });
  const home = (await client.app.info()).home;
  const other = await elsewhere();
  const file = await packFileIn(other.home, bytes);
  await other.client.packs.open({ file });
  const there = await readFile(join(other.home, 'runs', runId, 'run.json'), 'utf8');
  for (const text of [bytes.toString('latin1'), there]) {
    expect(text).not.toContain(home);
    expect(text).not.toContain(record.dataset.file.path);
  }
  // An id of another form, such as one that leads elsewhere, gets a new one.
  await mkdir(join(home, 'odd'), { recursive: true });
  for (const name of await readdir(folder))
    await writeFile(join(home, 'odd', name), await readFile(join(folder, name)));
  const odd = { ...record, id: '../../odd', startedAt: '2020-01-01T00:00:00.000Z' };
  await writeFile(join(home, 'odd', 'run.json'), JSON.stringify(odd));
  const oddFile = await packFileIn(other.home, (await packed(client, { place: join(home, 'odd') })).bytes);
  const { added } = await other.client.packs.open({ file: oddFile });
  expect(added[0]).toMatch(/^\d{8}-\d{6}-[a-z0-9]{4}$/);
});

it('a run of another home is packed with the table that was uploaded there', async () => {
  const page = await elsewhere();
  const text = houses().join('\n');
  const file = await page.client.workspace.keep({ file: new File([text], 'houses.csv') });
  await page.client.dataset.open({ file });
  await page.client.spec.propose({ targets: ['price'], hidden: [2], epochs: 1, patience: 0 });
  const runId = await trained(page.client);
  const { begin } = await packed(connect(), { place: join(page.home, 'runs', runId) });
  expect(begin).toMatchObject({ runs: 1, tables: 1, lessons: 0, leftOut: [] });
});

it('what was asked for and is not there is told', async () => {
  const client = connect();
  const { home } = await client.app.info();
  expect(await code(packed(client, {}))).toBe('pack_empty');
  expect(await code(packed(client, { runIds: ['20200101-000000-abcd'] }))).toBe('run_not_found');
  expect(await code(packed(client, { place: home }))).toMatch(/pack_empty|run_not_found/);
  expect(await code(client.packs.open({ file: { kind: 'path', path: iris } }))).toBe('pack_damaged');
});

describe('a cancellation', () => {
  const rows = Array.from({ length: 400_000 }, (_, k) => `${k % 977},${(k * 7_919) % 1_009},${k % 2}`);

  it('ends packing; of opening it leaves nothing, and the file opens afterwards', async () => {
    const big = await written('big.csv', ['a,b,c', ...rows]);
    const client = await opened(big, { targets: ['c'], hidden: [2], epochs: 1, patience: 0 });
    const runId = await trained(client);
    const stop = new AbortController();
    const packing = (async () => {
      for await (const piece of await client.packs.make({ runIds: [runId] }, { signal: stop.signal }))
        if (piece.kind === 'piece') stop.abort();
    })();
    await expect(packing).rejects.toMatchObject({ name: 'AbortError' });

    const other = await elsewhere();
    const file = await packFileIn(other.home, (await packed(client, { runIds: [runId] })).bytes);
    const cancelled = new AbortController();
    // The table is the first thing that is unpacked. The workspace's state would tell of it up to a tenth of a second later.
    const begun = (async () => {
      for await (const { filename } of watch(other.home)) if (filename === 'uploads') return 'begun';
      return 'the home folder is gone';
    })();
    const opening = other.client.packs.open({ file }, { signal: cancelled.signal });
    expect(await Promise.race([begun, opening.then(() => 'opened before it could be cancelled')])).toBe(
      'begun',
    );
    cancelled.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    const left = async (name: string) => readdir(join(other.home, name)).catch(() => []);
    expect([await left('runs'), await left('uploads')]).toEqual([[], []]);
    expect((await now(other.client)).activity).toBeNull();
    expect((await other.client.packs.open({ file })).added).toEqual([runId]);
  });

  it('a window that only looks on adds nothing, and shows what is in a file', async () => {
    const client = await opened(iris, { targets: ['species'], hidden: [2], epochs: 1, patience: 0 });
    const { bytes } = await packed(client, { runIds: [await trained(client)] });
    const guest = await elsewhere({ restore: true, choice: 'look' });
    const file = await packFileIn(guest.home, bytes);
    expect(await guest.client.workspace.open({ file })).toMatchObject({ kind: 'pack' });
    expect(await code(guest.client.packs.open({ file }))).toBe('looks_on');
  });
});
