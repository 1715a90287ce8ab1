import { describe, expect, test } from 'vitest';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { changeEpochs, stepsPerEpoch } from '../../../renderer/charts/curves/changeMarks.ts';

const optimizer = newOptimizer('sgd', { learningRate: 0.1 });

describe('the epoch of a change', () => {
  test('follows from its step and the steps of an epoch', () => {
    expect(stepsPerEpoch(105, 32)).toBe(4);
    expect(changeEpochs([{ step: 40, optimizer }], 105, 32)).toEqual([10]);
    expect(changeEpochs([{ step: 42, optimizer }], 105, 32)).toEqual([10.5]);
    expect(changeEpochs([{ step: 7, optimizer }], 105, 'full')).toEqual([7]);
  });

  test('counts other steps an epoch after the batch size was changed, from the next epoch on', () => {
    const changes = [
      { step: 6, batchSize: 105 },
      { step: 9, optimizer },
    ];
    // The second epoch still ends after 8 steps; from there on an epoch is one step.
    expect(changeEpochs(changes, 105, 32)).toEqual([1.5, 3]);
  });
});
