// The columns that a spec predicts, and whether a kept run predicts the same ones.

import type { RunSummary } from '../../../app/contract/run/training.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';

export function targetsOf({ data }: RunSpec): string[] {
  return data.columns.filter(({ role }) => role === 'target').map(({ name }) => name);
}

/** Several targets are one text, as a run's summary has them. */
export function targetText(spec: RunSpec): string {
  return targetsOf(spec).join(', ');
}

export function sameTarget(run: Pick<RunSummary, 'target' | 'task'>, spec: RunSpec): boolean {
  return run.task === spec.data.task && run.target === targetText(spec);
}
