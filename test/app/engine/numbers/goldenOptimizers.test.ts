// Every optimizer step by step against PyTorch's trajectories, and clipping by norm, in both precisions.
import { describe, expect, test } from 'vitest';
import { newOptimizer, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import { defaultRegularization } from '../../../../app/contract/spec/regularization.ts';
import {
  allRows,
  inputs,
  numbersOf,
  type Task,
  threeAtATime,
  type Weights,
  walk,
} from '../harness/smallNetwork.ts';
import {
  expectClose,
  expectCloseIn,
  float32,
  float64,
  golden,
  type InPrecision,
} from '../reference/golden.ts';

interface Hyperparameters {
  lr: number;
  momentum: number;
  dampening: number;
  weight_decay: number;
  betas: [number, number];
  eps: number;
  alpha: number;
  centered: boolean;
  rho: number;
  lr_decay: number;
  initial_accumulator_value: number;
  momentum_decay: number;
  etas: [number, number];
  step_sizes: [number, number];
}
interface Trajectory {
  optimizer: string;
  hyperparameters: Hyperparameters;
  loss_before_step: number[];
  weights: Weights[];
}

const betasOf = ({ betas, eps }: Hyperparameters) => ({ beta1: betas[0], beta2: betas[1], epsilon: eps });
const ours: Record<string, (h: Hyperparameters) => OptimizerSpec> = {
  sgd: () => newOptimizer('sgd'),
  sgd_momentum: ({ momentum }) => newOptimizer('momentum', { momentum }),
  sgd_nesterov: ({ momentum }) => newOptimizer('nesterov', { momentum }),
  sgd_weight_decay: () => newOptimizer('sgd'),
  sgd_momentum_dampening: ({ momentum, dampening }) => newOptimizer('momentum', { momentum, dampening }),
  adagrad: adaGradOf,
  adagrad_lr_decay: adaGradOf,
  rmsprop: rmsPropOf,
  rmsprop_centered_momentum: rmsPropOf,
  adadelta: ({ rho, eps }) => newOptimizer('adaDelta', { rho, epsilon: eps }),
  adam: (h) => newOptimizer('adam', betasOf(h)),
  'adam_lr0.05': (h) => newOptimizer('adam', betasOf(h)),
  adam_l2: (h) => newOptimizer('adam', betasOf(h)),
  adam_amsgrad: (h) => newOptimizer('amsGrad', betasOf(h)),
  adamw: (h) => newOptimizer('adamW', betasOf(h)),
  'adamw_lr0.05_wd0.1': (h) => newOptimizer('adamW', betasOf(h)),
  nadam: (h) => newOptimizer('nAdam', { ...betasOf(h), momentumDecay: h.momentum_decay }),
  radam: (h) => newOptimizer('rAdam', betasOf(h)),
  adamax: (h) => newOptimizer('adaMax', betasOf(h)),
  rprop: ({ etas, step_sizes }) =>
    newOptimizer('rProp', {
      etaMinus: etas[0],
      etaPlus: etas[1],
      stepMin: step_sizes[0],
      stepMax: step_sizes[1],
    }),
};
function adaGradOf({ lr_decay, initial_accumulator_value, eps }: Hyperparameters): OptimizerSpec {
  return newOptimizer('adaGrad', {
    learningRateDecay: lr_decay,
    initialAccumulator: initial_accumulator_value,
    epsilon: eps,
  });
}
function rmsPropOf({ alpha, eps, momentum, centered }: Hyperparameters): OptimizerSpec {
  return newOptimizer('rmsProp', { rho: alpha, epsilon: eps, momentum, centered });
}

function optimizerOf({ optimizer, hyperparameters }: Trajectory): OptimizerSpec {
  const spec = { ...ours[optimizer]!(hyperparameters), learningRate: hyperparameters.lr };
  return 'weightDecay' in spec ? { ...spec, weightDecay: hyperparameters.weight_decay ?? 0 } : spec;
}

// PyTorch decays biases too.
const change = { regularization: { ...defaultRegularization, decayBiases: true } };

async function expectWay(
  precision: InPrecision,
  wanted: Trajectory,
  task: Omit<Task, 'precision' | 'optimizer'>,
) {
  const steps = wanted.loss_before_step.length;
  const { losses, parameters } = await walk(
    { precision, optimizer: optimizerOf(wanted), change, ...task },
    steps,
  );
  expectCloseIn(precision, losses, wanted.loss_before_step);
  for (const [step, found] of parameters.entries()) {
    expectCloseIn(precision, found, numbersOf(wanted.weights[step + 1]!));
  }
}

describe.each([float64, float32])('in $name', (precision) => {
  const trajectories = (file: string) => golden<{ runs: Trajectory[] }>(file).runs;

  test.each(trajectories('optimizers_tanh_mse_fullbatch.json'))(
    "$optimizer goes PyTorch's way on all rows at once, with tanh and mse",
    (wanted) =>
      expectWay(precision, wanted, { activation: 'tanh', loss: 'meanSquaredError', batches: allRows }),
  );

  test.each(trajectories('optimizers_relu_ce_minibatch.json'))(
    "$optimizer goes PyTorch's way on three rows at a time, with relu and cross entropy",
    (wanted) =>
      expectWay(precision, wanted, {
        activation: 'relu',
        loss: 'categoricalCrossEntropy',
        batches: threeAtATime,
      }),
  );

  test('clipping by norm scales all gradients as PyTorch does', async () => {
    const [wanted] = golden<{ runs: (Trajectory & { clip_norm: number })[] }>('grad_clip.json').runs;
    const { losses, parameters } = await walk(
      {
        precision,
        activation: 'tanh',
        loss: 'meanSquaredError',
        batches: allRows,
        optimizer: newOptimizer('sgd', { learningRate: wanted!.hyperparameters.lr }),
        change: { regularization: { ...defaultRegularization, clipNorm: wanted!.clip_norm } },
      },
      20,
    );
    expectCloseIn(precision, losses, wanted!.loss_before_step);
    for (const [step, found] of parameters.entries()) {
      expectCloseIn(precision, found, numbersOf(wanted!.weights[step + 1]!));
    }
  });
});

test('weight decay pulls on weights and leaves biases alone', async () => {
  const task: Task = {
    precision: float64,
    activation: 'tanh',
    loss: 'meanSquaredError',
    batches: allRows,
    optimizer: newOptimizer('sgd', { learningRate: 0.1 }),
  };
  const optimizer = newOptimizer('sgd', { learningRate: 0.1, weightDecay: 0.5 });
  const [before] = (await walk(task, 1)).parameters;
  const [after] = (await walk({ ...task, optimizer }, 1)).parameters;
  const pulls = numbersOf({
    W1: inputs.W1,
    b1: inputs.b1.map(() => 0),
    W2: inputs.W2,
    b2: inputs.b2.map(() => 0),
  });
  expectClose(
    after!,
    before!.map((w, i) => w - 0.1 * 0.5 * pulls[i]!),
    1e-15,
    0,
  );
  expect(after).not.toEqual(before);
});
