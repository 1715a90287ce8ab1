// How the numbers of a text are written that holds the rows of several files: with the decimal sign of the first one.
import type { Dialect } from '../../contract/table/reading.ts';
import type { Thousands } from '../values/spelling.ts';

export interface NumberForm {
  decimal: Dialect['decimal'];
  thousands: Thousands;
}

/** What groups digits unless a file shows another sign. */
const usualThousands = { '.': ',', ',': '.' } as const;

export function numberForm({ decimal, thousands }: Pick<Dialect, 'decimal' | 'thousands'>): NumberForm {
  return { decimal, thousands: thousands ?? usualThousands[decimal] };
}

/** Whether all numbers of a file with this dialect mean the same in a text of this form. */
export function isSameForm(dialect: Pick<Dialect, 'decimal' | 'thousands'>, form: NumberForm): boolean {
  // A dialect without groups of digits has seen none in the first rows; there may be some below.
  const { decimal, thousands } = numberForm(dialect);
  return decimal === form.decimal && thousands === form.thousands;
}
