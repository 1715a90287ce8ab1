// A threshold of a model of two classes: kept with the run and its model file, used by everything that predicts, and undone.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Curves } from '../../../../app/contract/run/curves.ts';
import { nearestStop, thresholdStops } from '../../../../app/contract/run/threshold.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { exportedFile } from '../../exportedFile.ts';
import { type Client, connect, now, opened, runOf, trained } from '../table/openedTable.ts';

const cancer = resolve('examples/breast_cancer.csv');
const short = { targets: ['diagnosis'], hidden: [4], epochs: 3 };

const exported = async (client: Client, runId: string, format: 'safetensors' | 'json') =>
  new Uint8Array(await (await exportedFile(client, { kind: 'run', id: runId }, format)).arrayBuffer());

async function predicted(client: Client, threshold?: number): Promise<string[]> {
  const { folder } = await runOf(client);
  const ref = (path: string) => ({ kind: 'path' as const, path });
  let text = '';
  for await (const piece of await client.models.predict({
    ...{ model: ref(folder), file: ref(cancer) },
    ...(threshold !== undefined && { threshold }),
  }))
    text += piece;
  const [head, ...lines] = text.trimEnd().split('\n');
  const at = head!.split(',').indexOf('prediction');
  return lines.map((line) => line.split(',')[at]!);
}

/** What the confusion matrix must say where a threshold is at a stop. */
function matrixAt({ positives, negatives, found, falseAlarms }: Curves, threshold: number) {
  const [hits, alarms] = [found[nearestStop(threshold)]!, falseAlarms[nearestStop(threshold)]!];
  return [
    [negatives - alarms, alarms],
    [positives - hits, hits],
  ];
}

it('decides the confusion matrix as the curves count it, for either class, with and without one', async () => {
  const client = await opened(cancer, short);
  const runId = await trained(client);
  for (const threshold of [null, 0.2, 0.9]) {
    if (threshold !== null) await client.evaluation.threshold({ runId, threshold });
    const { detail, on, rows } = await client.evaluation.get({ runId });
    if (detail.kind !== 'class') throw new Error('It has classes.');
    const second = await client.evaluation.curves({ runId, part: on, class: 1 });
    expect(second.positives + second.negatives).toBe(rows[on]);
    const matrix = [0, 1].map((actual) =>
      [0, 1].map(
        (predicted) => detail.confused.find((cell) => cell[0] === actual && cell[1] === predicted)?.[2] ?? 0,
      ),
    ) as [[number, number], [number, number]];
    expect(matrix).toEqual(matrixAt(second, threshold ?? 0.5));
    const first = await client.evaluation.curves({ runId, part: on, class: 0 });
    const [[hits, missed], [alarms]] = matrix;
    const at = thresholdStops.length - 1 - nearestStop(threshold ?? 0.5);
    expect([first.found[at], first.falseAlarms[at], first.positives]).toEqual([hits, alarms, hits + missed]);
    expect(detail.perClass[1]!.rocAuc).toBeCloseTo(second.ranked!.rocAuc, 12);
  }
});

it('is kept in the run, in both forms of its model file, and is taken back by undo', async () => {
  const client = await opened(cancer, short);
  const runId = await trained(client);
  const before = await client.evaluation.get({ runId });
  const file = await exported(client, runId, 'safetensors');
  expect(before).not.toHaveProperty('threshold');

  await client.evaluation.threshold({ runId, threshold: 0.2 });
  expect(await runOf(client)).toMatchObject({ threshold: 0.2, fingerprint: before.fingerprint });
  expect((await now(client)).undo.undoes).toEqual({ kind: 'threshold' });
  for (const format of ['safetensors', 'json'] as const)
    expect(decodeModel(await exported(client, runId, format), format).threshold).toBe(0.2);
  const after = await client.evaluation.get({ runId });
  expect((await client.runs.list())[0]!.metrics).toEqual(after.metrics);

  await client.workspace.undo();
  expect(await client.evaluation.get({ runId })).toEqual(before);
  expect(await exported(client, runId, 'safetensors')).toEqual(file);
  await client.workspace.redo();
  expect(await client.evaluation.get({ runId })).toEqual(after);
  await client.runs.open({ runId });
  expect(await runOf(connect())).toMatchObject({ threshold: 0.2 });
  expect(await client.evaluation.get({ runId })).toEqual(after);
});

it('keeps the costs that it was chosen by with the run, and undo leaves them', async () => {
  const client = await opened(cancer, short);
  const runId = await trained(client);
  const costs = { missed: 20, falseAlarm: 1 };
  await client.evaluation.threshold({ runId, threshold: 0.5, costs });
  expect(await client.evaluation.get({ runId })).toMatchObject({ costs });
  await client.evaluation.threshold({ runId, threshold: 0.2 });
  expect(await client.evaluation.get({ runId })).toMatchObject({ threshold: 0.2, costs });
  await client.workspace.undo();
  const { folder } = await runOf(client);
  const kept = JSON.parse(await readFile(join(folder, 'evaluation.json'), 'utf8')) as object;
  expect(kept).toMatchObject({ costs });
  expect(kept).not.toHaveProperty('threshold');
});

it('of 0.5 leaves the model file as it was', async () => {
  const client = await opened(cancer, short);
  const runId = await trained(client);
  const file = await exported(client, runId, 'safetensors');
  await client.evaluation.threshold({ runId, threshold: 0.3 });
  await client.evaluation.threshold({ runId, threshold: 0.5 });
  expect(await exported(client, runId, 'safetensors')).toEqual(file);
});

it('decides the predicted class, unless another one is given', async () => {
  const client = await opened(cancer, short);
  const runId = await trained(client);
  const usual = await predicted(client);
  expect(await predicted(client, 0.5)).toEqual(usual);
  const low = await predicted(client, 0.05);
  expect(low).not.toEqual(usual);
  await client.evaluation.threshold({ runId, threshold: 0.05 });
  expect(await predicted(client)).toEqual(low);
  expect(await predicted(client, 0.5)).toEqual(usual);
  const { folder } = await runOf(client);
  const ref = (path: string) => ({ kind: 'path' as const, path });
  const own = await client.models.evaluate({ model: ref(folder), file: ref(cancer) });
  const other = await client.models.evaluate({ model: ref(folder), file: ref(cancer), threshold: 0.5 });
  expect([own.threshold, other.threshold]).toEqual([0.05, 0.5]);
  expect(own.scores).not.toEqual(other.scores);
});

it('is refused for a model of three classes, and forgotten by undo when another run is current', async () => {
  const client = await opened(cancer, short);
  const runId = await trained(client);
  await client.evaluation.threshold({ runId, threshold: 0.2 });
  await trained(client);
  expect((await now(client)).undo.undoes).not.toEqual({ kind: 'threshold' });
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
  await client.spec.propose({ targets: ['species'], hidden: [4], epochs: 2 });
  const three = await trained(client);
  await expect(client.evaluation.threshold({ runId: three, threshold: 0.2 })).rejects.toMatchObject({
    data: { code: 'threshold_unsuited' },
  });
});
