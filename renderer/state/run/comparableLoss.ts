// Whether the losses of two runs are comparable and can share an axis: the same loss function, the same row and class weights, and
// targets in the same scale. Scores such as the accuracy need only the same scale.

import type { RunSpec } from '../../../app/contract/spec/spec.ts';

/** Why two losses are not comparable. */
export type LossDifference = 'function' | 'weights' | 'scale';

/** What a run's loss depends on: its spec, and the file it was trained on (null: not known). */
export interface LossOf {
  spec: RunSpec;
  fileName: string | null;
}

export function lossDifference(one: LossOf, other: LossOf): LossDifference | null {
  if (differ(one, other, lossFunction)) return 'function';
  if (differ(one, other, weighting)) return 'weights';
  return sameScale(one, other) ? null : 'scale';
}

/** Numeric targets are standardised by the training rows, so errors are in units of those rows' standard deviation. Classes have no
 *  scale. */
export function sameScale(one: LossOf, other: LossOf): boolean {
  if (other.spec.data.task !== 'regression') return true;
  const otherFile = one.fileName !== null && other.fileName !== null && one.fileName !== other.fileName;
  return !otherFile && !differ(one, other, targetScale);
}

function differ(one: LossOf, other: LossOf, of: (spec: RunSpec) => unknown): boolean {
  return JSON.stringify(of(one.spec)) !== JSON.stringify(of(other.spec));
}

function lossFunction({ training: { loss, lossSettings } }: RunSpec) {
  const { classWeights: _, ...numbers } = lossSettings;
  return [loss, numbers];
}

function weighting({ data, training }: RunSpec) {
  const columns = data.columns.filter(({ role }) => role === 'weight').map(({ name }) => name);
  return [training.lossSettings.classWeights, columns];
}

/** What decides the training rows and how targets are read; features do not matter. */
function targetScale({ data, seed }: RunSpec) {
  const { columns, ...rest } = data;
  return [rest, seed, columns.filter(({ role }) => role === 'target' || role === 'group')];
}
