// How a rule reports a diagnosis: the English sentence together with its values.
import type {
  Diagnosis,
  DiagnosisCode,
  DiagnosisOf,
  DiagnosisValues,
} from '../../contract/issues/diagnoses.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';

export function diagnosis<Code extends DiagnosisCode>(
  code: Code,
  tone: Diagnosis['tone'],
  message: string,
  values: DiagnosisValues<Code>,
  remedy: Remedy | null = null,
): DiagnosisOf<Code> {
  return { code, tone, message, values, remedy };
}

/** With three significant digits. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
