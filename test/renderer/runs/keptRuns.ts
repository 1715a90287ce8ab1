// A kept run of a line through two columns, as the page gets it, for tests that lay runs beside each other.

import type { RunSummary } from '../../../app/contract/run/training.ts';
import { newOutput } from '../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { type RunSpec, trainingDefaults } from '../../../app/contract/spec/spec.ts';

export const lineSpec: RunSpec = {
  version: 1,
  seed: 1,
  data: {
    task: 'regression',
    columns: [
      { name: 'size', role: 'feature', type: 'number' },
      { name: 'price', role: 'target', type: 'number' },
    ],
    split: { train: 0.7, validation: 0.15, test: 0.15 },
  },
  model: { layers: [], output: newOutput() },
  training: {
    ...trainingDefaults,
    loss: 'meanSquaredError',
    optimizer: newOptimizer('adam'),
    batchSize: 32,
    epochs: 10,
    patience: 0,
  },
};

export function keptRun(changed: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'a',
    name: '',
    notes: '',
    starred: false,
    fileName: 'flats.csv',
    target: 'price',
    task: 'regression',
    startedAt: '2026-03-01T10:00:00Z',
    parent: null,
    state: 'finished',
    epoch: 9,
    best: null,
    widths: [1, 1],
    parameters: 2,
    optimizer: lineSpec.training.optimizer,
    seed: 1,
    metrics: null,
    testViews: 0,
    curve: [],
    ...changed,
  };
}
