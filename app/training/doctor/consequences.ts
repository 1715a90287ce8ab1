// One cause, one cure: what follows from a cause that was found is not told beside it, since its remedy would be a second one for the
// same fault.
import type { Diagnosis, DiagnosisCode } from '../../contract/issues/diagnoses.ts';

const slow = ['plateau', 'rate_too_small'] as const;
const spoiltUnits = ['dead_units', 'saturated_units'] as const;
const wildLoss = ['loss_rising', 'loss_jumps'] as const;

const followsFrom: Partial<Record<DiagnosisCode, readonly DiagnosisCode[]>> = {
  // Its gradients are those of a rate that is too large for one column and too small for the others.
  unscaled_input: [...wildLoss, ...slow, ...spoiltUnits, 'vanishing_gradients'],
  units_alike: slow,
  // Steps that are too long throw units out of the range of the rows.
  loss_rising: spoiltUnits,
  loss_jumps: spoiltUnits,
  // What the training rows still could gain would be lost on others; a training loss far below the other jumps near 0.
  overfitting: [...slow, ...wildLoss],
  large_gap: [...slow, ...wildLoss],
  // Almost no gradient comes through.
  dead_units: [...slow, 'vanishing_gradients'],
  saturated_units: [...slow, 'vanishing_gradients'],
  vanishing_gradients: slow,
};

export function causesOf(found: readonly Diagnosis[]): Diagnosis[] {
  const follow = new Set(found.flatMap(({ code }) => followsFrom[code] ?? []));
  return found.filter(({ code }) => !follow.has(code));
}
