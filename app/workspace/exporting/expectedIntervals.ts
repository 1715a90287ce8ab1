// The intervals that an exported file has to give: what the app itself makes of the predictions. These are the file's own, since a rounding
// could move a class over the edge of a set.
import type { Model } from '../../contract/model.ts';
import { coverageLevel } from '../../contract/run/calibration.ts';
import { margins } from '../../evaluation/conformal/calibration.ts';
import { classSet } from '../../evaluation/conformal/intervals.ts';
import type { ClassPredictions } from '../../evaluation/predictions.ts';

/** What intervals follow from. */
export type IntervalFacts = Pick<Model, 'preparation' | 'calibration' | 'threshold'>;

/** In the form of Answers; without numbers where the model has none. */
export function expectedIntervals(
  { preparation: { target }, calibration, threshold }: IntervalFacts,
  rows: readonly (readonly number[])[],
): number[][] {
  if (calibration === undefined) return rows.map(() => []);
  const reach = margins(calibration, coverageLevel);
  if (target.kind === 'numeric')
    return rows.map((row) =>
      row.flatMap((value, k) => [-1, 1].map((side) => value + side * (reach?.[k] ?? Number.NaN))),
    );
  if (reach === null) return rows.map((row) => row.map(() => Number.NaN));
  const predictions = classPredictions(target.classes, rows, threshold);
  return rows.map((_, row) => {
    const held = classSet(predictions, row, reach[0]!);
    return target.classes.map((_, k) => Number(held.includes(k)));
  });
}

function classPredictions(
  classes: string[],
  rows: readonly (readonly number[])[],
  threshold = 0.5,
): ClassPredictions {
  const chosen = (row: readonly number[]) =>
    classes.length === 2 ? Number(row[1]! > threshold) : row.indexOf(Math.max(...row));
  return {
    ...{ kind: 'class', classes },
    probabilities: Float64Array.from(rows.flat()),
    chosen: Int32Array.from(rows, chosen),
  };
}
