// Several files as the workspace's table: a test file is added and taken back, the table comes back after a restart, a kept run finds
// its files again and notices when one has changed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileRef } from '../../../../app/contract/fileRef.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { removeOldUploads } from '../../../../app/storage/oldUploads.ts';
import { newUpload } from '../../../../app/storage/uploads.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import { type Client, code, houses, now, runOf, trained } from './openedTable.ts';

const engine = loadEngine();
let home: string;
let backend: Backend;
let client: Client;

async function begin(): Promise<void> {
  backend = await createBackend({ home, engine, allowPaths: true, restore: true });
  client = createRouterClient(backend.router);
}
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chainrule-'));
  await begin();
});
afterEach(async () => {
  await backend.dispose();
  await rm(home, { recursive: true, force: true });
});

const [header = '', ...rows] = houses();

/** Writes houses `from`..`to - 1`. */
async function written(name: string, from: number, to: number): Promise<FileRef> {
  const path = join(home, name);
  await writeFile(path, `${[header, ...rows.slice(from, to)].join('\n')}\n`);
  return { kind: 'path', path };
}

const fileNames = async () => (await now(client)).dataset?.files.map(({ name }) => name);
const splitNow = async () => (await now(client)).spec?.data.split;
const partsNow = async () => {
  const { train, validation, test } = (await now(client)).plan!.rows;
  return [train, validation, test];
};

describe('a test file', () => {
  beforeEach(async () => {
    await client.dataset.open({ file: await written('a.csv', 0, 40) });
    await client.spec.propose({ targets: ['price'], ignore: ['feet'] });
  });

  it('is added to the open table as the test data, keeps the choices for columns, and is taken back by undo', async () => {
    const before = await now(client);
    const file = await written('b.csv', 40, 60);
    await client.dataset.addFiles({ files: [file], part: 'test' });
    const after = await now(client);
    expect(after.dataset).toMatchObject({ fileName: 'a.csv + b.csv', rows: 60, fileColumn: 'file' });
    expect(after.spec?.data.split).toEqual({
      ...{ by: 'column', column: 'file', validation: [], test: ['b.csv'], validationShare: 0.15 },
    });
    expect(await partsNow()).toEqual([40, 0, 20]);
    const roles = Object.fromEntries(after.spec!.data.columns.map(({ name, role }) => [name, role]));
    expect(roles).toMatchObject({ file: 'ignored', feet: 'ignored', area: 'feature', price: 'target' });
    expect(after.undo).toMatchObject({ undoes: { kind: 'part', part: 'files' } });

    await client.workspace.undo();
    const undone = await now(client);
    expect(undone.dataset).toMatchObject({ fileName: 'a.csv', files: [], fileColumn: null });
    expect(undone.spec).toEqual(before.spec);
    await client.workspace.redo();
    expect((await now(client)).spec).toEqual(after.spec);
    expect(await fileNames()).toEqual(['a.csv', 'b.csv']);
  });

  it('and a validation file beside it are two parts', async () => {
    await client.dataset.addFiles({ files: [await written('b.csv', 40, 50)], part: 'test' });
    await client.dataset.addFiles({ files: [await written('c.csv', 50, 60)], part: 'validation' });
    expect(await splitNow()).toEqual({
      by: 'column',
      column: 'file',
      validation: ['c.csv'],
      test: ['b.csv'],
    });
    expect(await partsNow()).toEqual([40, 10, 10]);
  });

  it('stays the test data when further training files come, under the name that tells it apart', async () => {
    await client.dataset.addFiles({ files: [await written('b.csv', 40, 50)], part: 'test' });
    const folder = await mkdtemp(join(home, 'more-'));
    const path = join(folder, 'b.csv');
    await writeFile(path, `${[header, ...rows.slice(50)].join('\n')}\n`);
    await client.dataset.addFiles({ files: [{ kind: 'path', path }], part: 'train' });
    const names = await fileNames();
    expect(names?.[1]).toMatch(/^chainrule-\w+\/b\.csv$/);
    expect(names?.[2]).toMatch(/^more-\w+\/b\.csv$/);
    expect(await splitNow()).toMatchObject({ test: [names?.[1]] });
    expect(await partsNow()).toEqual([50, 0, 10]);
  });

  it('stays the test data when another target is chosen', async () => {
    await client.dataset.addFiles({ files: [await written('b.csv', 40, 60)], part: 'test' });
    await client.spec.propose({ targets: ['area'] });
    expect(await splitNow()).toMatchObject({ by: 'column', test: ['b.csv'] });
  });

  it('may have more columns, which are left out and told, and categories that training has not seen', async () => {
    const path = join(home, 'more.csv');
    await writeFile(path, 'area,feet,age,side,price,note\n60,650,3,east,180,x\n70,750,4,south,190,y\n');
    await client.dataset.addFiles({ files: [{ kind: 'path', path }], part: 'test' });
    const { dataset, plan } = await now(client);
    expect(dataset?.columns.map(({ name }) => name)).toEqual([
      'file',
      'area',
      'feet',
      'age',
      'side',
      'price',
    ]);
    expect(dataset?.issues.find(({ code }) => code === 'columns_not_shared')).toMatchObject({
      values: { columns: '"note"', count: 1 },
    });
    expect(plan?.issues.filter(({ code }) => code === 'levels_unseen')).toMatchObject([
      { severity: 'warning', values: { column: 'side', part: 'test', cells: 1, examples: '"east"' } },
    ]);
  });

  it('with other columns changes nothing, unless the shared columns are asked for', async () => {
    const before = await now(client);
    const path = join(home, 'less.csv');
    await writeFile(path, 'area,age,side,price\n60,3,north,180\n70,4,south,190\n');
    const files: FileRef[] = [{ kind: 'path', path }];
    expect(await code(client.dataset.addFiles({ files, part: 'test' }))).toBe('files_differ');
    expect(await now(client)).toMatchObject({ dataset: before.dataset, spec: before.spec });
    await client.dataset.addFiles({ files, part: 'test', reading: { columns: 'shared' } });
    const { dataset } = await now(client);
    expect(dataset?.columns.map(({ name }) => name)).toEqual(['file', 'area', 'age', 'side', 'price']);
  });
});

describe('a table of several files', () => {
  beforeEach(async () => {
    const more = [await written('b.csv', 40, 60)];
    await client.dataset.open({ file: await written('a.csv', 0, 40), more });
    await client.spec.propose({ targets: ['price'], epochs: 2 });
  });

  it('is open again after a restart, with the same spec', async () => {
    const before = await now(client);
    await backend.dispose();
    await begin();
    const { dataset, spec, notices } = await now(client);
    expect(notices).toEqual([]);
    expect(dataset).toEqual({ ...before.dataset, id: dataset?.id });
    expect(spec).toEqual(before.spec);
  });

  it('is opened with a run that was trained on it', async () => {
    const runId = await trained(client);
    await client.workspace.close();
    await client.runs.open({ runId });
    expect(await fileNames()).toEqual(['a.csv', 'b.csv']);
    expect((await now(client)).notices).toEqual([]);
  });

  it('one of whose files has changed is not taken for the table of the run', async () => {
    const runId = await trained(client);
    await client.workspace.close();
    await written('b.csv', 30, 60);
    await client.runs.open({ runId });
    const { dataset, notices } = await now(client);
    expect(dataset).toBeNull();
    expect(notices.map(({ kind }) => kind)).toEqual(['sourceChanged']);
  });

  it('one of whose files changes while it is open is said to have changed', async () => {
    await written('b.csv', 30, 60);
    await trained(client);
    expect((await now(client)).run?.sourceChanged).toBe(true);
  });

  it('is read again with a chosen type, which holds for all files', async () => {
    await client.dataset.reread({ reading: { types: { age: 'category' } } });
    const { dataset } = await now(client);
    expect(dataset?.columns.find(({ name }) => name === 'age')).toMatchObject({
      type: 'category',
      found: 'number',
    });
    expect(await fileNames()).toEqual(['a.csv', 'b.csv']);
  });
});

it('a run that was recorded before there were several files opens as ever', async () => {
  await client.dataset.open({ file: await written('a.csv', 0, 60) });
  await client.spec.propose({ targets: ['price'], epochs: 2 });
  const runId = await trained(client);
  const path = join((await now(client)).run!.folder, 'run.json');
  await client.workspace.close();
  const record = JSON.parse(await readFile(path, 'utf8'));
  expect(record.dataset.files).toEqual([]);
  delete record.dataset.files;
  await writeFile(path, JSON.stringify(record));
  await client.runs.open({ runId });
  expect((await now(client)).dataset).toMatchObject({ fileName: 'a.csv', files: [] });
});

it('uploads of the same name are told apart by a number, and all of them are kept', async () => {
  const upload = async (from: number, to: number): Promise<FileRef> => {
    const { id, path } = await newUpload(home, 'data.csv');
    await writeFile(path, `${[header, ...rows.slice(from, to)].join('\n')}\n`);
    return { kind: 'upload', id };
  };
  await client.dataset.open({ file: await upload(0, 30), more: [await upload(30, 60)] });
  expect(await fileNames()).toEqual(['data.csv', 'data.csv (2)']);
  await client.spec.propose({ targets: ['price'] });
  await backend.dispose();
  const inAMonth = Date.now() + 30 * 24 * 60 * 60 * 1_000;
  expect(await removeOldUploads(home, inAMonth)).toEqual([]);
  await begin();
  expect(await fileNames()).toEqual(['data.csv', 'data.csv (2)']);
});

it('a cell that makes a run diverge is named with its row, counted in its file', async () => {
  const path = join(home, 'b.csv');
  await writeFile(path, `${[header, rows[40], '60,652.6,3,south,1e30', ...rows.slice(41)].join('\n')}\n`);
  await client.dataset.open({ file: await written('a.csv', 0, 40) });
  await client.dataset.addFiles({ files: [{ kind: 'path', path }], part: 'validation' });
  await client.spec.propose({ targets: ['price'], epochs: 20 });
  await trained(client);
  const { progress } = await runOf(client);
  expect(progress).toMatchObject({
    state: 'diverged',
    cause: { kind: 'farCell', column: 'price', row: '2 (b.csv)', value: 1e30, isTarget: true },
  });
});
