// The rows of a step: those that the engine takes, in the order of its epoch, whatever way a run has come to them.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import { type Client, code, opened, runOf, stateWhere } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const choices: Choices = {
  targets: ['species'],
  hidden: [4],
  epochs: 3,
  patience: 0,
  seed: 5,
  batchSize: 32,
};

async function started(more: Partial<Choices> = {}) {
  const client = await opened(iris, { ...choices, ...more });
  await client.training.start({ threads: 1, paused: true });
  await stateWhere(client, ({ run }) => run?.progress.state === 'ready' && run.progress.stepsPerEpoch > 0);
  return client;
}

async function stepped(client: Client, unit: 'batch' | 'epoch' = 'batch') {
  const { step } = (await runOf(client)).progress;
  await client.training.step({ unit });
  // The stream of the run tells each step; the workspace's state only changes of state.
  const { id } = await runOf(client);
  for await (const { progress } of await client.training.watch({ runId: id }))
    if (progress.step > step && progress.state === 'paused') return progress;
  throw new Error('The run ended.');
}

describe('the rows of a step', () => {
  it('are those of the next one before the first, then those of the newest, and an epoch has every training row once', async () => {
    const client = await started();
    const { rows: sample, train } = await client.insight.rows({ weights: 'last', columns: [] });
    const first = await client.insight.batch();
    expect(first).toMatchObject({ step: 1, taken: false, size: 32 });
    const seen: number[] = [];
    for (let step = 1; step <= 4; step++) {
      await stepped(client);
      const batch = await client.insight.batch();
      expect(batch).toMatchObject({ step, taken: true, size: step < 4 ? 32 : 105 - 96 });
      if (step === 1) expect(batch.rows).toEqual(first.rows);
      seen.push(...batch.rows);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual(sample.slice(0, train));
    expect(seen).not.toEqual(sample.slice(0, train));
    // The second epoch has another order.
    await stepped(client);
    expect((await client.insight.batch()).rows).not.toEqual(first.rows);
    // Looking before the first step has changed no order.
    await client.training.rewind();
    await stateWhere(client, ({ run }) => run?.progress.state === 'ready');
    expect(await client.insight.batch()).toEqual(first);
    await stepped(client, 'epoch');
    expect((await client.insight.batch()).rows).toEqual(seen.slice(96));
  });

  it('are all rows in their order where a step takes all', async () => {
    const client = await started({ batchSize: 'full' });
    const { rows, train } = await client.insight.rows({ weights: 'last', columns: [] });
    await stepped(client);
    expect(await client.insight.batch()).toEqual({
      step: 1,
      taken: true,
      size: train,
      rows: rows.slice(0, train),
    });
  });

  it('need a run in progress of one network', async () => {
    const client = await opened(iris, choices);
    expect(await code(client.insight.batch())).toBe('run_needed');
    const { runId } = await client.training.start({ threads: 1 });
    for await (const _ of await client.training.watch({ runId }));
    expect(await code(client.insight.batch())).toBe('run_needed');
  });
});

describe('a run that waits for its first step', () => {
  it('gives way to an edit of the spec and to another start', async () => {
    const client = await started();
    const { id } = await runOf(client);
    const { spec } = await stateWhere(client, () => true);
    await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: { ...spec!, seed: 6 } });
    const after = await stateWhere(client, () => true);
    expect(after.run).toBeNull();
    expect(after.spec?.seed).toBe(6);
    expect((await client.runs.list()).map((run) => run.id)).not.toContain(id);
    await client.training.start({ paused: true });
    const { runId } = await client.training.start({ paused: true });
    expect((await runOf(client)).id).toBe(runId);
    // After its first step it is kept.
    await stepped(client);
    expect(await code(client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: spec! }))).toBe('run_busy');
  });
});
