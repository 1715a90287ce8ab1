// The doctor's diagnoses in the language of the page.

import type { Diagnosis } from '../../../../app/contract/issues/diagnoses.ts';
import { m } from '../../../paraglide/messages.js';
import { numbers } from '../../../wording/numbers.ts';

const shares = new Set(['share', 'fall', 'change']);

/** Shares as percents, row numbers whole, other numbers with three digits. */
function worded({ values }: Diagnosis): Record<string, string> {
  const format = numbers();
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value !== 'number' ? value : inWords(name, value, format),
    ]),
  );
}

function inWords(name: string, value: number, format: ReturnType<typeof numbers>): string {
  if (name === 'row') return format.whole(value);
  return shares.has(name) ? format.percent(value) : format.measure(value);
}

type Message = (values: Record<string, string>) => string;
const catalogue = m as unknown as Record<string, Message | undefined>;

export function diagnosisTitle(diagnosis: Diagnosis): string {
  return catalogue[`doctor_${diagnosis.code}_title`]?.(worded(diagnosis)) ?? diagnosis.code;
}

export function diagnosisSentence(diagnosis: Diagnosis): string {
  return catalogue[`doctor_${diagnosis.code}`]?.(worded(diagnosis)) ?? diagnosis.message;
}
