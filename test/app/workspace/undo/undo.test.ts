// Taking back what was changed of table and spec, and taking it again; what a reread keeps and what it drops.
import { rm, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { type Client, code, connect, houses, now, opened, written } from '../table/openedTable.ts';

const path = (file: string) => ({ file: { kind: 'path' as const, path: file } });
const reading = { missing: ['-999'] };

/** What of the state undo is about. */
async function shown(client: Client) {
  const { dataset, spec, plan, undo } = await now(client);
  return { reading: dataset?.reading, spec, reasons: plan?.reasons, undo };
}

async function edit(client: Client, change: (spec: RunSpec) => RunSpec) {
  const { revision, spec } = await now(client);
  if (spec === null) throw new Error('There is no spec.');
  await client.spec.set({ revision, spec: change(spec) });
}

const roleOf = (spec: RunSpec | null, name: string) =>
  spec?.data.columns.find((column) => column.name === name)?.role;

it('target, settings, reading and remedies are taken back one by one, and taken again', async () => {
  const client = connect();
  await client.dataset.open(path(await written('houses.csv', houses())));
  const seen = [await shown(client)];
  expect(seen[0]).toMatchObject({ spec: null, undo: { back: 0, forth: 0 } });
  const steps = [
    { what: { kind: 'target' }, take: () => client.spec.propose({ targets: ['price'] }) },
    { what: { kind: 'part', part: 'seed' }, take: () => edit(client, (spec) => ({ ...spec, seed: 7 })) },
    { what: { kind: 'part', part: 'reading' }, take: () => client.dataset.reread({ reading }) },
    {
      what: { kind: 'column', column: 'feet' },
      take: async () => {
        const { revision } = await now(client);
        await client.spec.remedy({ revision, remedy: { kind: 'role', columns: ['feet'], role: 'ignored' } });
      },
    },
  ];
  const undo = (back: number) => ({
    back,
    forth: steps.length - back,
    undoes: steps[back - 1]?.what ?? null,
    redoes: steps[back]?.what ?? null,
  });
  for (const [k, step] of steps.entries()) {
    await step.take();
    seen.push(await shown(client));
    expect(seen.at(-1)?.undo).toEqual({ back: k + 1, forth: 0, undoes: steps[k]!.what, redoes: null });
  }
  expect(seen.at(-1)?.reading).toEqual(reading);
  expect(roleOf(seen.at(-1)?.spec ?? null, 'feet')).toBe('ignored');
  for (let k = steps.length - 1; k >= 0; k--) {
    expect(await client.workspace.undo()).toMatchObject({ what: steps[k]!.what });
    expect(await shown(client)).toEqual({ ...seen[k], undo: undo(k) });
  }
  for (let k = 1; k <= steps.length; k++) {
    expect(await client.workspace.redo()).toMatchObject({ what: steps[k - 1]!.what });
    expect(await shown(client)).toEqual({ ...seen[k], undo: undo(k) });
  }
});

it('with nothing to take back or again nothing changes', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
  await client.workspace.undo();
  await client.workspace.undo();
  const before = await now(client);
  expect(before).toMatchObject({ spec: null, undo: { back: 0, forth: 2 } });
  expect(await client.workspace.undo()).toEqual({ revision: before.revision, what: null });
  expect(await now(client)).toEqual(before);
});

it('a new change leaves nothing to be taken again', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
  await client.workspace.undo();
  await edit(client, (spec) => ({ ...spec, seed: 11 }));
  expect((await now(client)).undo).toMatchObject({ back: 2, forth: 0 });
  await client.workspace.redo();
  expect((await now(client)).spec?.seed).toBe(11);
});

it('another file leaves nothing to be taken back', async () => {
  const file = await written('houses.csv', houses());
  const client = await opened(file, { targets: ['price'] });
  await client.dataset.open(path(file));
  expect((await now(client)).undo).toEqual({ back: 0, forth: 0, undoes: null, redoes: null });
});

it('a refused edit is nothing to take back', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] });
  const before = await now(client);
  const stale = client.spec.set({ revision: 0, spec: before.spec! });
  expect(await code(stale)).toBe('revision_stale');
  expect(await now(client)).toEqual(before);
});

it('while a run is in progress nothing is taken back or read again', async () => {
  const client = await opened(await written('houses.csv', houses()), {
    targets: ['price'],
    epochs: 1_000_000,
    patience: 0,
  });
  const { runId } = await client.training.start({ threads: 1 });
  const { spec, undo, dataset } = await now(client);
  for (const refused of [() => client.workspace.undo(), () => client.dataset.reread({ reading })])
    expect(await code(refused())).toBe('run_busy');
  expect(await now(client)).toMatchObject({ spec, undo, dataset });
  await client.training.stop();
  for await (const _ of await client.training.watch({ runId }));
});

it('a reread keeps roles, preparation, split and the rest of columns that keep their names', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'] }, (spec) => ({
    ...spec,
    seed: 5,
    data: {
      ...spec.data,
      split: { train: 0.5, validation: 0.25, test: 0.25 },
      columns: spec.data.columns.map((column) => {
        if (column.name === 'feet') return { ...column, role: 'ignored' };
        if (column.name === 'age') return { ...column, prepare: { scaling: 'robust' } };
        return column;
      }),
    },
  }));
  const before = (await now(client)).spec!;
  await client.dataset.reread({ reading });
  const { spec, plan, dataset } = await now(client);
  expect(spec).toEqual({ ...before, data: { ...before.data, reading } });
  expect(plan?.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(dataset?.reading).toEqual(reading);
});

it('a reread in which the target is gone leaves no spec, and undo brings the target back where the file has it', async () => {
  const rows = houses();
  const file = await written('houses.csv', rows);
  const client = await opened(file, { targets: ['price'] });
  await writeFile(file, `${rows.join('\n').replace('price', 'cost')}\n`);
  await client.dataset.reread({ reading });
  const { spec, plan, dataset } = await now(client);
  expect([spec, plan]).toEqual([null, null]);
  expect(dataset?.columns.map(({ name }) => name)).toContain('cost');
  await writeFile(file, `${rows.join('\n')}\n`);
  await client.workspace.undo();
  expect(roleOf((await now(client)).spec, 'price')).toBe('target');
});

it('a reread that fails leaves table, spec and what can be taken back as they are', async () => {
  const file = await written('houses.csv', houses());
  const client = await opened(file, { targets: ['price'] });
  await client.workspace.undo();
  const before = await now(client);
  await rm(file);
  expect(await code(client.dataset.reread({ reading }))).toBe('file_not_found');
  const after = await now(client);
  expect(after).toEqual({ ...before, revision: after.revision });
});

it('taking back what needs the file read again fails whole where the file is gone', async () => {
  const file = await written('houses.csv', houses());
  const client = await opened(file, { targets: ['price'] });
  await client.dataset.reread({ reading });
  const before = await now(client);
  await rm(file);
  expect(await code(client.workspace.undo())).toBe('file_not_found');
  const after = await now(client);
  expect(after).toEqual({ ...before, revision: after.revision });
});
