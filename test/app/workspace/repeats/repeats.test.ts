// Cross-validation and repeated seeds through the backend with the real engine.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RepeatKind, RepeatsUpdate } from '../../../../app/contract/run/repeats.ts';
import { runRepeatsSchema } from '../../../../app/contract/run/repeats.ts';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import {
  type Client,
  code,
  currentSpec,
  houses,
  now,
  opened,
  runOf,
  stateWhere,
  trained,
  written,
} from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const choices = { targets: ['species'], hidden: [4], epochs: 12, patience: 0, seed: 3, batchSize: 16 };

interface Followed {
  last: RepeatsUpdate;
  records: EpochRecord[][];
}

/** Follows repeats to their end. */
async function followed(
  client: Client,
  of: { runId: string | null; kind: RepeatKind },
  each: (update: RepeatsUpdate) => unknown = () => {},
): Promise<Followed> {
  const records: EpochRecord[][] = [];
  let last: RepeatsUpdate | null = null;
  for await (const update of await client.repeats.watch(of)) {
    for (const [k, member] of update.members.entries()) {
      records[k] ??= [];
      expect(member.from).toBe(records[k].length);
      records[k].push(...member.records);
    }
    last = update;
    await each(update);
  }
  if (last === null) throw new Error('The stream said nothing.');
  return { last, records };
}

async function repeated(client: Client, kind: RepeatKind, count = 3, threads?: number): Promise<Followed> {
  const { id: runId } = await runOf(client);
  await client.repeats.start({ runId, kind, count, ...(threads === undefined ? {} : { threads }) });
  return followed(client, { runId, kind });
}

const fingerprints = ({ last }: Followed) => last.members.map(({ fingerprint }) => fingerprint);

/** What a run of its own with this spec gives. */
async function fingerprintAlone(client: Client, edit: Parameters<typeof opened>[2]): Promise<string | null> {
  const spec = edit!(await currentSpec(client));
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec });
  await trained(client);
  return (await runOf(client)).fingerprint;
}

describe('folds of a run', () => {
  it.each([1, 2])('are runs of their specs with %i threads, bit for bit', async (threads) => {
    const client = await opened(iris, choices);
    await trained(client);
    const found = await repeated(client, 'folds', 3, threads);
    expect(found.last.state).toBe('finished');
    const second = await fingerprintAlone(client, (spec) => ({
      ...spec,
      data: { ...spec.data, split: { by: 'fold', folds: 3, fold: 2, validation: 0.15 } },
    }));
    expect(fingerprints(found)[1]).toBe(second);
    expect(new Set(fingerprints(found)).size).toBe(3);
  });

  it('test every row once, and tell mean, spread and interval of each metric', async () => {
    const client = await opened(iris, choices);
    await trained(client);
    const { last, records } = await repeated(client, 'folds');
    const rows = last.members.map((member) => member.rows!);
    expect(rows.reduce((sum, { test }) => sum + test, 0)).toBe(150);
    expect(last.summary).toMatchObject({ counted: 3, main: 'accuracy' });
    const { network, metrics } = last.summary!;
    const values = last.members.map(
      ({ scores }) => (scores!.metrics as { metrics: { accuracy: number } }).metrics.accuracy,
    );
    expect(network.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 3, 12);
    expect(metrics[0]!.spreads.accuracy).toEqual(network);
    expect(records.map(({ length }) => length)).toEqual([12, 12, 12]);
  });

  it('are kept with the run, and judge it when it is opened again', async () => {
    const client = await opened(iris, choices);
    const runId = await trained(client);
    const live = await repeated(client, 'folds');
    const { folder, repeats } = await runOf(client);
    const kept = runRepeatsSchema.parse(JSON.parse(await readFile(join(folder, 'repeats.json'), 'utf8')));
    expect(kept.folds!.startedAt).toBe(repeats!.folds);
    const { comparison } = await client.evaluation.get({ runId });
    expect(comparison!.lead).toEqual(live.last.summary!.lead);
    await client.workspace.close();
    await client.runs.open({ runId });
    const again = await followed(client, { runId, kind: 'folds' });
    expect(again.last.summary).toEqual(live.last.summary);
    expect(again.records).toEqual(live.records);
    expect((await client.evaluation.get({ runId })).comparison).toEqual(comparison);
  });

  it('that cannot be read are put aside, and the run is judged without them', async () => {
    const client = await opened(iris, choices);
    const runId = await trained(client);
    const before = await client.evaluation.get({ runId });
    await repeated(client, 'folds');
    const file = join((await runOf(client)).folder, 'repeats.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"finished"', '"done"'));
    await client.workspace.close();
    await client.runs.open({ runId });
    expect((await followed(client, { runId, kind: 'folds' })).last.state).toBe('none');
    expect(await client.evaluation.get({ runId })).toEqual(before);
    expect(await readdir(dirname(file))).toContain('repeats.json.damaged');
  });

  it('learn from the past alone where the split of the run is by time', async () => {
    const rows = houses().map((line, k) => (k === 0 ? `${line},day` : `${line},${k}`));
    const file = await written('days.csv', rows);
    const client = await opened(file, { targets: ['price'], hidden: [4], epochs: 2 }, (spec) => ({
      ...spec,
      data: { ...spec.data, split: { by: 'time', column: 'day', train: 0.6, validation: 0.2, test: 0.2 } },
    }));
    await trained(client);
    const { last } = await repeated(client, 'folds');
    // Four blocks of 15 rows: each fold is tested on the next.
    expect(last.members.map(({ rows: of }) => of!.test)).toEqual([15, 15, 15]);
    expect(last.members.map(({ rows: of }) => of!.train + of!.validation)).toEqual([15, 30, 45]);
  });
});

describe('seeds of a run', () => {
  it('train on the rows of the run, and the first is the run itself', async () => {
    const client = await opened(iris, choices);
    const runId = await trained(client);
    const run = await runOf(client);
    const { rows } = await client.evaluation.get({ runId });
    const found = await repeated(client, 'seeds');
    expect(found.last.members.map(({ number }) => number)).toEqual([3, 4, 5]);
    expect(found.last.members.map((member) => member.rows)).toEqual([rows, rows, rows]);
    expect(fingerprints(found)[0]).toBe(run.fingerprint);
    const alone = await fingerprintAlone(client, (spec) => ({
      ...spec,
      seed: 5,
      data: { ...spec.data, splitSeed: 3 },
    }));
    expect(fingerprints(found)[2]).toBe(alone);
  });
});

describe('repeats', () => {
  it('tell before they begin how long they take and how much memory', async () => {
    const client = await opened(iris, choices);
    const runId = await trained(client);
    const cost = await client.repeats.cost({ runId, kind: 'folds', count: 5 });
    expect(cost.seconds).toBeGreaterThan(0);
    expect(cost.memory).toBeGreaterThan(0);
    expect(cost.atOnce).toBeGreaterThanOrEqual(1);
  });

  it('can be stopped, and what has ended too early is not kept', async () => {
    const client = await opened(iris, { ...choices, epochs: 1_000_000 });
    const { runId } = await client.training.start({ threads: 1 });
    await client.training.stop();
    for await (const _ of await client.training.watch({ runId }));
    await client.repeats.start({ runId, kind: 'folds', count: 5 });
    expect(await code(client.training.start({}))).toBe('repeats_busy');
    expect(await code(client.race.start({ entrants: [] }))).not.toBe('no error');
    await stateWhere(client, ({ repeats }) => repeats?.state === 'running');
    await client.repeats.stop();
    const { last } = await followed(client, { runId, kind: 'folds' });
    expect(last).toMatchObject({ state: 'stopped', summary: null });
    expect((await now(client)).repeats).toMatchObject({ state: 'stopped', ended: 5 });
    expect((await runOf(client)).repeats).toBeUndefined();
  });

  it('go on where one diverges, and tell of it', async () => {
    // One far cell makes every fold diverge that learns from it: all but one.
    const file = await written('far.csv', [...houses(), '1e30,8,3,south,9']);
    const client = await opened(file, { targets: ['price'], hidden: [4], epochs: 3 }, (spec) => ({
      ...spec,
      data: {
        ...spec.data,
        columns: spec.data.columns.map((column) =>
          column.role === 'feature' ? { ...column, prepare: { scaling: 'none' as const } } : column,
        ),
      },
    }));
    await trained(client);
    const { last } = await repeated(client, 'folds');
    const states = last.members.map(({ state }) => state);
    expect(states.filter((state) => state === 'diverged').length).toBeGreaterThan(0);
    expect(states).toContain('finished');
    expect(last.state).toBe('finished');
  });

  it('of none there are is one message', async () => {
    const client = await opened(iris, choices);
    const runId = await trained(client);
    expect((await followed(client, { runId, kind: 'seeds' })).last).toEqual({
      ...{ state: 'none', members: [], summary: null, secondsLeft: null },
    });
  });

  it('are refused where there are more folds than rows', async () => {
    const file = await written('few.csv', houses().slice(0, 9));
    const client = await opened(file, { targets: ['price'], hidden: [2], epochs: 2 });
    const runId = await trained(client);
    expect(await code(client.repeats.start({ runId, kind: 'folds', count: 10 }))).toBe('spec_refused');
  });

  it('of a class with one row leave that fold without it', async () => {
    const file = await written('rare.csv', [
      'x,kind',
      ...Array.from({ length: 30 }, (_, k) => `${k},${k === 7 ? 'rare' : k % 2 === 0 ? 'even' : 'odd'}`),
    ]);
    const client = await opened(file, { targets: ['kind'], hidden: [3], epochs: 3 });
    await trained(client);
    const { last } = await repeated(client, 'folds');
    expect(last.members.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished']);
    expect(last.summary!.counted).toBe(3);
  });
});
