// Whether the losses of two runs are numbers of one kind, so that they can be drawn on one axis: of the same loss function, with rows
// that count the same, and with targets in the same scale. Scores such as the accuracy compare wherever the scale does.

import type { RunSpec } from '../../../app/contract/spec/spec.ts';

/** Why two losses do not compare. */
export type LossDifference = 'function' | 'weights' | 'scale';

/** What the loss of a run is of: its spec, and the file it was trained on (null: not known). */
export interface LossOf {
  spec: RunSpec;
  fileName: string | null;
}

export function lossDifference(one: LossOf, other: LossOf): LossDifference | null {
  if (differ(one, other, lossFunction)) return 'function';
  if (differ(one, other, weighting)) return 'weights';
  return sameScale(one, other) ? null : 'scale';
}

/** Numeric targets are standardised by the training rows, so that errors are in units of their standard deviation; classes have no scale. */
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

/** Which rows are trained on, and how the targets are read. Features make no difference to it. */
function targetScale({ data, seed }: RunSpec) {
  const { columns, ...rest } = data;
  return [rest, seed, columns.filter(({ role }) => role === 'target' || role === 'group')];
}
