// A run leaves as train.py, is trained by one and by two processes of PyTorch, and comes back as a run with its curve.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RunFile, runFileNames } from '../../../../app/contract/runFiles.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { runRecordSchema } from '../../../../app/storage/runRecord.ts';
import { pythonsWith } from '../../export/python/pythons.ts';
import { type Client, code, houses, opened, runOf, trained, written } from '../table/openedTable.ts';

const pythons = pythonsWith('numpy', 'torch').slice(0, 1);

/** Validation rows choose the epoch. */
const edit = ({ training: { epochFolds: _, ...training }, ...spec }: RunSpec): RunSpec => ({
  ...spec,
  model: { ...spec.model, layers: [newLayer(8, 'relu', { dropout: 0.1 }), newLayer(4, 'tanh')] },
  training: { ...training, epochs: 12, precision: 'float64', batchSize: 9 },
});

/** Folds find the number of epochs, and no validation rows are left. */
const byFolds = ({ training, ...spec }: RunSpec): RunSpec => ({
  ...spec,
  training: { ...training, epochFolds: 3, epochs: 40, patience: 5, precision: 'float64' },
});

/** Four networks of which each two begin from the same weights, and each two leave out the same rows. */
const asEnsemble = ({ training, ...spec }: RunSpec): RunSpec => {
  const { epochFolds: _, ...rest } = training;
  const own = { epochs: 6, precision: 'float64', batchSize: 9, ensemble: { folds: 2, seeds: 2 } } as const;
  return {
    ...spec,
    model: { ...spec.model, layers: [newLayer(5, 'tanh', { dropout: 0.2 })] },
    training: { ...rest, ...own },
  };
};

async function trainedHouses(edited = edit) {
  const table = await written('houses.csv', houses());
  const client = await opened(table, { targets: ['price'] }, edited);
  const runId = await trained(client);
  return { table, client, runId };
}

/** A folder beside the table with the run as a program. */
async function programOf(client: Client, runId: string, table: string): Promise<string> {
  const folder = join(dirname(table), `program-${runId}`);
  await mkdir(folder);
  const { files } = await client.export.file({
    model: { kind: 'run', id: runId },
    format: 'pytorch',
    each: true,
  });
  for (const file of files) await writeFile(join(folder, file.name), Buffer.from(await file.arrayBuffer()));
  expect(files.map(({ name }) => name)).toEqual(['houses.start.npz', 'train.py']);
  return folder;
}

function start(
  python: string,
  folder: string,
  table: string,
  out: string,
  environment: Record<string, string> = {},
) {
  return spawn(python, ['-B', 'train.py', table, '--out', out], {
    cwd: folder,
    env: { ...process.env, OMP_NUM_THREADS: '1', ...environment },
  });
}

function ended(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout!.on('data', (piece) => (text += piece));
  child.stderr!.on('data', (piece) => (text += piece));
  return new Promise((resolve, reject) => {
    child.on('close', (status) => (status === 0 ? resolve(text) : reject(new Error(text))));
  });
}

/** Below the ports that the system gives to whoever asks for any: none of those takes it before the program listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer().listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
    server.once('error', () => resolve(freePort()));
  });
}

const linesOf = (folder: string) =>
  readFileSync(join(folder, 'history.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const filesOf = (folder: string) => {
  const ref = (name: RunFile) => ({ kind: 'path' as const, path: join(folder, runFileNames[name]) });
  return { run: ref('run'), best: ref('best'), history: ref('history') };
};

describe.each(pythons)('with $name, a run as train.py', ({ command }) => {
  it('follows the curve in one process, and in two with each batch shared out; both come back as runs', async () => {
    const { table, client, runId } = await trainedHouses();
    const kept = (await runOf(client)).folder!;
    const own = linesOf(kept);
    const folder = await programOf(client, runId, table);
    const said = await ended(start(command, folder, table, 'one'));
    expect(said).toContain('epochs after epoch 12; the run is in one');

    const port = String(await freePort());
    const processes = ['0', '1'].map((rank) =>
      start(command, folder, table, 'two', {
        RANK: rank,
        WORLD_SIZE: '2',
        MASTER_ADDR: '127.0.0.1',
        MASTER_PORT: port,
      }),
    );
    await Promise.all(processes.map(ended));

    for (const out of ['one', 'two']) {
      const lines = linesOf(join(folder, out));
      expect(lines.map(({ epoch }) => epoch)).toEqual(own.map(({ epoch }) => epoch));
      for (const [i, { trainLoss, validationLoss, validationScore }] of lines.entries()) {
        expect(trainLoss / own[i].trainLoss).toBeCloseTo(1, 9);
        expect(validationLoss / own[i].validationLoss).toBeCloseTo(1, 9);
        expect(validationScore / own[i].validationScore).toBeCloseTo(1, 9);
      }
      const record = runRecordSchema.parse(JSON.parse(await readFile(join(folder, out, 'run.json'), 'utf8')));
      expect(record).toMatchObject({
        state: 'finished',
        reason: 'epochs',
        epoch: 12,
        step: own.length * Math.ceil(record.step / 12),
      });

      const imported = await client.runs.import({ name: out, files: filesOf(join(folder, out)) });
      expect(imported.runId).not.toBe(runId);
      const [compared] = await client.runs.compare({ runIds: [imported.runId] });
      expect(compared!.records.map(({ epoch, trainLoss }) => [epoch, trainLoss])).toEqual(
        lines.map(({ epoch, trainLoss }) => [epoch, trainLoss]),
      );
      const { metrics } = await client.evaluation.get({ runId: imported.runId });
      expect(metrics.test).not.toBeNull();
    }
    const weights = (path: string) => decodeModel(readFileSync(path), path).members[0]![0]!.weight;
    const first = weights(join(kept, 'best.safetensors'));
    const again = weights(join(folder, 'one/best.safetensors'));
    for (const [i, weight] of again.entries()) expect(weight).toBeCloseTo(first[i]!, 6);
  });

  it('trains as many epochs as the folds found, on all rows but the test rows', async () => {
    const { table, client, runId } = await trainedHouses(byFolds);
    const { folder: kept, progress } = await runOf(client);
    const own = linesOf(kept!);
    expect(progress.epoch).toBeLessThan(40);
    const folder = await programOf(client, runId, table);
    await ended(start(command, folder, table, 'run'));
    const lines = linesOf(join(folder, 'run'));
    expect(lines.map(({ epoch, validationLoss }) => [epoch, validationLoss])).toEqual(
      own.map(({ epoch, validationLoss }) => [epoch, validationLoss]),
    );
    for (const [i, { trainLoss }] of lines.entries()) expect(trainLoss / own[i].trainLoss).toBeCloseTo(1, 9);
    const { runId: imported } = await client.runs.import({
      name: 'again',
      files: filesOf(join(folder, 'run')),
    });
    const { metrics } = await client.evaluation.get({ runId: imported });
    expect(metrics).toMatchObject({ validation: null, test: expect.anything() });
  });

  it('trains the networks of an ensemble in turn, each on its folds, and comes back as the same ensemble', async () => {
    const { table, client, runId } = await trainedHouses(asEnsemble);
    const kept = (await runOf(client)).folder!;
    const own = linesOf(kept);
    expect(own).toHaveLength(24);
    const folder = await programOf(client, runId, table);
    expect(await ended(start(command, folder, table, 'one'))).toContain('network 4 of 4  epoch 6');
    const lines = linesOf(join(folder, 'one'));
    const places = (all: { member: number; epoch: number }[]) =>
      all.map(({ member, epoch }) => [member, epoch]);
    expect(places(lines)).toEqual(places(own));
    for (const [i, line] of lines.entries())
      for (const name of ['trainLoss', 'validationLoss', 'validationScore'])
        expect(line[name] / own[i][name]).toBeCloseTo(1, 9);

    const read = (path: string) => decodeModel(readFileSync(path), path).members;
    const again = read(join(folder, 'one/best.safetensors'));
    for (const [m, [layer]] of read(join(kept, 'best.safetensors')).entries())
      for (const [i, weight] of layer!.weight.entries())
        expect(again[m]![0]!.weight[i]).toBeCloseTo(weight, 6);

    const before = await client.runs.compare({ runIds: [runId] });
    const first = (await client.evaluation.get({ runId })).metrics;
    const imported = await client.runs.import({ name: 'again', files: filesOf(join(folder, 'one')) });
    const [compared] = await client.runs.compare({ runIds: [imported.runId] });
    expect(compared!.spec).toEqual(before[0]!.spec);
    expect((await runOf(client)).progress).toMatchObject({ state: 'finished', reason: 'epochs', epoch: 6 });
    const { metrics } = await client.evaluation.get({ runId: imported.runId });
    const rmse = (found: typeof metrics) => (found.test as { rmse: number }).rmse;
    expect(rmse(metrics) / rmse(first)).toBeCloseTo(1, 5);
  });

  it('refuses another table, and a folder that holds a run', async () => {
    const { table, client, runId } = await trainedHouses();
    const folder = await programOf(client, runId, table);
    const other = await written('other.csv', [...houses(), '1,2,3,north,4']);
    await expect(ended(start(command, folder, other, 'run'))).rejects.toThrow('is not the table of this run');
    await mkdir(join(folder, 'held'));
    await writeFile(join(folder, 'held/run.json'), '{}');
    await expect(ended(start(command, folder, table, 'held'))).rejects.toThrow('holds a run already');
  });
});

describe('the weights from which train.py begins', () => {
  it('are told for what they are, by verify and where a model is opened', async () => {
    const { table, client, runId } = await trainedHouses(asEnsemble);
    const place = join(await programOf(client, runId, table), 'houses.start.npz');
    const start = { table: 'houses.csv', networks: 4 };
    expect(await client.home.verify({ place })).toEqual([
      { kind: 'model', path: place, problems: [], start },
    ]);
    const model = { kind: 'path' as const, path: place };
    const opening = client.export.file({ model, format: 'json' });
    await expect(opening).rejects.toThrow(
      /it is no trained model, but the weights from which train\.py begins/,
    );
    const bytes = await readFile(place);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(place, bytes);
    const [cut] = await client.home.verify({ place });
    expect(cut!.problems).toHaveLength(1);
  });
});

describe('a training that train.py would not repeat is refused', () => {
  it('of a model file, which does not say its rows', async () => {
    const { client } = await trainedHouses();
    const path = join((await runOf(client)).folder!, 'best.safetensors');
    const model = { kind: 'path' as const, path };
    expect(await code(client.export.file({ model, format: 'pytorch' }))).toBe('export_unsuited');
  });

  it('of a run whose table is gone', async () => {
    const { table, client, runId } = await trainedHouses();
    await writeFile(table, 'a,b\n1,2\n3,4\n');
    const other = await written('other.csv', houses().slice(0, 40));
    await client.dataset.open({ file: { kind: 'path', path: other } });
    expect(await code(client.export.file({ model: { kind: 'run', id: runId }, format: 'pytorch' }))).toBe(
      'export_unsuited',
    );
  });
});
