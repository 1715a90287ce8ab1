// What conformal margins make of predictions: an interval of each number, a set of classes of each row.

import { boundNames, classSetName } from '../../contract/predictedColumns.ts';
import { type Calibration, type Coverage, coverageLevel, setShare } from '../../contract/run/calibration.ts';
import type { PredictionColumn } from '../predictionColumns.ts';
import type { ClassPredictions, Predictions } from '../predictions.ts';
import { margins } from './calibration.ts';

/** Classes whose probability is at least 1 - margin but for rounding, the predicted one in any case; in the order of the classes. */
export function classSet(
  { classes, probabilities, chosen }: ClassPredictions,
  row: number,
  margin: number,
): number[] {
  const least = setShare * (1 - margin);
  return classes.flatMap((_, k) =>
    probabilities[row * classes.length + k]! >= least || k === chosen[row] ? [k] : [],
  );
}

/** `<target>_low` and `<target>_high` of each target, or `prediction_set`: a JSON array of class names.
 *  @param reach the margin of each target, or one for classes
 *  @param written a number as the table writes them; empty for what is not finite */
export function intervalColumns(
  predictions: Predictions,
  reach: readonly number[],
  written: (value: number) => string,
): PredictionColumn[] {
  if (predictions.kind === 'class') {
    const { classes, probabilities } = predictions;
    const known = (row: number) => Number.isFinite(probabilities[row * classes.length]!);
    const names = (row: number) => classSet(predictions, row, reach[0]!).map((k) => classes[k]!);
    return [{ name: classSetName, cell: (row) => (known(row) ? JSON.stringify(names(row)) : '') }];
  }
  const { names, values } = predictions;
  return names.flatMap((name, k) => {
    const of = (row: number) => values[row * names.length + k]!;
    const [low, high] = boundNames(name);
    return [
      { name: low, cell: (row: number) => written(of(row) - reach[k]!) },
      { name: high, cell: (row: number) => written(of(row) + reach[k]!) },
    ];
  });
}

/** How often intervals for 90 % of rows hold the truth; null where there are none. */
export function coverageOn(
  truth: Float64Array,
  predictions: Predictions,
  calibration: Calibration | null,
): Coverage | null {
  const reach = calibration === null ? null : margins(calibration, coverageLevel);
  if (calibration === null || reach === null) return null;
  return {
    ...{ level: coverageLevel, margins: reach, from: calibration.rows },
    ...coverage(truth, predictions, reach),
  };
}

/** The share of rows whose truth lies within the margins, of each target; of classes one, and the mean size of the sets. */
export function coverage(
  truth: Float64Array,
  predictions: Predictions,
  reach: readonly number[],
): { shares: number[]; setSize: number | null } {
  if (predictions.kind === 'class') {
    const sets = Array.from(predictions.chosen, (_, row) => classSet(predictions, row, reach[0]!));
    const held = sets.filter((set, row) => set.includes(truth[row]!)).length;
    const size = sets.reduce((sum, set) => sum + set.length, 0);
    return { shares: [held / sets.length], setSize: size / sets.length };
  }
  const { names, values } = predictions;
  const rows = truth.length / names.length;
  const shares = names.map((_, target) => {
    let held = 0;
    for (let i = target; i < truth.length; i += names.length)
      if (Math.abs(values[i]! - truth[i]!) <= reach[target]!) held += 1;
    return held / rows;
  });
  return { shares, setSize: null };
}
