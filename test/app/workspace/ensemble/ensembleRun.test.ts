// An ensemble as a run: trained, stopped, paused, killed and resumed, scored, kept and used through the backend with the real engine.
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WhichWeights } from '../../../../app/contract/run/insight.ts';
import { meanHistory } from '../../../../app/contract/run/memberHistory.ts';
import type { EpochRecord, Progress } from '../../../../app/contract/run/training.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { modelFingerprint } from '../../../../app/export/fingerprint.ts';
import { type Client, code, now, opened, runOf } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const choices = { targets: ['species'], hidden: [4], epochs: 12, patience: 4, seed: 3, batchSize: 16 };

const ensembleOf = (folds: number, seeds = 1, more = {}) =>
  opened(iris, { ...choices, ...more }, (spec) => ({
    ...spec,
    training: { ...spec.training, ensemble: { folds, seeds } },
  }));

async function followed(client: Client, runId: string): Promise<{ records: EpochRecord[]; last: Progress }> {
  const records: EpochRecord[] = [];
  let last: Progress | null = null;
  for await (const { from, records: more, progress } of await client.training.watch({ runId })) {
    expect(from).toBe(records.length);
    records.push(...more);
    last = progress;
  }
  return { records, last: last! };
}

async function trained(client: Client, threads = 2) {
  const { runId } = await client.training.start({ threads });
  const found = await followed(client, runId);
  const { folder, notSaved } = await runOf(client);
  expect(notSaved).toBeNull();
  const path = join(folder, 'best.safetensors');
  return { runId, ...found, folder, model: decodeModel(await readFile(path), path) };
}

const historyIn = async (folder: string): Promise<EpochRecord[]> =>
  (await readFile(join(folder, 'history.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the run of an ensemble', () => {
  it('trains a network for each fold and seed, and keeps them as one model with one fingerprint', async () => {
    const client = await ensembleOf(3, 2);
    const { model, last, runId, folder, records } = await trained(client);
    expect(model.members).toHaveLength(6);
    expect(last).toMatchObject({ state: 'finished', members: { count: 6, ended: 6 } });
    const { fingerprint, on, metrics } = await client.evaluation.get({ runId });
    expect(fingerprint).toBe(modelFingerprint(model));
    expect(on).toBe('test');
    expect(metrics.test).toMatchObject({ accuracy: expect.any(Number) });
    expect(metrics.validation).toBeNull();
    const history = await historyIn(folder);
    expect(history.map(({ member }) => member)).toEqual(history.map(({ member }) => member).sort());
    expect(new Set(history.map(({ member }) => member)).size).toBe(6);
    expect(meanHistory(records)).toEqual(meanHistory(history));
    const record = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
    expect(record).toMatchObject({
      state: 'finished',
      fingerprint,
      spec: { training: { ensemble: { folds: 3 } } },
    });
  });

  it('has intervals from the rows that its networks left out: all but the test rows', async () => {
    const client = await ensembleOf(3);
    const { model } = await trained(client);
    const { plan } = await now(client);
    expect(model.calibration!.rows).toBe(plan!.rows.train);
    expect(plan!.rows.validation).toBe(0);
  });

  it('has the same bits on one thread and on several', async () => {
    const one = await trained(await ensembleOf(3), 1);
    const five = await trained(await ensembleOf(3), 5);
    expect(modelFingerprint(five.model)).toBe(modelFingerprint(one.model));
    expect(meanHistory(five.records)).toEqual(meanHistory(one.records));
    expect(five.model.calibration).toEqual(one.model.calibration);
  });

  it('ends with what is there when it is stopped', async () => {
    const client = await ensembleOf(4, 2, { epochs: 100_000, patience: 0 });
    const { runId } = await client.training.start({ threads: 2 });
    for await (const { records } of await client.training.watch({ runId }))
      if (records.length > 0) {
        await client.training.stop();
        break;
      }
    await followed(client, runId);
    const run = await runOf(client);
    expect(run.progress).toMatchObject({ state: 'stopped', reason: 'stopped' });
    const path = join(run.folder, 'best.safetensors');
    const { members } = decodeModel(await readFile(path), path);
    expect(members.length).toBeGreaterThanOrEqual(1);
    expect(members.length).toBeLessThan(8);
    expect(run.metrics).not.toBeNull();
  });

  it('can be paused and goes on to the same bits', async () => {
    const whole = await trained(await ensembleOf(3, 1, { epochs: 200, patience: 0 }));
    const client = await ensembleOf(3, 1, { epochs: 200, patience: 0 });
    const { runId } = await client.training.start({ threads: 2 });
    await client.training.pause();
    for await (const { progress } of await client.training.watch({ runId }))
      if (progress.state === 'paused') break;
    await client.training.resume();
    await followed(client, runId);
    expect((await runOf(client)).fingerprint).toBe(modelFingerprint(whole.model));
  });

  it.each([
    ['step', (client: Client) => client.training.step({ unit: 'epoch' })],
    ['change', (client: Client) => client.training.change({ batchSize: 8 })],
    ['rewind', (client: Client) => client.training.rewind()],
  ])('refuses to %s', async (what, call) => {
    const client = await ensembleOf(3, 1, { epochs: 100_000, patience: 0 });
    const { runId } = await client.training.start({ threads: 1 });
    await expect(call(client)).rejects.toMatchObject({
      data: { code: 'ensemble_unsuited', values: { what } },
    });
    await client.training.stop();
    await followed(client, runId);
  });

  it('refuses races, repeats and training from its weights', async () => {
    const client = await ensembleOf(2);
    const { runId } = await trained(client);
    const optimizer = (await now(client)).spec!.training.optimizer;
    expect(await code(client.race.start({ entrants: [optimizer, optimizer] }))).toBe('ensemble_unsuited');
    expect(await code(client.repeats.start({ runId, kind: 'folds', count: 3 }))).toBe('repeats_refused');
    expect(await code(client.training.start({ from: { kind: 'run', id: runId } }))).toBe('ensemble_unsuited');
  });
});

describe('a kept ensemble', () => {
  it('opens again with its scores, and verifies', async () => {
    const client = await ensembleOf(3);
    const { runId, folder } = await trained(client);
    const before = await client.evaluation.get({ runId });
    await client.runs.open({ runId });
    expect(await client.evaluation.get({ runId })).toEqual(before);
    const [summary] = await client.runs.list();
    expect(summary).toMatchObject({ id: runId, state: 'finished' });
    expect(summary!.curve.length).toBeLessThanOrEqual(12);
    await rm(join(folder, 'evaluation.json'));
    await client.runs.open({ runId });
    expect((await client.evaluation.get({ runId })).metrics).toEqual(before.metrics);
  });

  it('shows the walk and the weights of one network at a time', async () => {
    const client = await ensembleOf(3);
    await trained(client);
    const walked = (weights: WhichWeights) => client.insight.walk({ weights, row: 0 });
    const first = await walked({ of: 'best', member: 0 });
    expect(await walked('best')).toEqual(first);
    expect(await walked({ of: 'best', member: 2 })).not.toEqual(first);
    expect(await code(client.insight.weights({ weights: { of: 'best', member: 3 } }))).toBe('option_invalid');
  });
});
