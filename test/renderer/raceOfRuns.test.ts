// Which ticked runs' optimizers can race, and what is said of those that cannot.
import { expect, test } from 'vitest';
import { newOutput } from '../../app/contract/layers.ts';
import { newOptimizer } from '../../app/contract/optimizers.ts';
import { type RunSpec, trainingDefaults } from '../../app/contract/spec.ts';
import type { RunSummary } from '../../app/contract/training.ts';
import { raceOfRuns } from '../../renderer/screens/runs/raceOfRuns.ts';

const [adam, slow] = [newOptimizer('adam'), newOptimizer('sgd', { learningRate: 0.001 })];
const spec: RunSpec = {
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
    ...{ loss: 'meanSquaredError', optimizer: adam, batchSize: 32, epochs: 10, patience: 0 },
  },
};
const run = (changed: Partial<RunSummary> = {}): RunSummary => ({
  ...{
    id: 'a',
    name: '',
    notes: '',
    starred: false,
    fileName: 'flats.csv',
    target: 'price',
    task: 'regression',
  },
  ...{
    startedAt: '2026-03-01T10:00:00Z',
    state: 'finished',
    epoch: 9,
    best: null,
    widths: [1, 1],
    parameters: 2,
  },
  ...{ optimizer: adam, seed: 1, metrics: null, curve: [] },
  ...changed,
});
const open = { fileName: 'flats.csv', spec, race: null };

test('each optimizer races once, in the order of ticking', () => {
  const runs = [run({ optimizer: slow }), run(), run({ optimizer: { ...slow } })];
  expect(raceOfRuns(runs, open)).toEqual({ entrants: [slow, adam], reason: null });
});

test('fewer than two, or one and the same twice, are no race', () => {
  expect(raceOfRuns([run()], open).reason).toMatch(/^Tick 2 to 6 runs/);
  expect(raceOfRuns([run(), run({ seed: 2 })], open).reason).toMatch(/same optimizer/);
});

test('runs of another table, target or task are named, and so is that no table is open', () => {
  const pair = (changed: Partial<RunSummary>) => [run(), run({ optimizer: slow, ...changed })];
  expect(raceOfRuns(pair({ fileName: 'houses.csv' }), open).reason).toContain('houses.csv, predicting price');
  expect(raceOfRuns(pair({ target: 'rent' }), open).reason).toContain('flats.csv, predicting rent');
  expect(raceOfRuns(pair({ task: 'binary' }), open).reason).toContain('flats.csv');
  expect(raceOfRuns(pair({}), { ...open, fileName: null, spec: null }).reason).toContain('flats.csv');
});

test('a race in progress comes first', () => {
  const runs = [run(), run({ optimizer: slow })];
  expect(raceOfRuns(runs, { ...open, race: { state: 'running' } }).reason).toMatch(/^Stop the race first/);
  expect(raceOfRuns(runs, { ...open, race: { state: 'finished' } }).reason).toBeNull();
});
