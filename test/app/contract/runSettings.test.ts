import { expect, test } from 'vitest';
import { settingsAfter } from '../../../app/contract/run/runSettings.ts';
import type { Run } from '../../../app/contract/run/training.ts';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';

const began = newOptimizer('adam', { learningRate: 0.1 });
const spec = { training: { optimizer: began, batchSize: 32 } } as Run['spec'];

test('a run goes by what it began with, and by the last of its changes', () => {
  expect(settingsAfter(spec, [])).toEqual({ optimizer: began, batchSize: 32 });
  const slower = { ...began, learningRate: 0.05 };
  expect(settingsAfter(spec, [{ optimizer: slower }, { batchSize: 'full' }])).toEqual({
    optimizer: slower,
    batchSize: 'full',
  });
});
