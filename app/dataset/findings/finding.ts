// One thing that was noticed about a table, as an Issue.
import type { IssueCode, IssueOf, IssueValues } from '../../contract/issues/issues.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';

export function finding<Code extends IssueCode>(
  code: Code,
  severity: 'warning' | 'info',
  message: string,
  values: IssueValues<Code>,
  remedies: Remedy[] = [],
): IssueOf<Code> {
  const issue: IssueOf<Code> = { code, severity, stage: 'dataset', message, values };
  return remedies.length === 0 ? issue : { ...issue, remedies };
}

export function ignoring(...columns: string[]): Remedy {
  return { kind: 'role', columns, role: 'ignored' };
}

/** A number as a sentence shows it: four digits at most, whole numbers whole. */
export function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** As an English sentence writes it: 4,295,557. */
export function grouped(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 15 });
}
