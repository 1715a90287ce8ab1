// Proposes a network and its training for a table that nobody has looked at yet: from the kind of task
// and four counts alone, so that the same table always gets the same proposal and a sentence can say why.
// Whatever a person wished for is taken as it is, and the rest adapts to it. It neither looks at values
// nor tries anything out. Sizes and rates follow common practice for small multi-layer perceptrons.
import {
  type Activation,
  type Initializer,
  limits,
  lossOfTask,
  type ModelSpec,
  type OptimizerSpec,
  type OptimizerType,
  optimizerDefaults,
  type Task,
  type TrainingSpec,
} from '../contract/spec.ts';
import type { Wishes } from '../contract/workspace.ts';

/** What the proposal depends on. `inputs` and `outputs` are the network's, after encoding. */
export interface TableFacts {
  task: Task;
  trainRows: number;
  validationRows: number;
  inputs: number;
  outputs: number;
}

export interface Proposal {
  model: ModelSpec;
  training: TrainingSpec;
  /** Why these numbers, one English sentence each. */
  reasons: string[];
}

/** Two layers bend enough for a table of this kind; the second may be narrower than the first. */
const hiddenUnits = [64, 32];
/** Steps after which a small table has converged at Adam's learning rate below. */
const stepsToConverge = 8_000;
const proposedLearningRate = { sgd: 0.05, momentum: 0.01, adam: 0.001 } as const;
/** L2 on the weights: keeps a network that could learn a few hundred rows by heart from doing so. */
const proposedWeightDecay = 1e-3;

/** A whole proposal; wishes that the network cannot obey (a loss that does not fit) are left to the plan's issues. */
export function proposeModel(facts: TableFacts, wishes: Wishes): Proposal {
  const units = wishes.hidden ?? hiddenUnits;
  const activation = wishes.activation ?? 'relu';
  const batchSize = wishes.batchSize ?? proposeBatchSize(facts.trainRows);
  const stepsPerEpoch =
    batchSize === 'full' ? 1 : Math.max(1, Math.ceil(facts.trainRows / Math.max(1, batchSize)));
  const epochs = wishes.epochs ?? within(Math.ceil(stepsToConverge / stepsPerEpoch), 60, 1_000);
  const patience = wishes.patience ?? Math.max(20, Math.ceil(epochs / 5));
  const optimizerType = wishes.optimizer ?? 'adam';
  return {
    model: {
      layers: units.map((width) => ({ units: width, activation, initializer: initializerFor(activation) })),
      output: { initializer: 'glorotUniform' },
    },
    training: {
      loss: wishes.loss === undefined || wishes.loss === 'auto' ? lossOfTask[facts.task] : wishes.loss,
      optimizer: proposeOptimizer(optimizerType, wishes.learningRate),
      batchSize,
      epochs,
      patience,
    },
    reasons: [],
  };
}

/** He's bounds keep the variance through relu, Glorot's through activations that are linear near zero. */
function initializerFor(activation: Activation): Initializer {
  return activation === 'relu' ? 'heUniform' : 'glorotUniform';
}

function proposeBatchSize(trainRows: number): number {
  return trainRows >= 5_000 ? 128 : 32;
}

function proposeOptimizer(type: OptimizerType, learningRate: number | undefined): OptimizerSpec {
  const rate = learningRate ?? proposedLearningRate[type];
  const common = { learningRate: rate, weightDecay: proposedWeightDecay };
  switch (type) {
    case 'sgd':
      return { type, ...common };
    case 'momentum':
      return { type, ...common, momentum: optimizerDefaults.momentum.momentum };
    case 'adam': {
      const { beta1, beta2, epsilon } = optimizerDefaults.adam;
      return { type, ...common, beta1, beta2, epsilon };
    }
  }
}

function within(value: number, least: number, most: number): number {
  return Math.min(limits.epochs.max, Math.max(least, Math.min(most, value)));
}
