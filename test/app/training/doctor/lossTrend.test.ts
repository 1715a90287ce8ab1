// The doctor's rules on losses, by curves whose fault is known because they are drawn by hand.
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../../app/contract/run/training.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { examine } from '../../../../app/training/doctor/examine.ts';
import { noise } from '../../engine/harness/chance.ts';
import { classifier } from '../../engine/harness/config.ts';
import { valueRows } from '../../engine/harness/rows.ts';
import { train } from '../../engine/harness/run.ts';
import { codesByEpoch, codesOf, epochs, run, specOf, switches } from './examinedRun.ts';

describe('a loss that', () => {
  it.each([
    ['falls well', epochs(30, (i) => 0.9 ** i), ['going_well']],
    ['grows', epochs(30, (i) => 1 + Math.max(0, i - 20) / 5), ['loss_rising']],
    ['jumps up and down', epochs(30, (i) => (i % 2 === 0 ? 1.2 : 0.9)), ['loss_jumps']],
    ['hardly falls, but always', epochs(30, (i) => 1 - i / 1_000), ['rate_too_small']],
    ['stands still', epochs(30, () => 0.5), ['plateau']],
    ['stands still but for mini-batches', epochs(80, (i) => 0.5 + noise(i) / 20), ['plateau']],
    ['falls through the noise of mini-batches', epochs(80, (i) => 0.99 ** i + noise(i) / 20), ['going_well']],
    ['falls to a tenth in each epoch', epochs(12, (i) => 0.1 ** i), ['going_well']],
    ['jumps up and down next to 0', epochs(40, (i) => (i % 2 === 0 ? 0.004 : 0.001)), ['plateau']],
    ['has too few epochs to tell', [1, 0.9], []],
  ])('%s', (_what, losses, codes) => {
    expect(codesOf(run(losses))).toEqual(codes);
  });

  it('has one wild epoch gets no diagnosis for it', () => {
    const wild = epochs(60, (i) => (i === 40 ? 9 : 0.97 ** i));
    expect(codesByEpoch(run(wild)).flat()).not.toContain('loss_rising');
    expect(codesByEpoch(run(wild)).flat()).not.toContain('loss_jumps');
    expect(switches(codesByEpoch(run(wild)), 'going_well')).toBe(1);
  });

  it('rises keeps its diagnosis until it has clearly come down', () => {
    const bump = epochs(120, (i) => 1 + Math.max(0, 1 - Math.abs(i - 40) / 20) + noise(i) / 50);
    expect(switches(codesByEpoch(run(bump)), 'loss_rising')).toBe(2);
    expect(codesOf(run(bump.slice(0, 55)))).toEqual(['loss_rising']);
  });

  it('jumps and rises has one diagnosis and one remedy', () => {
    const wild = epochs(40, (i) => 0.2 + i / 20 + (i % 2) / 3);
    expect(examine(run(wild)).map(({ remedy }) => remedy)).toEqual([{ kind: 'learningRate', rate: 0.001 }]);
  });

  it('jumps by dropout alone is no matter of the rate', () => {
    const jumps = epochs(40, (i): [number, number] => [i % 2 === 0 ? 1.2 : 0.8, 0.5 - i / 1_000]);
    const spec = specOf('regression');
    const layers = spec.model.layers.map((layer) => ({ ...layer, dropout: 0.5 }));
    expect(codesOf(run(jumps))).toContain('loss_jumps');
    expect(codesOf(run(jumps, { spec: { ...spec, model: { ...spec.model, layers } } }))).not.toContain(
      'loss_jumps',
    );
  });

  it('rose before the settings were changed is forgotten', () => {
    const rises = epochs(40, (i) => (i < 30 ? 1 + i / 10 : 4 - (i - 30) / 10));
    const changes = [{ step: 300, optimizer: newOptimizer('sgd', { learningRate: 0.001 }) }];
    expect(codesOf(run(rises))).toContain('loss_rising');
    expect(codesOf(run(rises, { changes }))).not.toContain('loss_rising');
  });

  it('diverged is told by the run alone, and not a second time by what led there', () => {
    const rises = epochs(30, (i) => 1.3 ** i);
    expect(codesOf(run(rises))).toEqual(['loss_rising']);
    expect(codesOf(run(rises, { state: 'diverged' }))).toEqual([]);
  });

  it('crawls because a schedule made the rate small is not called slow', () => {
    const slow = run(epochs(30, (i) => 1 - i / 1_000));
    const records = slow.records.map((record) => ({ ...record, learningRate: 0.001 }));
    expect(codesOf(slow)).toEqual(['rate_too_small']);
    expect(codesOf({ ...slow, records })).toEqual(['going_well']);
  });

  it('calmed down after the rate was lowered', () => {
    const losses = epochs(60, (i) => (i < 30 ? 0.5 + (i % 2) / 20 : 0.5 - i / 1_000 + (i % 2) / 500));
    const changes = [{ step: 300, optimizer: newOptimizer('sgd', { learningRate: 0.001 }) }];
    expect(codesOf(run(losses, { changes }))).toContain('calmed');
    expect(codesOf(run(losses))).not.toContain('calmed');
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
    expect(codesOf(run(losses))).toContain('rate_too_small');
    expect(codesOf(run(losses, { updateRatios })).includes('rate_too_small')).toBe(small);
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
  expect(diagnosis?.remedy).toEqual({ kind: 'learningRate', rate: 0.05 });
});
