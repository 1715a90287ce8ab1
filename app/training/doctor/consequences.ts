// One remedy per cause: a diagnosis that is a consequence of another one is not reported, since its remedy would be a second
// one for the same fault.
import type { Diagnosis, DiagnosisCode } from '../../contract/issues/diagnoses.ts';

const slow = ['plateau', 'rate_too_small'] as const;
const spoiltUnits = ['dead_units', 'saturated_units'] as const;
const wildLoss = ['loss_rising', 'loss_jumps'] as const;

const poorFit = ['overfitting', 'large_gap'] as const;

const followsFrom: Partial<Record<DiagnosisCode, readonly DiagnosisCode[]>> = {
  // One row makes up nearly all of the loss and of the gradient.
  far_cell: ['unscaled_input', ...wildLoss, ...slow, ...poorFit, ...spoiltUnits, 'vanishing_gradients'],
  // A rate that is too large for one column and too small for the others has these effects on the gradients.
  unscaled_input: [...wildLoss, ...slow, ...spoiltUnits, 'vanishing_gradients'],
  units_alike: slow,
  // Steps that are too long push units out of the range of the rows.
  loss_rising: spoiltUnits,
  loss_jumps: spoiltUnits,
  // Further gains on the training rows would be lost on others; a training loss far below the validation loss jumps near 0.
  overfitting: [...slow, ...wildLoss],
  large_gap: [...slow, ...wildLoss],
  // Almost no gradient passes through.
  dead_units: [...slow, 'vanishing_gradients'],
  saturated_units: [...slow, 'vanishing_gradients'],
  vanishing_gradients: slow,
};

export function causesOf(found: readonly Diagnosis[]): Diagnosis[] {
  const follow = new Set(found.flatMap(({ code }) => followsFrom[code] ?? []));
  return found.filter(({ code }) => !follow.has(code));
}
