// Rows per step and steps per epoch of a training.

import type { Plan } from '../../../app/contract/model.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';

/** Rows of one step. */
export function rowsOfStep({ training: { batchSize } }: RunSpec, { rows }: Plan): number {
  return batchSize === 'full' ? rows.train : Math.min(batchSize, Math.max(1, rows.train));
}

/** At least 1, also where there are no rows yet. */
export function stepsOfEpoch(spec: RunSpec, plan: Plan): number {
  return Math.max(1, Math.ceil(plan.rows.train / Math.max(1, rowsOfStep(spec, plan))));
}
