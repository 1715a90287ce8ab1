// The doctor's rules on losses, by curves whose fault is known because they are drawn by hand.
import { describe, expect, it } from 'vitest';
import type { Checkpoint, EpochRecord } from '../../../../app/contract/run/training.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { type Examined, examine } from '../../../../app/training/doctor/examine.ts';
import { noise } from '../../engine/harness/chance.ts';
import { classifier } from '../../engine/harness/config.ts';
import { valueRows } from '../../engine/harness/rows.ts';
import { train } from '../../engine/harness/run.ts';
import { exampleModel } from '../../export/exampleModel.ts';

function run(losses: number[], more: Partial<Examined> = {}): Examined {
  const { spec } = exampleModel();
  const records = losses.map(
    (trainLoss, i): EpochRecord => ({
      epoch: i + 1,
      trainLoss,
      validationLoss: null,
      learningRate: 0.01,
      validationScore: null,
    }),
  );
  const optimizer = newOptimizer('sgd', { learningRate: 0.01 });
  const patient = { ...spec, training: { ...spec.training, optimizer } };
  return {
    spec: patient,
    records,
    changes: [],
    stepsPerEpoch: 10,
    alive: true,
    updateRatios: null,
    statistics: null,
    unscaled: [],
    ...more,
  };
}
const epochs = (count: number, loss: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => loss(i));
const found = (examined: Examined) => examine(examined).map(({ code }) => code);

describe('a loss that', () => {
  it.each([
    ['falls well', epochs(30, (i) => 0.9 ** i), ['going_well']],
    ['grows', epochs(30, (i) => 1 + Math.max(0, i - 20) / 5), ['loss_rising']],
    ['jumps up and down', epochs(30, (i) => (i % 2 === 0 ? 1.2 : 0.9)), ['loss_jumps']],
    ['hardly falls, but always', epochs(30, (i) => 1 - i / 1_000), ['rate_too_small']],
    ['stands still', epochs(30, () => 0.5), ['plateau']],
    ['has too few epochs to tell', [1, 0.9], []],
  ])('%s', (_what, losses, codes) => {
    expect(found(run(losses))).toEqual(codes);
  });

  it('calmed down after the rate was lowered', () => {
    const losses = epochs(60, (i) => (i < 30 ? 0.5 + (i % 2) / 20 : 0.5 - i / 1_000 + (i % 2) / 500));
    const changes = [{ step: 300, optimizer: newOptimizer('sgd', { learningRate: 0.001 }) }];
    expect(found(run(losses, { changes }))).toContain('calmed');
    expect(found(run(losses))).not.toContain('calmed');
  });
});

describe('a rate is called too small', () => {
  const network = { inputs: 4, layers: [newLayer(64, 'tanh'), newLayer(1, 'linear')] };
  const { features } = valueRows(300, 4, 1);
  const targets = Float32Array.from(
    { length: 300 },
    (_, row) => Math.sin(2 * features[4 * row]!) + 0.8 * noise(77_777 + row),
  );
  const rows = { rows: 300, features, targets, weights: null };
  async function trained(learningRate: number, epochs: number, checkpoint?: Checkpoint) {
    const optimizer = newOptimizer('adam', { learningRate });
    const how = { loss: 'meanSquaredError', batchSize: 'full', validation: null } as const;
    const config = classifier({ network, optimizer, epochs, train: rows, ...how });
    const ended = await train(checkpoint === undefined ? config : { ...config, checkpoint });
    return {
      checkpoint: ended.run.checkpoint()!,
      losses: ended.records.map(({ trainLoss }) => trainLoss),
      last: ended.last,
    };
  }

  it.each([
    [1e-4, 300, true],
    [0.03, 1000, false],
  ])('%d after %d epochs: %s, and three times as much helps or harms', async (rate, epochs, small) => {
    const { losses, last, checkpoint } = await trained(rate, epochs);
    const { updateRatios } = last;
    expect(found(run(losses))).toContain('rate_too_small');
    expect(found(run(losses, { updateRatios })).includes('rate_too_small')).toBe(small);
    const same = await trained(rate, epochs + 40, checkpoint);
    const more = await trained(3 * rate, epochs + 40, checkpoint);
    expect(more.losses.at(-1)! < same.losses.at(-1)!).toBe(small);
  });
});

it('the rate offered is that of the present, not of the beginning', () => {
  const changes = [{ step: 5, optimizer: newOptimizer('sgd', { learningRate: 0.5 }) }];
  const [diagnosis] = examine(
    run(
      epochs(30, (i) => (i % 2 === 0 ? 1.2 : 0.9)),
      { changes },
    ),
  );
  expect(diagnosis?.remedy).toEqual({ kind: 'learningRate', rate: 0.1 });
});
