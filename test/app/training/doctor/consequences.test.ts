// Of diagnoses with one cause only the cause is told.
import { expect, it } from 'vitest';
import type { Diagnosis, DiagnosisCode } from '../../../../app/contract/issues/diagnoses.ts';
import { causesOf } from '../../../../app/training/doctor/consequences.ts';

it.each<[DiagnosisCode[], DiagnosisCode[]]>([
  [['unscaled_input', 'loss_jumps', 'saturated_units'], ['unscaled_input']],
  [['far_cell', 'unscaled_input', 'large_gap'], ['far_cell']],
  [['units_alike', 'plateau'], ['units_alike']],
  [['loss_rising', 'dead_units'], ['loss_rising']],
  [['dead_units', 'vanishing_gradients', 'plateau'], ['dead_units']],
  [['saturated_units', 'vanishing_gradients'], ['saturated_units']],
  [['rate_too_small', 'vanishing_gradients'], ['vanishing_gradients']],
  [['loss_jumps', 'large_gap'], ['large_gap']],
  [['plateau', 'overfitting'], ['overfitting']],
  // Neither makes the other.
  [
    ['units_alike', 'dead_units'],
    ['units_alike', 'dead_units'],
  ],
  [
    ['overfitting', 'dead_units'],
    ['overfitting', 'dead_units'],
  ],
])('of %j is told %j', (found, told) => {
  const diagnoses = found.map((code) => ({ code }) as Diagnosis);
  expect(causesOf(diagnoses).map(({ code }) => code)).toEqual(told);
});
