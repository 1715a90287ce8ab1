// The doctor beside trainings by the engine, asked after every epoch: healthy ones with several seeds get no warning, and each spoilt one
// gets the diagnosis of its fault, and keeps it.
import { describe, expect, it } from 'vitest';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import { type LayerSpec, newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import type { Snapshot } from '../../../../app/engine/engine.ts';
import type { Rows } from '../../../../app/engine/runConfig.ts';
import { layerShapes } from '../../../../app/model/network.ts';
import { examine } from '../../../../app/training/doctor/examine.ts';
import type { Examined } from '../../../../app/training/doctor/examined.ts';
import { noise } from '../../engine/harness/chance.ts';
import { configOf } from '../../engine/harness/config.ts';
import { classRows, rowsFor, valueRows } from '../../engine/harness/rows.ts';
import { train } from '../../engine/harness/run.ts';
import { codesByEpoch, codesOf, examinedRun, specOf, switches } from './examinedRun.ts';

interface Setting {
  task: 'regression' | 'multiclass';
  hidden: LayerSpec[];
  optimizer: OptimizerSpec;
  train: Rows;
  validation: Rows;
  epochs?: number;
  batchSize?: number;
  seed?: number;
}

async function examined(setting: Setting): Promise<Examined & { last: Snapshot }> {
  const { task, hidden, optimizer, epochs = 120, batchSize = 8, seed = 1 } = setting;
  const inputs = setting.train.features.length / setting.train.rows;
  const network = { inputs, layers: [...hidden, newLayer(task === 'regression' ? 1 : 3, 'linear')] };
  const loss = task === 'regression' ? 'meanSquaredError' : 'categoricalCrossEntropy';
  const { train: rows, validation } = setting;
  const { records, last } = await train(
    configOf({ network, loss, optimizer, batchSize, epochs, seed, train: rows, validation }),
  );
  const spec = specOf(task, optimizer);
  const run = examinedRun(records as EpochRecord[], {
    spec: { ...spec, model: { ...spec.model, layers: hidden } },
    stepsPerEpoch: last.stepsPerEpoch,
    size: {
      parameters: layerShapes(network).reduce((sum, { parameters }) => sum + parameters, 0),
      trainRows: rows.rows,
      validationRows: validation.rows,
    },
  });
  return { ...run, last };
}

function warnings(run: Examined): string[] {
  return run.records.flatMap((_, i) =>
    examine({ ...run, records: run.records.slice(0, i + 1) })
      .filter(({ tone }) => tone === 'warning')
      .map(({ code }) => `${code} at epoch ${i + 1}`),
  );
}

const sgd = (learningRate: number) => newOptimizer('sgd', { learningRate });

describe('a healthy training', () => {
  const classes = {
    task: 'multiclass',
    train: classRows(240, 4, 3),
    validation: classRows(60, 4, 3, 9_000),
  } as const;
  const values = {
    task: 'regression',
    train: valueRows(240, 3, 1),
    validation: valueRows(60, 3, 1, 9_000),
  } as const;

  it.each([1, 2, 3, 4, 5, 6])(
    'of a classifier by mini-batches of 8 rows has no warning in any epoch, seed %d',
    async (seed) => {
      const run = await examined({ ...classes, hidden: [newLayer(16, 'relu')], optimizer: sgd(0.05), seed });
      expect(warnings(run)).toEqual([]);
    },
  );

  it.each([1, 2, 3, 4, 5, 6])(
    'of a regression by mini-batches of 8 rows has no warning in any epoch, seed %d',
    async (seed) => {
      const optimizer = newOptimizer('adam', { learningRate: 0.005 });
      const run = await examined({ ...values, hidden: [newLayer(16, 'tanh')], optimizer, seed });
      expect(warnings(run)).toEqual([]);
    },
  );
});

describe('a line of two parameters on 5 validation rows', () => {
  const line = (rows: number, from: number): Rows => {
    const features = Float32Array.from({ length: rows }, (_, i) => 1.7 * noise(from + i));
    const targets = features.map((x, i) => 0.9 * x + 0.6 * noise(5_000 + from + i));
    return { rows, features, targets, weights: null };
  };

  it.each([1, 2, 3, 4])('never overfits, and the few rows are told: seed %d', async (seed) => {
    const run = await examined({
      ...{ task: 'regression', hidden: [], optimizer: sgd(0.02), epochs: 200, seed },
      ...{ train: line(25, 100 * seed), validation: line(5, 100 * seed + 50) },
    });
    expect(warnings(run)).toEqual([]);
    expect(codesOf(run)).toContain('few_validation_rows');
  });
});

describe('499 columns of noise on 42 training rows', () => {
  const network = { inputs: 499, layers: [newLayer(1, 'linear')] };
  const wide = (rows: number, from: number) => rowsFor(network, 'meanSquaredError', rows, { from });

  it.each([
    ['a linear network', []],
    ['a hidden layer', [newLayer(32, 'relu')]],
  ])('by %s are a large gap, told once and kept', async (_what, hidden) => {
    const run = await examined({
      ...{ task: 'regression', hidden, optimizer: newOptimizer('adam', { learningRate: 0.003 }) },
      ...{ train: wide(42, 0), validation: wide(9, 900_000) },
    });
    const codes = codesByEpoch(run);
    expect(codes.at(-1)).toContain('large_gap');
    expect(switches(codes, 'large_gap')).toBe(1);
    expect(codes.flat()).not.toContain('overfitting');
  });
});

describe('a learning rate', () => {
  const classes = {
    task: 'multiclass',
    train: classRows(240, 4, 3),
    validation: classRows(60, 4, 3, 9_000),
  } as const;
  const tooLarge = ['loss_rising', 'loss_jumps'];

  it('of 3 has one warning, of the rate, which is kept', async () => {
    const run = await examined({ ...classes, hidden: [newLayer(16, 'relu')], optimizer: sgd(3) });
    const found = codesOf(run).filter((code) => tooLarge.includes(code));
    expect(found).toHaveLength(1);
    const told = codesByEpoch(run).map((codes) =>
      codes.some((code) => tooLarge.includes(code)) ? ['rate'] : [],
    );
    expect(switches(told, 'rate')).toBe(1);
  });

  it('of 0.00001 is too small, which is told once and kept', async () => {
    const run = await examined({ ...classes, hidden: [newLayer(16, 'relu')], optimizer: sgd(1e-5) });
    expect(switches(codesByEpoch(run), 'rate_too_small')).toBe(1);
    expect(codesOf(run)).toEqual(['rate_too_small']);
  });

  it('at which it diverges is told by the run and not by the doctor', async () => {
    const run = await examined({ ...classes, task: 'regression', hidden: [], optimizer: sgd(50) });
    expect(run.last.state).toBe('diverged');
    expect(codesOf({ ...run, state: 'diverged' })).toEqual([]);
  });
});
