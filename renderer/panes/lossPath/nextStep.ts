// How far plain gradient descent will move a parameter by its next step. Other optimizers need their state for it, and clipping, dropout or
// batch normalisation change the gradient, so for them it is not known here.

import type { ParameterIndex } from '../../../app/contract/run/parameterIndex.ts';
import { type SettingsChange, settingsAfter } from '../../../app/contract/run/runSettings.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';

export interface NextStep {
  move: number;
  /** Whether the step will use all rows; else it is the step that all rows would make, and the batch's will differ. */
  byAllRows: boolean;
}

/** @param slope derivative of the mean loss by the parameter. null: not known. */
export function nextStep(
  spec: RunSpec,
  changes: readonly SettingsChange[],
  { tensor }: ParameterIndex,
  { value, slope }: { value: number; slope: number | null },
): NextStep | null {
  const { optimizer, batchSize } = settingsAfter(spec, changes);
  const { schedule, regularization } = spec.training;
  const { l1, decoupledDecay, clipNorm, clipValue, maxNorm, decayBiases } = regularization;
  const changed = spec.model.layers.some(
    ({ off, dropout, normalization }) => !off && (dropout > 0 || normalization === 'batch'),
  );
  const clipped = clipNorm !== null || clipValue !== null || maxNorm !== null;
  if (slope === null || optimizer.type !== 'sgd' || schedule.type !== 'constant' || changed || clipped)
    return null;
  const decays = tensor === 'weight' || (tensor === 'bias' && decayBiases);
  if (decays && (l1 !== 0 || decoupledDecay !== 0)) return null;
  const decay = decays ? optimizer.weightDecay * value : 0;
  return { move: -optimizer.learningRate * (slope + decay), byAllRows: batchSize === 'full' };
}
