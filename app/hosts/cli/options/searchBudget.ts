// `--budget 24` counts candidates, `--budget 30s` seconds.
import { InvalidArgumentError } from 'commander';
import { AppError } from '../../../contract/issues/errors.ts';
import { type SearchBudget, searchBudgets } from '../../../contract/run/search.ts';

/** Throws InvalidArgumentError; AppError option_invalid for a number outside the limits. */
export function searchBudget(text: string): SearchBudget {
  const [, number, unit] = /^\s*(-?\d+(?:\.\d+)?)\s*(s?)\s*$/i.exec(text) ?? [];
  if (number === undefined)
    throw new InvalidArgumentError(
      'Expected a number of candidates, such as 24, or of seconds, such as 30s.',
    );
  const value = Number(number);
  if (unit !== '') return { seconds: within(value, 'seconds') };
  if (!Number.isInteger(value)) throw new InvalidArgumentError('Expected a whole number of candidates.');
  return { candidates: within(value, 'candidates') };
}

function within(value: number, of: keyof typeof searchBudgets): number {
  const { min, max } = searchBudgets[of];
  if (value >= min && value <= max) return value;
  const expected = `${min} to ${max} ${of}`;
  throw new AppError('option_invalid', `--budget must be ${expected}; found ${value}.`, {
    option: '--budget',
    expected,
    found: String(value),
  });
}

/** As it is typed. */
export function budgetText(budget: SearchBudget): string {
  return 'seconds' in budget ? `${budget.seconds}s` : String(budget.candidates);
}
