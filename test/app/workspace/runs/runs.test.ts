// Kept runs: listed, named and starred, laid beside each other, taken up again, deleted and brought back.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { code, connect, currentSpec, opened, runOf, trained } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');

async function twoRuns() {
  const client = await opened(iris, { targets: ['species'], hidden: [5], epochs: 3, seed: 4 });
  const first = await trained(client);
  const spec = await currentSpec(client);
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: { ...spec, seed: 9 } });
  return { client, first, second: await trained(client) };
}

describe('the list of runs', () => {
  it('says what each run was and came to, the newest first', async () => {
    const { client, first, second } = await twoRuns();
    const runs = await client.runs.list();
    expect(runs.map(({ id }) => id)).toEqual([second, first]);
    expect(runs[1]).toMatchObject({
      name: '',
      starred: false,
      target: 'species',
      state: 'finished',
      widths: [4, 5, 3],
      parameters: 4 * 5 + 5 + 5 * 3 + 3,
      seed: 4,
    });
    expect(runs[1]?.best?.epoch).toBeGreaterThan(0);
  });

  it('keeps name, notes and star, one changed without the others', async () => {
    const { client, first } = await twoRuns();
    await client.runs.note({ runId: first, name: 'the first', starred: true });
    await client.runs.note({ runId: first, notes: 'seed 4' });
    const runs = await client.runs.list();
    expect(runs[1]).toMatchObject({ name: 'the first', notes: 'seed 4', starred: true });
    expect(await code(client.runs.note({ runId: 'none', name: 'x' }))).toBe('run_not_found');
  });

  it('tells every window when it changed', async () => {
    const { client, first } = await twoRuns();
    const other = connect();
    const counts: number[] = [];
    for await (const { runsChanged } of await other.workspace.watch()) {
      counts.push(runsChanged);
      if (counts.length === 1) await client.runs.note({ runId: first, name: 'x' });
      else break;
    }
    expect(counts[1]).toBe(counts[0]! + 1);
  });
});

it('of two runs begun at the same time one is refused', async () => {
  const client = await opened(iris, { targets: ['species'], hidden: [5], epochs: 1_000_000, patience: 0 });
  const starts = await Promise.allSettled([client.training.start({}), client.training.start({})]);
  expect(starts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await client.runs.list()).toHaveLength(1);
  await client.training.stop();
});

describe('a run that has just ended', () => {
  it('is scored before the next one begins, which need not wait for it', async () => {
    const client = await opened(iris, { targets: ['species'], hidden: [5], epochs: 3, patience: 0 });
    const { runId } = await client.training.start({ threads: 1 });
    for await (const { progress } of await client.training.watch({ runId }))
      if (progress.state === 'finished') break;
    expect((await runOf(client)).metrics).toBeNull();
    await client.training.start({ threads: 1 });
    const first = (await client.runs.list()).find(({ id }) => id === runId);
    expect(first).toMatchObject({ state: 'finished', metrics: { train: expect.any(Object) } });
  });
});

describe('a deleted run', () => {
  it('is gone from the list and comes back whole', async () => {
    const { client, first, second } = await twoRuns();
    const before = await client.runs.list();
    await client.runs.remove({ runId: second });
    expect((await client.runs.list()).map(({ id }) => id)).toEqual([first]);
    expect(await code(client.runs.open({ runId: second }))).toBe('run_not_found');
    await client.runs.restore({ runId: second });
    expect(await client.runs.list()).toEqual(before);
    expect(await code(client.runs.restore({ runId: second }))).toBe('run_not_found');
  });

  it('cannot be one in progress', async () => {
    const client = await opened(iris, { targets: ['species'], epochs: 1_000_000, patience: 0 });
    const { runId } = await client.training.start({});
    expect(await code(client.runs.remove({ runId }))).toBe('run_busy');
    await client.training.stop();
  });
});

describe('runs side by side', () => {
  it('come in the order asked for, with specs and losses', async () => {
    const { client, first, second } = await twoRuns();
    const compared = await client.runs.compare({ runIds: [first, second] });
    expect(compared.map(({ spec }) => spec.seed)).toEqual([4, 9]);
    expect(compared[0]?.records.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(compared[0]?.stepsPerEpoch).toBeGreaterThan(0);
  });

  it('have at most a thousand points each, the last epoch among them', async () => {
    const client = await opened(iris, { targets: ['species'], hidden: [2], epochs: 2_500, patience: 0 });
    const runId = await trained(client);
    const [run] = await client.runs.compare({ runIds: [runId] });
    expect(run?.records.length).toBeLessThanOrEqual(1_000);
    expect(run?.records.at(-1)?.epoch).toBe(2_500);
  });
});

it('the settings of a kept run can be taken up again, with no run open', async () => {
  const { client, first } = await twoRuns();
  await client.runs.reuse({ runId: first });
  expect((await currentSpec(client)).seed).toBe(4);
  const again = await trained(client);
  const [one, two] = await client.runs.compare({ runIds: [first, again] });
  expect(two?.records).toEqual(one?.records);
  expect((await runOf(client)).id).toBe(again);
});
