// Which ticked runs' optimizers can race, and what is said of those that cannot.
import { expect, test } from 'vitest';
import type { RunSummary } from '../../../app/contract/run/training.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { raceOfRuns } from '../../../renderer/screens/runs/raceOfRuns.ts';
import { keptRun, lineSpec } from './keptRuns.ts';

const [adam, slow] = [newOptimizer('adam'), newOptimizer('sgd', { learningRate: 0.001 })];
const open = { fileName: 'flats.csv', spec: lineSpec, race: null };

test('each optimizer races once, in the order of ticking', () => {
  const runs = [keptRun({ optimizer: slow }), keptRun(), keptRun({ optimizer: { ...slow } })];
  expect(raceOfRuns(runs, open)).toEqual({ entrants: [slow, adam], reason: null });
});

test('fewer than two, or one and the same twice, are not a race', () => {
  expect(raceOfRuns([keptRun()], open).reason).toMatch(/^Select 2 to 6 runs/);
  expect(raceOfRuns([keptRun(), keptRun({ seed: 2 })], open).reason).toMatch(/same optimizer/);
});

test('runs of another table, target or task are named, and so is that no table is open', () => {
  const pair = (changed: Partial<RunSummary>) => [keptRun(), keptRun({ optimizer: slow, ...changed })];
  expect(raceOfRuns(pair({ fileName: 'houses.csv' }), open).reason).toContain('houses.csv to predict price');
  expect(raceOfRuns(pair({ target: 'rent' }), open).reason).toContain('flats.csv to predict rent');
  expect(raceOfRuns(pair({ task: 'binary' }), open).reason).toContain('flats.csv');
  expect(raceOfRuns(pair({}), { ...open, fileName: null, spec: null }).reason).toContain('flats.csv');
});

test('a race in progress comes first', () => {
  const runs = [keptRun(), keptRun({ optimizer: slow })];
  expect(raceOfRuns(runs, { ...open, race: { state: 'running' } }).reason).toMatch(/^Stop the race first/);
  expect(raceOfRuns(runs, { ...open, race: { state: 'finished' } }).reason).toBeNull();
});
