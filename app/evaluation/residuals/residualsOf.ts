// Predictions of numbers -> the distribution of one target's residuals, and how often its intervals hold the truth.

import type { Calibration } from '../../contract/run/calibration.ts';
import { askedLevels, type ResidualDistribution } from '../../contract/run/residuals.ts';
import { wilson } from '../comparison/wilson.ts';
import { margins } from '../conformal/calibration.ts';
import type { NumberPredictions } from '../predictions.ts';
import { residualHistogram } from './residualHistogram.ts';

/** @param truth rows x targets, at least one row
 *  @param calibration of rows other than these; null where there is none */
export function residualsOf(
  truth: Float64Array,
  { names, values }: NumberPredictions,
  target: number,
  calibration: Calibration | null,
): ResidualDistribution {
  const width = names.length;
  const residuals = new Float64Array(truth.length / width);
  for (let row = 0; row < residuals.length; row++)
    residuals[row] = values[row * width + target]! - truth[row * width + target]!;
  residuals.sort();
  const mean = residuals.reduce((sum, value) => sum + value / residuals.length, 0);
  const coverage = askedLevels.flatMap((level) => {
    const margin = calibration === null ? undefined : margins(calibration, level)?.[target];
    return margin === undefined ? [] : [coverageAt(residuals, level, margin)];
  });
  return { mean, histogram: residualHistogram(residuals), coverage };
}

function coverageAt(residuals: Float64Array, level: number, margin: number) {
  const rows = residuals.length;
  let held = 0;
  for (const residual of residuals) if (Math.abs(residual) <= margin) held += 1;
  return { ...{ level, margin, held, rows, share: held / rows }, ...wilson(held, rows) };
}
