// A small whole model for the tests of its files: two inputs of a number and a category, one hidden layer.

import type { LayerWeights, Model } from '../../../app/contract/model.ts';
import { newLayer, newOutput } from '../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { trainingDefaults } from '../../../app/contract/spec/spec.ts';

export function exampleLayers(): LayerWeights[] {
  return [
    {
      inputs: 4,
      outputs: 2,
      weight: Float32Array.of(0.1, -2, 3e-30, 4.25, -0, 1 / 3, 7, -1e20),
      bias: Float32Array.of(0.5, -0.25),
    },
    { inputs: 2, outputs: 3, weight: Float32Array.of(1, 2, 3, 4, 5, 6), bias: Float32Array.of(7, 8, 9) },
  ];
}

export function exampleModel(): Model {
  return {
    spec: {
      version: 1,
      seed: 7,
      data: {
        task: 'multiclass',
        columns: [
          { name: 'height, cm', role: 'feature', type: 'number' },
          { name: 'colour', role: 'feature', type: 'category' },
          { name: 'note', role: 'ignored', type: 'text' },
          { name: 'kind', role: 'target', type: 'category' },
        ],
        split: { train: 0.7, validation: 0.15, test: 0.15 },
      },
      model: {
        layers: [newLayer(2, 'relu')],
        output: newOutput(),
      },
      training: {
        ...trainingDefaults,
        loss: 'categoricalCrossEntropy',
        optimizer: newOptimizer('adam'),
        batchSize: 32,
        epochs: 10,
        patience: 3,
      },
    },
    preparation: {
      inputs: [
        { kind: 'numeric', column: 'height, cm', median: 1.5, mean: 0.1 + 0.2, scale: 2 },
        { kind: 'oneHot', column: 'colour', levels: ['', 'bleu clair', '빨강'] },
      ],
      target: { kind: 'class', column: 'kind', classes: ['a', 'b "quoted"', 'c'] },
    },
    members: [exampleLayers()],
    metrics: { train: { accuracy: 0.9, f1Macro: 0.8, logLoss: 0.3 }, validation: null, test: null },
    baselines: {
      guess: [0.5, 0.3, 0.2],
      linear: {
        weight: [
          [0.5, -1, 2, 1e-30],
          [0, 1, 1, 1],
          [3, -2, 0.25, 7],
        ],
        bias: [0.1, 0.2, -0.3],
        rows: 70,
      },
    },
    calibration: { rows: 3, ranks: [1, 2, 3], scores: [[0.1, 0.25, 0.9]] },
  };
}
