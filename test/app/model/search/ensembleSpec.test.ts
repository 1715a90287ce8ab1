import { describe, expect, it } from 'vitest';
import { asEnsemble, asKept, foldsFor } from '../../../../app/model/search/ensembleSpec.ts';
import { exampleSpec } from '../exampleSpec.ts';

it('a search has five folds, and ten where few rows are worth them', () => {
  expect([10, 19, 20, 199, 200, 5_000].map(foldsFor)).toEqual([5, 5, 10, 10, 5, 5]);
});

it('an ensemble has no folds for the number of epochs: the fold that a network leaves out chooses it', () => {
  const spec = exampleSpec();
  const few = { ...spec, training: { ...spec.training, epochFolds: 5 } };
  const { training } = asEnsemble(few, 10);
  expect(training).toEqual({ ...spec.training, ensemble: { folds: 10, seeds: 1 } });
});

describe('a winner of few rows in regression', () => {
  const spec = exampleSpec();

  it('is trained for the epochs that all folds together have found', () => {
    const { training } = asKept(spec, 10, 199, 17);
    expect(training).toMatchObject({ epochs: 17, patience: 0, stopping: { monitor: 'trainingLoss' } });
    expect(training.ensemble).toEqual({ folds: 10, seeds: 1 });
  });

  it.each([
    ['of more rows', spec, 200, 17],
    ['of classes', { ...spec, data: { ...spec.data, task: 'binary' as const } }, 199, 17],
    ['whose last rung has not ended', spec, 199, null],
  ])('but not one %s', (_, one, rows, epoch) => {
    expect(asKept(one, 10, rows, epoch)).toEqual(asEnsemble(one, 10));
  });
});
