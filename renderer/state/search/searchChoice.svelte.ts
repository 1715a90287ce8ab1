// What the next search may cost. It survives a change of screen.

import { defaultSearchBudget, type SearchBudget } from '../../../app/contract/run/search.ts';

/** Budgets to choose from. */
export const budgets: readonly SearchBudget[] = [
  defaultSearchBudget,
  { candidates: 60 },
  { candidates: 200 },
  { seconds: 10 },
  { seconds: 30 },
  { seconds: 120 },
];

export class SearchChoiceState {
  budget = $state.raw<SearchBudget>(defaultSearchBudget);
}
