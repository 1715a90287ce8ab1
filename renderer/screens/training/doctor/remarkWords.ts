// The doctor's remarks in the language of the page.

import type { Remark, Treatment } from '../../../../app/contract/issues/remarks.ts';
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

/** On the button; null where nothing can be done now. `busy`: a run is in progress, which takes only what it can go on with. */
export function treatmentWords(treatment: Treatment | null, busy: boolean): string | null {
  if (treatment === null) return null;
  const format = numbers();
  switch (treatment.kind) {
    case 'learningRate':
      return m.treat_rate({ rate: format.exact(treatment.rate) });
    case 'weightDecay':
      return m.treat_decay({ value: format.exact(treatment.value) });
    case 'stop':
      return busy ? m.treat_stop() : null;
    case 'activation':
      return busy ? null : m.treat_activation({ activation: treatment.activation });
    case 'variedWeights':
      return busy ? null : m.treat_varied_weights();
    case 'batchNormalization':
      return busy ? null : m.treat_normalize();
    case 'scaleInput':
      return busy ? null : m.treat_scale({ column: treatment.column });
  }
}
