// What each setting of a lesson's `set` is, for docs/lessons.md. Names of tables and of parts of a spec are those of docs/spec.md.
import type { LessonChoices } from './arrangement.ts';

export const lessonSettings: Readonly<Record<keyof LessonChoices, string>> = {
  hidden: 'units of the hidden layers: `[8, 4]`; `[]` is none, a linear model',
  activation: 'activation of all hidden layers: `tanh`',
  bias: 'whether units have a bias: `true` or `false`',
  initializer: 'how the weights of hidden layers are drawn: `glorotUniform`',
  normalization: 'of all hidden layers: `none`, `batch` or `layer`',
  dropout: 'share of the outputs of each hidden layer that a step sets to 0: `0.2`',
  loss: 'the loss: `meanSquaredError`',
  lossSettings: 'its settings: `{ delta: 1 }`',
  optimizer: 'the name of the optimizer alone: `momentum`',
  optimizerSettings:
    'its settings but the learning rate: `{ momentum: 0.9, weightDecay: 0 }`; those that are left out stay as they were; another optimizer forgets them, and the learning rate',
  learningRate: 'the size of a step: `0.1`. The slider goes from 0.0001 to 10; other rates can be typed',
  schedule: 'how the learning rate changes: `{ type: step, every: 30, factor: 0.1 }`',
  batchSize: 'rows of a step: `16`, or `full` for all',
  epochs: 'most epochs: `1000`',
  patience: 'epochs without a better validation loss before training ends; 0: never',
  stopping: 'other ways to end: `{ targetLoss: 0.1 }`',
  regularization: 'L1, decoupled decay, clipping, max-norm: `{ l1: 0.001 }`',
  split:
    'which rows are training, validation and test data: `{ train: 0.6, validation: 0.2, test: 0.2 }`; with `{ train: 1, validation: 0, test: 0 }` all rows are learned from',
  seed: 'all random choices follow from it: `3`',
  prepare:
    'how columns become inputs, by their names: `{ area: { scaling: none }, distance: { scaling: minMax } }`; a column that is left out is standardised, or scaled by its median where a few values are far from the others',
  task: '`regression`, `binary` or `multiclass`, where it is not clear from the target',
  categorical: 'columns of numbers that are read as categories: `[year]`',
  sampleWeight: 'the column that says how much each row counts',
  group: 'the column whose equal cells stay in one part of the split',
  dropDuplicates: 'whether rows that equal an earlier one are left out',
  ensemble: 'several networks whose predictions are averaged: `{ folds: 5, seeds: 1 }`',
  precision: 'numbers of the engine: `float32` or `float64`',
};
