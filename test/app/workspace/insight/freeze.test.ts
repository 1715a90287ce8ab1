// Copies of weights for a walk: one state for several calls, whatever becomes of the run.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../app/contract/run/training.ts';
import { mostFrozen } from '../../../../app/contract/run/walk.ts';
import { type Client, code, opened, stateWhere, trained } from '../table/openedTable.ts';

/** 105 training rows: 7 steps an epoch. */
const choices = { targets: ['species'], hidden: [4], epochs: 40, patience: 0, seed: 3, batchSize: 16 };
const iris = resolve('examples/iris.csv');

async function until(client: Client, holds: (progress: Progress) => boolean): Promise<Progress> {
  for await (const { progress } of await client.training.watch({ runId: (await runNow(client)).id }))
    if (holds(progress)) return progress;
  throw new Error('The run ended before that.');
}
const untilEpoch = (client: Client, least: number) => until(client, ({ epoch }) => epoch >= least);
const runNow = async (client: Client) => (await stateWhere(client, ({ run }) => run !== null)).run!;

describe('frozen weights', () => {
  it('are the same for every row, for the gradient check and for measured gradients, while the run goes on and after it', async () => {
    const client = await opened(iris, { ...choices, epochs: 100_000 });
    await client.training.pace({ epochsPerSecond: 60 });
    await client.training.start({ threads: 1 });
    await untilEpoch(client, 2);
    const { frozen, runId, epoch, step } = await client.insight.freeze({ weights: 'last' });
    expect([runId, step]).toEqual([(await runNow(client)).id, epoch * 7]);
    const weights = { frozen };
    const walk = await client.insight.walk({ weights, row: 60 });
    const check = await client.insight.gradients({ weights });
    await untilEpoch(client, epoch + 20);
    expect(await client.insight.walk({ weights, row: 60 })).toEqual(walk);
    expect((await client.insight.walk({ weights, row: 3 })).layers[0]!.weight).toEqual(
      walk.layers[0]!.weight,
    );
    const bias = { layer: 1, tensor: 'bias' as const, unit: 2, input: null };
    const { measured } = await client.insight.walk({ weights, row: 60, measure: [bias] });
    expect(measured[0]).toBeCloseTo(walk.layers[1]!.dBias[2]!, 9);
    await client.training.stop();
    await stateWhere(client, ({ run }) => run?.metrics != null);
    expect(await client.insight.gradients({ weights })).toEqual(check);
    await client.training.pace({ epochsPerSecond: null });
    await trained(await edited(client, 5));
    expect(await client.insight.walk({ weights, row: 60 })).toEqual(walk);
    const rows = await client.insight.rows({ weights, columns: [] });
    expect(rows.rows).toHaveLength(rows.all.train + rows.all.validation);
  });

  it('of a run in progress are those at the end of an epoch, so that the step of the walk has the optimizer’s state', async () => {
    const client = await opened(iris, { ...choices, epochs: 100_000, optimizer: 'adam' });
    await client.training.start({ threads: 1 });
    await untilEpoch(client, 3);
    const { frozen } = await client.insight.freeze({ weights: 'last' });
    const { update, layers } = await client.insight.walk({ weights: { frozen }, row: 60 });
    expect(update.plain).toBeNull();
    expect(update.layers[1]!.bias).not.toEqual(layers[1]!.bias);
    await client.training.stop();
  });

  it('are initial ones before a run, in the middle of an epoch without a state, and the best of an ended run', async () => {
    const client = await opened(iris, { ...choices, optimizer: 'adam' });
    expect(await client.insight.freeze({ weights: 'initial' })).toMatchObject({
      runId: null,
      epoch: 0,
      step: 0,
    });
    await client.training.pace({ epochsPerSecond: 0.25 });
    await client.training.start({ threads: 1 });
    await untilEpoch(client, 1);
    await client.training.pause();
    await until(client, ({ state }) => state === 'paused');
    await client.training.step({ unit: 'batch' });
    const at = await until(client, ({ state, step }) => state === 'paused' && step % 7 === 1);
    const frozen = await client.insight.freeze({ weights: 'last' });
    expect(frozen).toMatchObject({ epoch: at.epoch, step: at.step });
    const walk = await client.insight.walk({ weights: { frozen: frozen.frozen }, row: 60 });
    expect(walk.update.plain).toBe('stateNotKept');
    await client.training.pace({ epochsPerSecond: null });
    await client.training.resume();
    const { best: kept } = await until(client, ({ state }) => state === 'finished');
    const best = await client.insight.freeze({ weights: 'best' });
    expect(best).toMatchObject({ epoch: kept!.epoch, step: null });
  });

  it('are at most a few: the oldest goes first; and none is of another table', async () => {
    const client = await opened(iris, choices);
    const ids: string[] = [];
    for (let k = 0; k <= mostFrozen; k++)
      ids.push((await client.insight.freeze({ weights: 'initial' })).frozen);
    const walked = (frozen: string) => code(client.insight.walk({ weights: { frozen }, row: 0 }));
    expect(await Promise.all(ids.map(walked))).toEqual([
      'weights_gone',
      ...Array(mostFrozen).fill('no error'),
    ]);
    await client.dataset.open({ file: { kind: 'path', path: iris } });
    expect(await walked(ids[2]!)).toBe('weights_gone');
    expect(await code(client.insight.rows({ weights: { frozen: ids[2]! }, columns: [] }))).toBe(
      'weights_gone',
    );
  });

  it('are refused of a network that is too large for a walk', async () => {
    const client = await opened(iris, { ...choices, hidden: [300, 300] });
    expect(await code(client.insight.freeze({ weights: 'initial' }))).toBe('network_too_large');
  });
});

/** With so many epochs. */
async function edited(client: Client, epochs: number): Promise<Client> {
  const { spec } = await stateWhere(client, (state) => state.spec !== null);
  await client.spec.set({
    revision: Number.MAX_SAFE_INTEGER,
    spec: { ...spec!, training: { ...spec!.training, epochs } },
  });
  return client;
}
