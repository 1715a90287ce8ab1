// A table with few rows: folds find how many epochs are trained, and then all rows but the test rows learn. With the real engine.
import { expect, it } from 'vitest';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { currentSpec, now, opened, runOf, trained, written } from '../table/openedTable.ts';

const noise = (i: number) => ((i * 7919) % 101) / 50 - 1;
const rows = Array.from(
  { length: 47 },
  (_, i) => `${i % 13},${i % 7},${2 * (i % 13) - (i % 7) + 4 * noise(i)}`,
);
const table = () => written('few.csv', ['a,b,y', ...rows]);
const target = { targets: ['y'] };

it('all rows but the test rows are trained, for the number of epochs that the folds found', async () => {
  const client = await opened(await table(), target);
  const { training } = await currentSpec(client);
  expect(training).toMatchObject({ epochFolds: 5, epochs: 800 });
  const { plan } = await now(client);
  expect(plan?.rows).toMatchObject({ train: 40, validation: 0, test: 7 });
  expect(plan?.reasons.map(({ code }) => code)).toContain('epochs_by_folds');
  expect(plan?.issues.map(({ code }) => code)).not.toContain('no_validation');
  await trained(client);
  const { progress } = await runOf(client);
  expect(progress).toMatchObject({ state: 'finished', reason: 'epochs' });
  expect(progress.epochs).toBe(progress.epoch);
  expect(progress.epoch).toBeGreaterThan(20);
  expect(progress.epoch).toBeLessThan(800);
});

it('the same spec gives the same weights for any number of threads', async () => {
  const fingerprints = new Set<string>();
  for (const threads of [1, 2]) {
    const client = await opened(await table(), target);
    const { runId } = await client.training.start({ threads });
    for await (const _ of await client.training.watch({ runId }));
    fingerprints.add((await client.evaluation.get({ runId })).fingerprint);
  }
  expect(fingerprints.size).toBe(1);
});

it('without the folds the validation rows choose the epoch, as ever', async () => {
  const withoutFolds = ({ training: { epochFolds: _, ...training }, ...spec }: RunSpec) => ({
    ...spec,
    training,
  });
  const client = await opened(await table(), target, withoutFolds);
  expect((await now(client)).plan?.rows).toMatchObject({ train: 33, validation: 7, test: 7 });
  await trained(client);
  expect((await runOf(client)).progress.epochs).toBe(800);
});

it('linear regression needs no folds: its minimum is that of the training loss', async () => {
  const client = await opened(await table(), target);
  const { revision } = await now(client);
  const { spec, plan } = await client.spec.preset({ revision, preset: 'linearRegression' });
  expect(spec.training.epochFolds).toBeUndefined();
  expect(plan.rows).toMatchObject({ train: 33, validation: 7 });
  const back = await client.spec.preset({ revision: (await now(client)).revision, preset: 'small' });
  expect(back.spec.training.epochFolds).toBe(5);
  expect(back.plan.reasons.map(({ code }) => code)).toContain('epochs_by_folds');
});
