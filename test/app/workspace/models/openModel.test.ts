// Opening a trained model, a run's folder and a table by what they are: with the real files that export and training write.
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportedFile } from '../../exportedFile.ts';
import { type Client, code, connect, now, opened, runOf, trained, written } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const path = (file: string) => ({ kind: 'path' as const, path: file });

async function exported(client: Client, runId: string, format: 'safetensors' | 'json', name: string) {
  const bytes = new Uint8Array(
    await (await exportedFile(client, { kind: 'run', id: runId }, format)).arrayBuffer(),
  );
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
    expect(await client.workspace.open({ file: path(file) })).toEqual({
      kind: 'model',
      runId,
      withTable: true,
    });
    expect(await now(client)).toMatchObject({ dataset: { fileName: 'iris.csv' }, run: { openedFrom: null } });
  });

  it('names its table, and opens on it from either form with the rows that trained it', async () => {
    const { client, file } = await orphan('json');
    await client.dataset.open({ file: path(iris) });
    await client.workspace.open({ file: path(file) });
    const run = await runOf(client);
    expect(run).toMatchObject({ fileName: 'iris.csv', shown: null });
    expect((await client.evaluation.get({ runId: run.id })).rows.train).toBeGreaterThan(0);
  });

  it('without a table is listed with its scores, layers, weights and settings, and evaluates nothing', async () => {
    const { client, file, metrics, fingerprint } = await orphan('safetensors');
    await client.workspace.open({ file: path(file) });
    const { run, plan, spec, dataset } = await now(client);
    expect(run).toMatchObject({
      ...{ metrics, fingerprint, openedFrom: 'mine.safetensors' },
      shown: { table: null, trainedOn: 'iris.csv' },
    });
    expect(dataset).toBeNull();
    expect(spec?.training.epochs).toBe(3);
    expect(plan).toMatchObject({ parameters: 35, issues: [{ code: 'table_needed' }] });
    expect((await client.insight.weights({ weights: 'best' })).layers).toHaveLength(2);
    expect(await code(client.evaluation.get({ runId: run!.id }))).toBe('run_needed');
    expect(await code(client.training.start({}))).toBe('dataset_needed');
    expect(await client.runs.list()).toMatchObject([{ fileName: 'iris.csv', target: 'species', metrics }]);
  });

  it('on another table evaluates all rows that have a target: they are new to it', async () => {
    const { client, file, fingerprint } = await orphan('safetensors');
    const [header, ...rows] = (await readFile(iris, 'utf8')).trim().split(/\r?\n/);
    // Columns in another order, one more, a row without a target and one with an unknown class.
    const mixed = [header!, ...rows.slice(0, 40), '5.1,3.5,1.4,0.2,', '5.1,3.5,1.4,0.2,rose'];
    const other = mixed.map((row, k) => [k === 0 ? 'note' : `n${k}`, ...row.split(',').reverse()].join(','));
    const table = await written('other.csv', other);
    await client.dataset.open({ file: path(table) });
    await client.workspace.open({ file: path(file) });
    const run = await runOf(client);
    expect(run).toMatchObject({ fileName: 'iris.csv', fingerprint, testViews: 0 });
    expect(run.shown).toMatchObject({
      ...{ table: 'other.csv', trainedOn: 'iris.csv', rows: 40, rowsWithoutTarget: 2 },
      ignored: { count: 1, names: ['note'] },
    });
    const evaluation = await client.evaluation.view({ runId: run.id });
    expect(evaluation).toMatchObject({
      on: 'test',
      newRows: true,
      rows: { train: 0, validation: 0, test: 40 },
    });
    expect(evaluation.baseline.test).not.toBeNull();
    // The same scores as in the terminal, on the same rows.
    const report = await client.models.evaluate({ model: path(file), file: path(table) });
    expect(evaluation.metrics.test).toEqual(report.scores);
    expect((await runOf(client)).testViews).toBe(0);
    expect((await client.insight.statistics({ weights: 'best', part: 'train' })).rows).toBe(40);
    expect((await client.insight.rows({ weights: 'best', columns: [] })).all).toEqual({
      train: 0,
      validation: 40,
    });
  });

  it('whose columns the open table lacks is refused in one sentence with their names, and leaves no run', async () => {
    const { client, file } = await orphan('safetensors');
    await client.dataset.open({ file: path(resolve('examples/penguins.csv')) });
    await expect(client.workspace.open({ file: path(file) })).rejects.toThrow(
      'mine.safetensors does not fit penguins.csv, which lacks the columns sepal length (cm), sepal width (cm), petal length (cm), petal width (cm), species; open a table that has them.',
    );
    expect(await now(client)).toMatchObject({ dataset: { fileName: 'penguins.csv' }, run: null });
    expect(await client.runs.list()).toEqual([]);
  });

  it('of a kept run is shown on the open table if that has its columns, and on its own otherwise', async () => {
    const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 3 });
    const runId = await trained(client);
    const file = await exported(client, runId, 'safetensors', 'mine.safetensors');
    const rows = (await readFile(iris, 'utf8')).trim().split(/\r?\n/);
    await client.dataset.open({ file: path(await written('fewer.csv', rows.slice(0, 120))) });
    await client.workspace.open({ file: path(file) });
    expect(await now(client)).toMatchObject({
      dataset: { fileName: 'fewer.csv' },
      run: { id: runId, shown: { table: 'fewer.csv', trainedOn: 'iris.csv', rows: 119 } },
    });
    await client.dataset.open({ file: path(resolve('examples/penguins.csv')) });
    await client.workspace.open({ file: path(file) });
    expect(await now(client)).toMatchObject({
      dataset: { fileName: 'iris.csv' },
      run: { id: runId, shown: null },
    });
  });

  it('that is shown without a table moves to the table that is opened next, or a notice says which columns that lacks', async () => {
    const { client, file } = await orphan('safetensors');
    await client.workspace.open({ file: path(file) });
    await client.dataset.open({ file: path(resolve('examples/penguins.csv')) });
    expect(await now(client)).toMatchObject({
      dataset: { fileName: 'penguins.csv' },
      run: null,
      notices: [{ kind: 'modelLeft', values: { model: 'mine.safetensors', table: 'penguins.csv' } }],
    });
    const id = (await client.runs.list())[0]!.id;
    await client.runs.open({ runId: id });
    expect((await now(client)).dataset).toBeNull();
    const rows = (await readFile(iris, 'utf8')).trim().split(/\r?\n/);
    await client.dataset.open({ file: path(await written('fewer.csv', rows.slice(0, 120))) });
    expect(await now(client)).toMatchObject({
      notices: [],
      run: { id, shown: { table: 'fewer.csv', rows: 119 } },
    });
  });

  it('that is shown without a table knows its own table when that is opened', async () => {
    for (const format of ['safetensors', 'json'] as const) {
      const { client, file, metrics } = await orphan(format);
      if (format === 'json') {
        const { table: _, ...older } = JSON.parse(await readFile(file, 'utf8'));
        await writeFile(file, JSON.stringify(older));
      }
      await client.workspace.open({ file: path(file) });
      expect((await runOf(client)).shown).not.toBeNull();
      await client.dataset.open({ file: path(iris) });
      const run = await runOf(client);
      expect(run).toMatchObject({ shown: null, metrics, fileName: 'iris.csv' });
      expect((await client.evaluation.get({ runId: run.id })).rows.train).toBeGreaterThan(0);
      await client.runs.remove({ runId: run.id });
      await client.workspace.close();
    }
  });

  it('of an older version, whose file names no table, says so', async () => {
    const { client, file } = await orphan('json');
    const { table: _, ...older } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(older));
    await client.workspace.open({ file: path(file) });
    expect((await runOf(client)).shown).toMatchObject({ trainedOn: null });
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
