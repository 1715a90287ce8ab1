// Steps of the references' small network (4-5-3) through the engine, from given weights and on rows in their given order:
// each step is a run of one epoch on a batch of its own, which goes on from the checkpoint of the step before.

import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import type { Checkpoint } from '../../../../app/contract/run/training.ts';
import type { Activation } from '../../../../app/contract/spec/layers.ts';
import type { OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import type { EngineLoss, Rows, TrainConfig } from '../../../../app/engine/runConfig.ts';
import { golden, type InPrecision, layerIn, type Matrix, networkOf } from '../reference/golden.ts';
import { configOf } from './config.ts';
import { train } from './run.ts';

export interface Weights {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
export interface Inputs extends Weights {
  X: Matrix;
  Y_regression: Matrix;
  Y_class: number[];
}
export const inputs = golden<Inputs>('inputs.json');

export const allRows = [[0, 1, 2, 3, 4, 5, 6, 7]];
export const threeAtATime = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7],
];

export const layersIn = (precision: InPrecision, { W1, b1, W2, b2 }: Weights): LayerWeights<Floats>[] => [
  layerIn(precision, W1, b1),
  layerIn(precision, W2, b2),
];
export const numbersOf = ({ W1, b1, W2, b2 }: Weights): number[] => [
  ...W1.flat(),
  ...b1,
  ...W2.flat(),
  ...b2,
];
export const numbersIn = (layers: LayerWeights<Floats>[]): number[] =>
  layers.flatMap(({ weight, bias }) => [...weight, ...bias]);

/** How many numbers an optimizer keeps per parameter. */
export function slotsOf(optimizer: OptimizerSpec): number {
  const counts = { sgd: 0, momentum: 1, nesterov: 1, adaGrad: 1, rmsProp: 3, adaDelta: 2, adam: 2, adamW: 2 };
  const others = { amsGrad: 3, nAdam: 2, rAdam: 2, adaMax: 2, lion: 1, rProp: 2 };
  if (optimizer.type === 'lbfgs') return 2 + 2 * optimizer.historySize;
  return { ...counts, ...others }[optimizer.type];
}

/** Before the first step: given weights, and state that is all zeros. */
export function beginning(
  precision: InPrecision,
  layers: LayerWeights<Floats>[],
  optimizer: OptimizerSpec,
): Checkpoint {
  const zeros = ({ length }: Floats) => precision.array(new Array<number>(length).fill(0));
  return {
    epoch: 0,
    step: 0,
    best: null,
    sinceBest: 0,
    layers,
    bestLayers: layers,
    slots: layers
      .flatMap(({ weight, bias }) => [weight, bias])
      .map((tensor) => Array.from({ length: slotsOf(optimizer) }, () => zeros(tensor))),
    scalars: [],
  };
}

export interface Task {
  precision: InPrecision;
  activation: Activation;
  loss: Extract<EngineLoss, 'meanSquaredError' | 'categoricalCrossEntropy'>;
  batches: number[][];
  optimizer: OptimizerSpec;
  start?: Weights;
  change?: Partial<TrainConfig>;
}

export function rowsIn({ precision, loss }: Task, batch: number[]): Rows {
  const classes = loss === 'categoricalCrossEntropy';
  return {
    rows: batch.length,
    features: precision.array(batch.flatMap((row) => inputs.X[row]!)),
    targets: precision.array(
      batch.flatMap((row) => (classes ? [inputs.Y_class[row]!] : inputs.Y_regression[row]!)),
    ),
    weights: null,
  };
}

export function smallConfig(task: Task, batch: number[]): TrainConfig {
  const layers = layersIn(task.precision, task.start ?? inputs);
  return configOf({
    precision: task.precision.name,
    network: networkOf(layers, task.activation),
    loss: task.loss,
    optimizer: task.optimizer,
    batchSize: 'full',
    epochs: 1,
    train: rowsIn(task, batch),
    checkpoint: beginning(task.precision, layers, task.optimizer),
    ...task.change,
  });
}

/** Losses before each step, and all parameters after it. */
export async function walk(task: Task, steps: number): Promise<{ losses: number[]; parameters: number[][] }> {
  const found = { losses: [] as number[], parameters: [] as number[][] };
  let checkpoint: Checkpoint | null = null;
  for (let step = 0; step < steps; ++step) {
    const config = smallConfig(task, task.batches[step % task.batches.length]!);
    const from = checkpoint === null ? {} : { checkpoint };
    const { run, records } = await train({ ...config, epochs: step + 1, ...from });
    found.losses.push(records[0]!.trainLoss);
    found.parameters.push(numbersIn(run.weights('last')));
    checkpoint = run.checkpoint()!;
    run.dispose();
  }
  return found;
}
