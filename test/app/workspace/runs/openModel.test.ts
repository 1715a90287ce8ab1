// Opening a trained model, a run's folder and a table by what they are: with the real files that export and training write.
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Client, code, connect, now, opened, runOf, trained, written } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const path = (file: string) => ({ kind: 'path' as const, path: file });

async function exported(client: Client, runId: string, format: 'safetensors' | 'json', name: string) {
  const bytes = new Uint8Array(await (await client.export.file({ runId, format })).arrayBuffer());
  const file = join((await client.app.info()).home, name);
  await writeFile(file, bytes);
  return file;
}

/** A model of a run that is gone for good. */
async function orphan(format: 'safetensors' | 'json') {
  const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 3 });
  const runId = await trained(client);
  const { metrics, fingerprint, folder } = await runOf(client);
  const file = await exported(client, runId, format, `mine.${format}`);
  await client.workspace.close();
  await rm(folder, { recursive: true });
  return { client, file, metrics, fingerprint };
}

describe('a model file', () => {
  it.each(['safetensors', 'json'] as const)(
    'opens on its table with the same weights and scores (%s)',
    async (format) => {
      const { client, file, metrics, fingerprint } = await orphan(format);
      await client.dataset.open({ file: path(iris) });
      expect(await client.workspace.open({ file: path(file) })).toMatchObject({ kind: 'model' });
      const run = await runOf(client);
      expect(run).toMatchObject({ metrics, fingerprint, openedFrom: `mine.${format}` });
      expect(run.progress).toMatchObject({ state: 'finished', epoch: 0 });
      // It can be looked into, evaluated and exported again.
      expect((await client.insight.statistics({ weights: 'best', part: 'train' })).layers).toHaveLength(2);
      expect((await client.evaluation.get({ runId: run.id })).fingerprint).toBe(fingerprint);
      const again = await exported(client, run.id, 'safetensors', 'again.safetensors');
      await client.workspace.open({ file: path(again) });
      expect((await runOf(client)).id).toBe(run.id);
    },
  );

  it('opens the kept run that made it, with its table, also where no table is open', async () => {
    const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 3 });
    const runId = await trained(client);
    const file = await exported(client, runId, 'safetensors', 'mine.safetensors');
    await client.workspace.close();
    expect(await client.workspace.open({ file: path(file) })).toEqual({ kind: 'model', runId });
    expect(await now(client)).toMatchObject({ dataset: { fileName: 'iris.csv' }, run: { openedFrom: null } });
  });

  it('asks for its table where none is open, and is refused on another one, which stays open', async () => {
    const { client, file } = await orphan('safetensors');
    expect(await code(client.workspace.open({ file: path(file) }))).toBe('model_needs_table');
    await client.dataset.open({ file: path(resolve('examples/penguins.csv')) });
    expect(await code(client.workspace.open({ file: path(file) }))).toBe('columns_do_not_fit');
    const rows = (await readFile(iris, 'utf8')).trim().split(/\r?\n/);
    await client.dataset.open({ file: path(await written('fewer.csv', rows.slice(0, 120))) });
    expect(await code(client.workspace.open({ file: path(file) }))).toBe('model_other_table');
    expect(await now(client)).toMatchObject({ dataset: { fileName: 'fewer.csv' }, run: null });
    expect(await client.runs.list()).toEqual([]);
  });

  it('that is damaged or foreign is refused as a model, not as a table', async () => {
    const { client, file } = await orphan('safetensors');
    const bytes = await readFile(file);
    const cut = join(tmpdir(), `cut-${process.pid}.safetensors`);
    await writeFile(cut, bytes.subarray(0, bytes.length - 8));
    expect(await code(client.workspace.open({ file: path(cut) }))).toBe('model_damaged');
    await rm(cut);
    const json = await written('half.json', ['{"format": "chainrule", "formatVersion": 1, "layers": []']);
    expect(await code(client.workspace.open({ file: path(json) }))).toBe('model_damaged');
  });
});

it('a table opens as the dataset', async () => {
  const client = connect();
  expect(await client.workspace.open({ file: path(iris) })).toEqual({ kind: 'table' });
  expect((await now(client)).dataset?.fileName).toBe('iris.csv');
});

describe('a run’s folder', () => {
  const filesOf = (folder: string) => ({
    run: path(join(folder, 'run.json')),
    best: path(join(folder, 'best.safetensors')),
    evaluation: path(join(folder, 'evaluation.json')),
    history: path(join(folder, 'history.jsonl')),
  });

  it('of this home opens that run; from elsewhere it is taken over with its history and scores', async () => {
    const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 3, patience: 0 });
    const runId = await trained(client);
    const { folder, metrics, fingerprint } = await runOf(client);
    await client.dataset.open({ file: path(iris) });
    expect(await client.runs.import({ name: 'theirs', files: filesOf(folder) })).toEqual({ runId });

    const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    await writeFile(join(folder, 'run.json'), JSON.stringify({ ...record, id: 'from-elsewhere' }));
    const copy = join((await client.app.info()).home, 'elsewhere');
    await cp(folder, copy, { recursive: true });
    await client.runs.remove({ runId: 'from-elsewhere' });
    const taken = await client.runs.import({ name: 'elsewhere', files: filesOf(copy) });
    const run = await runOf(client);
    expect(run).toMatchObject({ id: taken.runId, metrics, fingerprint, openedFrom: 'elsewhere' });
    expect((await readdir(run.folder)).toSorted()).toEqual(
      ['best.safetensors', 'evaluation.json', 'history.jsonl', 'run.json'].toSorted(),
    );
    expect((await client.runs.compare({ runIds: [taken.runId] }))[0]!.records).toHaveLength(3);
  });

  it('does not follow the path of the table that run.json names, and is refused where it is damaged', async () => {
    const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 2 });
    await trained(client);
    const { folder } = await runOf(client);
    await client.workspace.close();
    const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    await writeFile(join(folder, 'run.json'), JSON.stringify({ ...record, id: 'other' }));
    const copy = join((await client.app.info()).home, 'copy');
    await cp(folder, copy, { recursive: true });
    await rm(folder, { recursive: true });
    await client.runs.import({ name: 'copy', files: filesOf(copy) });
    expect(await now(client)).toMatchObject({ dataset: null, notices: [{ kind: 'sourceMissing' }] });
    await writeFile(join(copy, 'run.json'), '{"id": "x"');
    expect(await code(client.runs.import({ name: 'copy', files: filesOf(copy) }))).toBe('model_damaged');
  });
});
