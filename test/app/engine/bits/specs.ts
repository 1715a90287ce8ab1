// Trainings that between them have every optimizer, activation, loss, initializer, schedule, normalisation and both
// precisions; networks of 1 to 1,000 units; batches of 1, ragged ones and all rows; by blocks, wide and layer by layer. Few
// steps each: what goes wrong in a sum shows at once.
import { type Activation, type LayerSpec, newLayer } from '../../../../app/contract/spec/layers.ts';
import { defaultLossSettings } from '../../../../app/contract/spec/losses.ts';
import { newOptimizer, type OptimizerSpec } from '../../../../app/contract/spec/optimizers.ts';
import { defaultRegularization, type Regularization } from '../../../../app/contract/spec/regularization.ts';
import { type ScheduleInput, scheduleSpecSchema } from '../../../../app/contract/spec/schedules.ts';
import type { BatchSize, Precision } from '../../../../app/contract/spec/spec.ts';
import type { EngineLoss, TrainConfig } from '../../../../app/engine/runConfig.ts';
import { configOf } from '../harness/config.ts';
import { rowsFor, weighed } from '../harness/rows.ts';

interface Short {
  /** inputs, hidden layers, outputs. */
  shape: [inputs: number, ...hidden: LayerSpec[], outputs: number];
  loss: EngineLoss;
  optimizer: OptimizerSpec;
  rows: number;
  batchSize: BatchSize;
  epochs?: number;
  schedule?: ScheduleInput;
  regularization?: Partial<Regularization>;
  precision?: Precision;
  /** Whether rows weigh differently. */
  weighted?: true;
  validation?: number;
}

const layer = (units: number, activation: Activation, said: Partial<LayerSpec> = {}) =>
  newLayer(units, activation, said);
const batch = { normalization: 'batch' } as const;
const perRow = { normalization: 'layer' } as const;
const mse = 'meanSquaredError';
const cce = 'categoricalCrossEntropy';
const bce = 'binaryCrossEntropy';

const shorts: Record<string, Short> = {
  'one neuron': { shape: [1, 1], loss: bce, optimizer: newOptimizer('sgd'), rows: 9, batchSize: 1 },
  'linear regression of three targets': {
    shape: [7, 3],
    loss: mse,
    optimizer: newOptimizer('momentum', { weightDecay: 0.01 }),
    rows: 50,
    batchSize: 16,
    weighted: true,
  },
  'softmax regression': {
    shape: [13, 5],
    loss: cce,
    optimizer: newOptimizer('nesterov'),
    rows: 61,
    batchSize: 'full',
    epochs: 5,
  },
  'one unit in each of three layers': {
    shape: [2, layer(1, 'tanh'), layer(1, 'sigmoid'), layer(1, 'relu'), 1],
    loss: 'meanAbsoluteError',
    optimizer: newOptimizer('adaGrad', { initialAccumulator: 0.1 }),
    rows: 20,
    batchSize: 3,
  },
  'odd widths': {
    shape: [3, layer(17, 'leakyRelu'), layer(31, 'elu'), layer(5, 'softsign'), 7],
    loss: cce,
    optimizer: newOptimizer('rmsProp'),
    rows: 43,
    batchSize: 10,
  },
  'a tile and one more': {
    shape: [33, layer(33, 'selu'), layer(65, 'gelu'), 2],
    loss: 'huber',
    optimizer: newOptimizer('rmsProp', { momentum: 0.9, centered: true }),
    rows: 37,
    batchSize: 8,
  },
  'AdaDelta and silu': {
    shape: [10, layer(24, 'silu'), 1],
    loss: 'logCosh',
    optimizer: newOptimizer('adaDelta'),
    rows: 100,
    batchSize: 33,
  },
  'Adam on rows one by one': {
    shape: [6, layer(12, 'softplus'), 3],
    loss: cce,
    optimizer: newOptimizer('adam'),
    rows: 25,
    batchSize: 1,
    validation: 11,
  },
  'Adam without correction': {
    shape: [6, layer(40, 'geluTanh'), 1],
    loss: 'quantile',
    optimizer: newOptimizer('adam', { biasCorrection: false, weightDecay: 0.1 }),
    rows: 90,
    batchSize: 32,
  },
  'AdamW by blocks': {
    shape: [20, layer(64, 'relu'), layer(32, 'tanh'), 4],
    loss: cce,
    optimizer: newOptimizer('adamW'),
    rows: 700,
    batchSize: 512,
    epochs: 2,
  },
  'AMSGrad by blocks, weighted': {
    shape: [30, layer(100, 'sigmoid'), 1],
    loss: bce,
    optimizer: newOptimizer('amsGrad'),
    rows: 611,
    batchSize: 300,
    epochs: 2,
    weighted: true,
  },
  'NAdam on counts': {
    shape: [9, layer(20, 'relu'), 1],
    loss: 'poisson',
    optimizer: newOptimizer('nAdam'),
    rows: 80,
    batchSize: 25,
  },
  'RAdam with a hinge': {
    shape: [9, layer(20, 'tanh'), 1],
    loss: 'binaryHinge',
    optimizer: newOptimizer('rAdam'),
    rows: 80,
    batchSize: 25,
    epochs: 4,
  },
  'Adamax with hinges': {
    shape: [9, layer(20, 'elu'), 6],
    loss: 'categoricalHinge',
    optimizer: newOptimizer('adaMax'),
    rows: 80,
    batchSize: 27,
  },
  'Lion with weight decay': {
    shape: [14, layer(36, 'silu'), 3],
    loss: cce,
    optimizer: newOptimizer('lion', { learningRate: 0.01, weightDecay: 0.1 }),
    rows: 110,
    batchSize: 24,
    epochs: 4,
  },
  'RProp on all rows': {
    shape: [12, layer(48, 'tanh'), 2],
    loss: mse,
    optimizer: newOptimizer('rProp'),
    rows: 400,
    batchSize: 'full',
    epochs: 6,
  },
  'L-BFGS with a line search': {
    shape: [8, layer(16, 'tanh'), 3],
    loss: cce,
    optimizer: newOptimizer('lbfgs'),
    rows: 120,
    batchSize: 'full',
    epochs: 6,
  },
  'L-BFGS without, wide': {
    shape: [40, layer(300, 'softplus'), 10],
    loss: cce,
    optimizer: newOptimizer('lbfgs', { lineSearch: 'none', learningRate: 0.1 }),
    rows: 150,
    batchSize: 'full',
    epochs: 4,
  },
  'focal losses and label weights': {
    shape: [15, layer(30, 'silu', perRow), 1],
    loss: 'binaryFocal',
    optimizer: newOptimizer('adam'),
    rows: 70,
    batchSize: 16,
    weighted: true,
  },
  'focal loss of classes': {
    shape: [15, layer(30, 'gelu'), 11],
    loss: 'categoricalFocal',
    optimizer: newOptimizer('sgd', { learningRate: 0.5 }),
    rows: 70,
    batchSize: 16,
  },
  'a thousand units': {
    shape: [16, layer(1000, 'relu'), 3],
    loss: cce,
    optimizer: newOptimizer('adam'),
    rows: 96,
    batchSize: 48,
    epochs: 1,
  },
  'a thousand inputs': {
    shape: [1000, layer(3, 'tanh'), 1],
    loss: mse,
    optimizer: newOptimizer('momentum'),
    rows: 60,
    batchSize: 25,
    epochs: 2,
  },
  'wide and wide': {
    shape: [50, layer(260, 'leakyRelu'), layer(140, 'selu'), 2],
    loss: 'huber',
    optimizer: newOptimizer('sgd'),
    rows: 130,
    batchSize: 64,
    epochs: 1,
  },
  'batch normalisation': {
    shape: [11, layer(29, 'relu', batch), layer(18, 'tanh', batch), 4],
    loss: cce,
    optimizer: newOptimizer('adam'),
    rows: 95,
    batchSize: 30,
    validation: 20,
  },
  'batch normalisation of many rows': {
    shape: [24, layer(80, 'elu', { ...batch, bias: false }), 1],
    loss: mse,
    optimizer: newOptimizer('momentum'),
    rows: 900,
    batchSize: 600,
    epochs: 2,
    weighted: true,
  },
  'layer normalisation': {
    shape: [11, layer(37, 'geluTanh', perRow), layer(130, 'relu', { ...perRow, bias: false }), 3],
    loss: cce,
    optimizer: newOptimizer('adamW'),
    rows: 95,
    batchSize: 30,
  },
  dropout: {
    shape: [11, layer(90, 'relu', { dropout: 0.5 }), layer(20, 'silu', { dropout: 0.2 }), 3],
    loss: cce,
    optimizer: newOptimizer('adam'),
    rows: 400,
    batchSize: 256,
    epochs: 2,
  },
  'everything at once': {
    shape: [
      11,
      layer(70, 'softsign', { ...batch, dropout: 0.3 }),
      layer(40, 'selu', { ...perRow, dropout: 0.1 }),
      3,
    ],
    loss: cce,
    optimizer: newOptimizer('nAdam'),
    rows: 300,
    batchSize: 128,
    epochs: 2,
    weighted: true,
    validation: 50,
    schedule: { type: 'oneCycle' },
    regularization: { l1: 0.001, clipNorm: 0.5, maxNorm: 1, decayBiases: true },
  },
  'regularised and scheduled': {
    shape: [18, layer(50, 'tanh', { initializer: 'normal' }), 2],
    loss: mse,
    optimizer: newOptimizer('rmsProp'),
    rows: 200,
    batchSize: 64,
    epochs: 4,
    schedule: { type: 'warmupCosine', warmupEpochs: 2 },
    regularization: { decoupledDecay: 0.01, clipValue: 0.01, clipNorm: 0.05 },
  },
  'double precision by blocks': {
    shape: [
      20,
      layer(60, 'gelu', { initializer: 'lecunUniform' }),
      layer(9, 'softplus', { initializer: 'heNormal' }),
      4,
    ],
    loss: cce,
    optimizer: newOptimizer('adam'),
    rows: 500,
    batchSize: 300,
    epochs: 2,
    precision: 'float64',
    schedule: { type: 'exponential' },
  },
  'double precision with everything': {
    shape: [
      20,
      layer(200, 'silu', { ...batch, dropout: 0.5, initializer: 'glorotNormal' }),
      layer(33, 'elu', { ...perRow, initializer: 'uniform' }),
      1,
    ],
    loss: bce,
    optimizer: newOptimizer('rAdam'),
    rows: 140,
    batchSize: 60,
    epochs: 2,
    precision: 'float64',
    weighted: true,
    validation: 31,
    schedule: { type: 'reduceOnPlateau', patience: 0 },
    regularization: { clipNorm: 1 },
  },
};

function whole(short: Short, threads: number): TrainConfig {
  const inputs = short.shape[0];
  const outputs = short.shape.at(-1) as number;
  const hidden = short.shape.slice(1, -1) as LayerSpec[];
  const precision = short.precision ?? 'float32';
  const network = { inputs, layers: [...hidden, newLayer(outputs, 'linear')] };
  const train = rowsFor(network, short.loss, short.rows, { precision });
  return configOf({
    network,
    loss: short.loss,
    lossSettings: { ...defaultLossSettings, labelSmoothing: 0.1, delta: 0.5, quantile: 0.2 },
    optimizer: short.optimizer,
    schedule: scheduleSpecSchema.parse(short.schedule ?? { type: 'constant' }),
    regularization: { ...defaultRegularization, ...short.regularization },
    batchSize: short.batchSize,
    epochs: short.epochs ?? 3,
    precision,
    seed: 11,
    threads,
    train: short.weighted ? weighed(train) : train,
    validation: short.validation
      ? rowsFor(network, short.loss, short.validation, { precision, from: 1e6 })
      : null,
  });
}

export const specNames = Object.keys(shorts);
export const specOf = (name: string, threads: number): TrainConfig => whole(shorts[name]!, threads);
