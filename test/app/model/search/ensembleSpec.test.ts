import { expect, it } from 'vitest';
import { asEnsemble, foldsFor } from '../../../../app/model/search/ensembleSpec.ts';
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
