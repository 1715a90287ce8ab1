import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../../app/contract/run/training.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { ordered } from '../../../renderer/screens/runs/runOrder.ts';
import { runTitles } from '../../../renderer/wording/runTitle.ts';

function run(id: string, more: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: '',
    notes: '',
    starred: false,
    fileName: 'iris.csv',
    target: 'species',
    task: 'multiclass',
    startedAt: `2026-01-0${id}T00:00:00.000Z`,
    parent: null,
    state: 'finished',
    epoch: 5,
    best: { epoch: 4, loss: 1 },
    widths: [4, 5, 3],
    parameters: 43,
    optimizer: newOptimizer('adam'),
    seed: 1,
    metrics: null,
    testViews: 0,
    curve: [],
    ...more,
  };
}
const ids = (runs: RunSummary[]) => runs.map(({ id }) => id).join('');

describe('runs in order', () => {
  const runs = [
    run('1', { name: 'b', parameters: 10, optimizer: newOptimizer('sgd') }),
    run('2', { name: 'a', parameters: null, notes: 'Zeros' }),
    run('3', { name: 'b', parameters: 99, state: 'diverged' }),
  ];
  test('newest first', () => {
    expect(ids(ordered(runs, '', { by: 'when', descending: true }))).toBe('321');
  });
  test('equal ones newest first, either way', () => {
    expect(ids(ordered(runs, '', { by: 'name', descending: false }))).toBe('231');
    expect(ids(ordered(runs, '', { by: 'name', descending: true }))).toBe('312');
  });
  test('by size', () => {
    expect(ids(ordered(runs, '', { by: 'network', descending: true }))).toBe('312');
  });
  test('without a result all are equal', () => {
    expect(ids(ordered(runs, '', { by: 'result', descending: false }))).toBe('321');
  });
  test('found where every word occurs, in any case', () => {
    expect(ids(ordered(runs, 'ZEROS iris', { by: 'when', descending: true }))).toBe('2');
    expect(ids(ordered(runs, 'sgd', { by: 'when', descending: true }))).toBe('1');
    expect(ids(ordered(runs, 'sgd zeros', { by: 'when', descending: true }))).toBe('');
  });
});

test('runs of one name are told apart by their numbers', () => {
  expect(runTitles([run('1', { name: 'x' }), run('2', { name: 'x' }), run('3', { name: 'y' })])).toEqual([
    'x (1)',
    'x (2)',
    'y',
  ]);
});
