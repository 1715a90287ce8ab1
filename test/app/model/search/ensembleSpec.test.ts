import { expect, it } from 'vitest';
import { foldsFor } from '../../../../app/model/search/ensembleSpec.ts';

it('a search has five folds, and ten where few rows are worth them', () => {
  expect([10, 19, 20, 199, 200, 5_000].map(foldsFor)).toEqual([5, 5, 10, 10, 5, 5]);
});
