// SGD, momentum and Adam step by step against PyTorch's trajectories in float64.
import { afterEach, describe, expect, test } from 'vitest';
import type { Floats, LayerWeights } from '../../../app/contract/model.ts';
import { newOptimizer, type OptimizerSpec } from '../../../app/contract/optimizers.ts';
import { trainingDefaults } from '../../../app/contract/spec.ts';
import type { Checkpoint } from '../../../app/contract/training.ts';
import type { EngineRun, Rows, TrainConfig } from '../../../app/engine/engine.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { expectClose, floats, golden, layer, type Matrix, networkOf } from './golden.ts';
import { ended } from './training.ts';

const engine = loadEngine();
const runs: EngineRun[] = [];
afterEach(() => {
  for (const run of runs.splice(0)) run.dispose();
});

interface Weights {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
interface Trajectory {
  optimizer: string;
  hyperparameters: { lr: number; momentum: number; betas: [number, number]; eps: number };
  loss_before_step: number[];
  weights: Weights[];
}
interface Inputs {
  X: Matrix;
  Y_regression: Matrix;
  Y_class: number[];
}

const ours: Record<string, (from: Trajectory['hyperparameters']) => OptimizerSpec> = {
  sgd: ({ lr }) => newOptimizer('sgd', { learningRate: lr }),
  sgd_momentum: ({ lr, momentum }) => newOptimizer('momentum', { learningRate: lr, momentum }),
  adam: adamOf,
  'adam_lr0.05': adamOf,
};
function adamOf({ lr, betas, eps }: Trajectory['hyperparameters']): OptimizerSpec {
  return newOptimizer('adam', { learningRate: lr, beta1: betas[0], beta2: betas[1], epsilon: eps });
}

const inputs = golden<Inputs>('inputs.json');
const layersOf = ({ W1, b1, W2, b2 }: Weights): LayerWeights[] => [layer(W1, b1), layer(W2, b2)];
const trajectories = (file: string) =>
  golden<{ runs: Trajectory[] }>(file).runs.filter(({ optimizer }) => optimizer in ours);

function expectWeights(found: LayerWeights<Floats>[], { W1, b1, W2, b2 }: Weights): void {
  expectClose(found[0]!.weight, W1.flat(), 1e-4);
  expectClose(found[0]!.bias, b1, 1e-4);
  expectClose(found[1]!.weight, W2.flat(), 1e-4);
  expectClose(found[1]!.bias, b2, 1e-4);
}

/** Before the first step: given weights, and state that is all zeros. */
function beginning(layers: LayerWeights[], optimizer: OptimizerSpec): Checkpoint {
  const slots = { sgd: 0, momentum: 1, adam: 2 }[optimizer.type as 'sgd' | 'momentum' | 'adam'];
  return {
    epoch: 0,
    step: 0,
    best: null,
    sinceBest: 0,
    layers,
    bestLayers: layers,
    slots: layers
      .flatMap(({ weight, bias }) => [weight, bias])
      .map((tensor) => Array.from({ length: slots }, () => new Float32Array(tensor.length))),
    scalars: [],
  };
}

async function train(config: TrainConfig): Promise<{ run: EngineRun; losses: number[] }> {
  const run = engine.createRun(config);
  runs.push(run);
  const end = ended(run);
  run.start();
  return { run, losses: (await end).records.map(({ trainLoss }) => trainLoss) };
}

function config(trajectory: Trajectory, activation: 'tanh' | 'relu', train: Rows): TrainConfig {
  const layers = layersOf(trajectory.weights[0]!);
  const optimizer = ours[trajectory.optimizer]!(trajectory.hyperparameters);
  return {
    ...trainingDefaults,
    network: networkOf(layers, activation),
    loss: activation === 'tanh' ? 'meanSquaredError' : 'categoricalCrossEntropy',
    optimizer,
    batchSize: 'full',
    epochs: 20,
    patience: 0,
    seed: 0,
    threads: 1,
    train,
    validation: null,
    changes: [],
    checkpoint: beginning(layers, optimizer),
  };
}

describe('on all rows at once, with tanh and mse', () => {
  test.each(trajectories('optimizers_tanh_mse_fullbatch.json'))(
    "$optimizer goes PyTorch's way",
    async (wanted) => {
      const rows = {
        rows: 8,
        features: floats(inputs.X),
        targets: floats(inputs.Y_regression),
        weights: null,
      };
      const { run, losses } = await train(config(wanted, 'tanh', rows));
      expectClose(losses, wanted.loss_before_step, 1e-4);
      expectWeights(run.weights('last'), wanted.weights[20]!);
    },
  );
});

describe('on three rows at a time, with relu and cross entropy', () => {
  const batches = [
    [0, 3],
    [3, 6],
    [6, 8],
  ].map(([from, to]) => ({
    rows: to! - from!,
    features: floats(inputs.X.slice(from, to)),
    targets: Float32Array.from(inputs.Y_class.slice(from, to)),
    weights: null,
  }));

  // The references do not shuffle, so each batch is a run of one full-batch epoch that goes on from the one before.
  test.each(trajectories('optimizers_relu_ce_minibatch.json'))(
    "$optimizer goes PyTorch's way",
    async (wanted) => {
      let checkpoint = config(wanted, 'relu', batches[0]!).checkpoint!;
      for (let step = 0; step < 20; ++step) {
        const { run, losses } = await train({
          ...config(wanted, 'relu', batches[step % 3]!),
          epochs: step + 1,
          checkpoint,
        });
        expectClose(losses, [wanted.loss_before_step[step]!], 1e-4);
        expectWeights(run.weights('last'), wanted.weights[step + 1]!);
        checkpoint = run.checkpoint()!;
      }
    },
  );
});

test('weight decay pulls on weights and leaves biases alone', async () => {
  const [plain] = trajectories('optimizers_tanh_mse_fullbatch.json');
  const rows = { rows: 8, features: floats(inputs.X), targets: floats(inputs.Y_regression), weights: null };
  const once = { ...config(plain!, 'tanh', rows), epochs: 1 };
  const optimizer: OptimizerSpec = newOptimizer('sgd', { learningRate: 0.1, weightDecay: 0.5 });
  const [without, decayed] = [await train(once), await train({ ...once, optimizer })];
  const [before, after] = [without.run.weights('last'), decayed.run.weights('last')];
  const initial = layersOf(plain!.weights[0]!);
  for (const index of [0, 1]) {
    expect(after[index]!.bias).toEqual(before[index]!.bias);
    const pulled = Array.from(before[index]!.weight, (w, i) => w - 0.1 * 0.5 * initial[index]!.weight[i]!);
    expectClose(after[index]!.weight, pulled, 1e-6);
  }
});
