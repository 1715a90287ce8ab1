// The doctor's remarks in the language of the page.

import type { Remark } from '../../../../app/contract/issues/remarks.ts';
import { m } from '../../../paraglide/messages.js';
import { numbers } from '../../../wording/numbers.ts';

const shares = new Set(['share', 'fall', 'change']);

/** Shares as percents, other numbers with three digits. */
function worded({ values }: Remark): Record<string, string> {
  const format = numbers();
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value !== 'number' ? value : shares.has(name) ? format.percent(value) : format.measure(value),
    ]),
  );
}

type Message = (values: Record<string, string>) => string;
const catalogue = m as unknown as Record<string, Message | undefined>;

export function remarkTitle(remark: Remark): string {
  return catalogue[`doctor_${remark.code}_title`]?.(worded(remark)) ?? remark.code;
}

export function remarkSentence(remark: Remark): string {
  return catalogue[`doctor_${remark.code}`]?.(worded(remark)) ?? remark.message;
}
