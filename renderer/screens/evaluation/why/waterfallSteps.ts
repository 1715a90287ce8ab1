// The bars of a waterfall: the columns that add most one by one, all others together; and their sum as text.
import type { RowContributions } from '../../../../app/contract/run/explanation.ts';
import { isolated } from '../../../wording/isolated.ts';

export interface Step {
  label: string;
  change: number;
}

const most = 10;

/** Largest first, by size. */
export function stepsOf(
  { columns }: RowContributions,
  words: { missing: string; others: (count: number) => string },
): Step[] {
  const sorted = [...columns].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const shown = sorted.length > most + 1 ? sorted.slice(0, most) : sorted;
  const rest = sorted.slice(shown.length);
  const steps = shown.map(({ column, cell, contribution }) => ({
    label: `${isolated(column)} = ${isolated(cell ?? words.missing)}`,
    change: contribution,
  }));
  if (rest.length === 0) return steps;
  const change = rest.reduce((sum, { contribution }) => sum + contribution, 0);
  return [...steps, { label: words.others(rest.length), change }];
}

/** "22.5 + 3.77 + 2.9 − 0.93 = 31.4". */
export function sumOf(
  { base, prediction }: RowContributions,
  steps: readonly Step[],
  write: (value: number) => string,
): string {
  const terms = steps.map(({ change }) => `${change < 0 ? '−' : '+'} ${write(Math.abs(change))}`);
  return `${write(base)} ${terms.join(' ')} = ${write(prediction)}`;
}
