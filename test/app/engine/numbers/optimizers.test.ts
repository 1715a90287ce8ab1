// Settings that the golden files lack, against plain float64 formulas; and L-BFGS by what it promises.
import { describe, expect, test } from 'vitest';
import { newOptimizer, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import { defaultRegularization, type Regularization } from '../../../../app/contract/spec/regularization.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { train } from '../harness/run.ts';
import {
  allRows,
  inputs,
  numbersIn,
  numbersOf,
  smallConfig,
  type Task,
  walk,
} from '../harness/smallNetwork.ts';
import { expectCloseIn, float32, float64 } from '../reference/golden.ts';
import {
  type Around,
  lossAndGradient,
  type Rule,
  rules,
  walkReference,
} from '../reference/referenceOptimizers.ts';

const engine = loadEngine();
const steps = 20;

interface Case {
  name: string;
  optimizer: OptimizerSpec;
  rule: Rule;
  around?: Around;
  regularization?: Partial<Regularization>;
}

const rate = 0.05;
const sgd = newOptimizer('sgd', { learningRate: rate });
const plain = rules.sgd({ rate });
const adam = newOptimizer('adam', { learningRate: rate });

const cases: Case[] = [
  {
    name: 'Adam without bias correction',
    optimizer: newOptimizer('adam', { learningRate: rate, biasCorrection: false }),
    rule: rules.adam({ rate, corrected: false }),
  },
  {
    name: 'AdamW without bias correction',
    optimizer: newOptimizer('adamW', { learningRate: rate, biasCorrection: false, weightDecay: 0.1 }),
    rule: rules.adam({ rate, corrected: false }),
    around: { rate, decoupled: 0.1 },
  },
  {
    name: 'AMSGrad without bias correction',
    optimizer: newOptimizer('amsGrad', { learningRate: rate, biasCorrection: false, beta2: 0.9 }),
    rule: rules.adam({ rate, corrected: false, greatest: true, beta2: 0.9 }),
  },
  {
    name: 'Lion',
    optimizer: newOptimizer('lion', { learningRate: 0.01 }),
    rule: rules.lion({ rate: 0.01 }),
  },
  {
    name: 'Lion with other means and weight decay',
    optimizer: newOptimizer('lion', { learningRate: 0.01, beta1: 0.6, beta2: 0.8, weightDecay: 2 }),
    rule: rules.lion({ rate: 0.01, beta1: 0.6, beta2: 0.8 }),
    around: { rate: 0.01, decoupled: 2 },
  },
  {
    name: 'RMSProp with momentum',
    optimizer: newOptimizer('rmsProp', { learningRate: 0.01, momentum: 0.8 }),
    rule: rules.rmsProp({ rate: 0.01, momentum: 0.8 }),
  },
  {
    name: 'RMSProp centred, without momentum',
    optimizer: newOptimizer('rmsProp', { learningRate: 0.01, centered: true, rho: 0.9 }),
    rule: rules.rmsProp({ rate: 0.01, centered: true, rho: 0.9 }),
  },
  { name: 'L1', optimizer: sgd, rule: plain, around: { l1: 0.1 }, regularization: { l1: 0.1 } },
  {
    name: 'L1 of biases too, with Adam',
    optimizer: adam,
    rule: rules.adam({ rate }),
    around: { l1: 0.1, biasesToo: true },
    regularization: { l1: 0.1, decayBiases: true },
  },
  {
    name: 'L2 with L1',
    optimizer: { ...sgd, weightDecay: 0.3 },
    rule: plain,
    around: { l1: 0.1, l2: 0.3 },
    regularization: { l1: 0.1 },
  },
  {
    name: 'decoupled decay',
    optimizer: adam,
    rule: rules.adam({ rate }),
    around: { rate, decoupled: 0.2 },
    regularization: { decoupledDecay: 0.2 },
  },
  {
    name: 'clipping by value',
    optimizer: sgd,
    rule: plain,
    around: { clipValue: 0.05 },
    regularization: { clipValue: 0.05 },
  },
  {
    name: 'clipping by value, then by norm',
    optimizer: adam,
    rule: rules.adam({ rate }),
    around: { clipValue: 0.1, clipNorm: 0.15 },
    regularization: { clipValue: 0.1, clipNorm: 0.15 },
  },
  {
    name: 'max-norm',
    optimizer: { ...sgd, learningRate: 0.2 },
    rule: rules.sgd({ rate: 0.2 }),
    around: { maxNorm: 0.9 },
    regularization: { maxNorm: 0.9 },
  },
];

const task = (optimizer: OptimizerSpec, change: Task['change'] = {}): Task => ({
  precision: float64,
  activation: 'tanh',
  loss: 'meanSquaredError',
  batches: allRows,
  optimizer,
  change,
});

describe.each([float64, float32])('in $name', (precision) => {
  test.each(cases)('$name is its formula', async ({ optimizer, rule, around, regularization }) => {
    const change = { regularization: { ...defaultRegularization, ...regularization } };
    const { parameters } = await walk({ ...task(optimizer, change), precision }, steps);
    const wanted = walkReference(numbersOf(inputs), rule, steps, around);
    for (const [step, found] of parameters.entries()) expectCloseIn(precision, found, wanted[step]!);
  });
});

describe('L-BFGS', () => {
  const lbfgs = (said = {}) => newOptimizer('lbfgs', said);
  const exact = { changeTolerance: 1e-14 };

  async function descend(optimizer: OptimizerSpec, epochs: number, change: Task['change'] = {}) {
    const config = smallConfig(task(optimizer, { epochs, ...change }), allRows[0]!);
    const { run, last, records } = await train(config);
    return { last, records, parameters: numbersIn(run.weights('last')) };
  }

  test('finds the least squares of a linear network in a few steps, and says that it converged', async () => {
    const config = smallConfig({ ...task(lbfgs(exact)), activation: 'linear' }, allRows[0]!);
    const network = { inputs: 4, layers: [config.network.layers[1]!] };
    const { run, last } = await train({ ...config, network, epochs: 100, checkpoint: undefined });
    const [layer] = run.weights('last');
    expect(last.reason).toBe('converged');
    expect(last.step).toBeLessThan(40);
    // Where it ends the residuals are orthogonal to every input and to 1.
    for (let o = 0; o < 3; ++o) {
      const residuals = inputs.X.map(
        (x, r) =>
          x.reduce((sum, value, i) => sum + value * layer!.weight[o * 4 + i]!, layer!.bias[o]!) -
          inputs.Y_regression[r]![o]!,
      );
      for (const column of [...[0, 1, 2, 3].map((i) => inputs.X.map((x) => x[i]!)), inputs.X.map(() => 1)]) {
        const product = residuals.reduce((sum, residual, r) => sum + residual * column[r]!, 0);
        expect(Math.abs(product)).toBeLessThan(1e-5);
      }
    }
  });

  test('never raises the loss with a line search, and ends where the gradient is 0', async () => {
    const { records, parameters, last } = await descend(lbfgs(exact), 2000);
    for (const [index, { trainLoss }] of records.entries()) {
      if (index > 0) expect(trainLoss).toBeLessThanOrEqual(records[index - 1]!.trainLoss);
    }
    expect(last.reason).toBe('converged');
    const { gradient } = lossAndGradient(parameters);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-5);
    const descent = await descend(newOptimizer('sgd', { learningRate: 0.1 }), last.epoch);
    expect(records.at(-1)!.trainLoss).toBeLessThan(0.5 * descent.records.at(-1)!.trainLoss);
  });

  test('takes a first step of the length that the gradient allows, without a line search', async () => {
    const { parameters } = await descend(lbfgs({ lineSearch: 'none', learningRate: 0.5 }), 1);
    const start = numbersOf(inputs);
    const { gradient } = lossAndGradient(start);
    const size = gradient.reduce((sum, g) => sum + Math.abs(g), 0);
    const t = 0.5 * Math.min(1, 1 / size);
    expectCloseIn(
      float64,
      parameters,
      start.map((w, i) => w - t * gradient[i]!),
    );
  });

  test('meets both of Wolfe’s conditions on its first line', async () => {
    const { parameters } = await descend(lbfgs(), 1);
    const start = numbersOf(inputs);
    const before = lossAndGradient(start);
    const after = lossAndGradient(parameters);
    const step = parameters.map((w, i) => w - start[i]!);
    const along = (gradient: number[]) => gradient.reduce((sum, g, i) => sum + g * step[i]!, 0);
    expect(after.loss).toBeLessThanOrEqual(before.loss + 1e-4 * along(before.gradient));
    expect(Math.abs(along(after.gradient))).toBeLessThanOrEqual(-0.9 * along(before.gradient));
  });

  test('wants all rows in one batch, and neither penalties nor dropout', () => {
    const config = smallConfig(task(lbfgs()), allRows[0]!);
    const { regularization } = config;
    expect(() => engine.createRun({ ...config, batchSize: 4 })).toThrow('all rows in one batch');
    const l1 = { ...regularization, l1: 0.1 };
    expect(() => engine.createRun({ ...config, regularization: l1 })).toThrow('takes no penalty');
    const [first, ...rest] = config.network.layers;
    const network = { ...config.network, layers: [{ ...first!, dropout: 0.5 }, ...rest] };
    expect(() => engine.createRun({ ...config, network })).toThrow('no dropout');
  });
});
