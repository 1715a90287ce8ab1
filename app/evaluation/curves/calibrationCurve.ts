// Whether probabilities mean what they say: scikit-learn's calibration_curve with ten bins of equal width, a Wilson interval for each
// bin, and the expected calibration error (Naeini et al., 2015).
import type { CalibrationCurve } from '../../contract/run/curves.ts';
import { wilson } from '../comparison/wilson.ts';
import type { Against } from '../metrics/steps.ts';

const bins = 10;

/** null without rows. */
export function calibrationCurve({ positive, negative }: Against): CalibrationCurve | null {
  const rows = positive.length + negative.length;
  if (rows === 0) return null;
  const all = Array.from({ length: bins }, () => ({ rows: 0, hits: 0, sum: 0 }));
  for (const probability of positive) {
    const bin = all[binOf(probability)]!;
    bin.rows += 1;
    bin.hits += 1;
    bin.sum += probability;
  }
  for (const probability of negative) {
    const bin = all[binOf(probability)]!;
    bin.rows += 1;
    bin.sum += probability;
  }
  const filled = all.filter((bin) => bin.rows > 0);
  const drawn = filled.map((bin) => ({
    ...{ predicted: bin.sum / bin.rows, observed: bin.hits / bin.rows, rows: bin.rows },
    ...wilson(bin.hits, bin.rows),
  }));
  const error = drawn.reduce(
    (sum, bin) => sum + (Math.abs(bin.predicted - bin.observed) * bin.rows) / rows,
    0,
  );
  return { bins: drawn, error };
}

/** A probability at an edge belongs to the bin below it, as in scikit-learn. */
function binOf(probability: number): number {
  let bin = 0;
  while (bin < bins - 1 && probability > (bin + 1) * (1 / bins)) bin += 1;
  return bin;
}
