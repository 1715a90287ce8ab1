// The seven trainings that measure Chainrule's speed: from a table of 150 rows to one of 60,000 with 784 columns, from one row a step
// to all of them. Glorot initialisation, no validation rows, no regularisation, every epoch trained.
import { type Activation, type ModelSpec, newLayer, newOutput } from '../../../contract/spec/layers.ts';
import { lossOfTask } from '../../../contract/spec/losses.ts';
import { newOptimizer } from '../../../contract/spec/optimizers.ts';
import {
  defaultSplit,
  type RunSpec,
  specVersion,
  type TrainingSpec,
  trainingDefaults,
} from '../../../contract/spec/spec.ts';
import type { Task } from '../../../contract/spec/task.ts';

/** Data that nobody has are described by their shape: `spec` has no columns. */
export interface Workload {
  name: string;
  title: string;
  rows: number;
  inputs: number;
  outputs: number;
  spec: RunSpec;
}

/** A spec without columns; of the training what is left out is as usual. */
export function specOf(
  task: Task,
  model: ModelSpec,
  training: Pick<TrainingSpec, 'optimizer' | 'batchSize' | 'epochs'> & Partial<TrainingSpec>,
): RunSpec {
  return {
    version: specVersion,
    seed: 1,
    data: { task, columns: [], split: defaultSplit },
    model,
    training: { ...trainingDefaults, loss: lossOfTask[task], patience: 0, ...training },
  };
}

const hidden = (activation: Activation, ...units: number[]): ModelSpec => ({
  layers: units.map((count) => newLayer(count, activation, { initializer: 'glorotUniform' })),
  output: newOutput(),
});

const adam = (learningRate: number) => newOptimizer('adam', { learningRate });

export const workloads: readonly Workload[] = [
  {
    ...{ name: 'W1', title: 'small table', rows: 150, inputs: 4, outputs: 3 },
    spec: specOf('multiclass', hidden('relu', 16), { optimizer: adam(0.01), batchSize: 16, epochs: 200 }),
  },
  {
    ...{ name: 'W2', title: 'medium table', rows: 10_000, inputs: 30, outputs: 2 },
    spec: specOf('multiclass', hidden('relu', 64, 64), { optimizer: adam(0.001), batchSize: 32, epochs: 10 }),
  },
  {
    ...{ name: 'W3', title: 'digits', rows: 60_000, inputs: 784, outputs: 10 },
    spec: specOf('multiclass', hidden('relu', 128), {
      optimizer: newOptimizer('momentum', { learningRate: 0.1 }),
      batchSize: 128,
      epochs: 3,
    }),
  },
  {
    ...{ name: 'W4', title: 'wide', rows: 20_000, inputs: 784, outputs: 10 },
    spec: specOf('multiclass', hidden('relu', 512, 512), {
      optimizer: adam(0.001),
      batchSize: 256,
      epochs: 2,
    }),
  },
  {
    ...{ name: 'W5', title: 'regression', rows: 100_000, inputs: 20, outputs: 1 },
    spec: specOf('regression', hidden('tanh', 64), {
      optimizer: newOptimizer('rmsProp', { learningRate: 0.001, rho: 0.9 }),
      batchSize: 256,
      epochs: 5,
    }),
  },
  {
    ...{ name: 'W6', title: 'row by row', rows: 10_000, inputs: 30, outputs: 1 },
    spec: specOf('binary', hidden('sigmoid', 32), {
      optimizer: newOptimizer('sgd', { learningRate: 0.05 }),
      batchSize: 1,
      epochs: 1,
    }),
  },
  {
    ...{ name: 'W7', title: 'full batch', rows: 100_000, inputs: 30, outputs: 1 },
    spec: specOf('regression', hidden('relu', 64), {
      optimizer: newOptimizer('sgd', { learningRate: 0.05 }),
      batchSize: 'full',
      epochs: 20,
    }),
  },
];

/** Of a categorical loss the class index. */
export function targetColumns({ outputs, spec }: Workload): number {
  return spec.data.task === 'multiclass' ? 1 : outputs;
}
