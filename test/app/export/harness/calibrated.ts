// Models with the errors of validation rows, and the intervals and sets that the app itself makes of their predictions.
import type { Model } from '../../../../app/contract/model.ts';
import { setShare } from '../../../../app/contract/run/calibration.ts';
import { margins } from '../../../../app/evaluation/conformal/calibration.ts';
import { type PortableModel, portableModel } from '../../../../app/export/portable/portableModel.ts';

/** 49 validation rows, of which every second error is kept: of other sizes for each target; of classes up to `largest`. */
export function calibrated(model: Model, largest = 0.97): Model {
  const { target } = model.preparation;
  const ranks = Array.from({ length: 25 }, (_, k) => 2 * k + 1);
  const sizes =
    target.kind === 'class' ? [largest / 25] : target.columns.map(({ scale }, k) => scale * (k + 1) * 0.1);
  return {
    ...model,
    calibration: { rows: 49, ranks, scores: sizes.map((size) => ranks.map((_, k) => size * (k + 1))) },
  };
}

/** Five validation rows: too few for 90 %. */
export function calibratedByFew(model: Model): Model {
  const { calibration } = calibrated(model);
  const scores = calibration!.scores.map((of) => of.slice(0, 5));
  return { ...model, calibration: { rows: 5, ranks: [1, 2, 3, 4, 5], scores } };
}

/** Whose margins are those of its own predictions of these rows: each is the tie of a row. */
export function calibratedBy(model: Model, predictions: readonly number[][]): Model {
  const errors = predictions.map((row, k) => 1 - row[k % row.length]!).sort((a, b) => a - b);
  const ranks = errors.map((_, k) => k + 1);
  return { ...model, calibration: { rows: errors.length, ranks, scores: [errors] } };
}

/** Per row the bounds of each target (low, high, low, high, ...); null where the level has no margin. */
export function boundsOf(model: Model, predictions: readonly number[][], level: number): number[][] | null {
  const reach = margins(model.calibration!, level);
  return reach && predictions.map((row) => row.flatMap((value, k) => [value - reach[k]!, value + reach[k]!]));
}

/** The set of classes of each row, as JSON; the predicted class is always in it. */
export function setsOf(model: Model, predictions: readonly number[][], level: number): string[] | null {
  const { output, names } = portableModel(model) as PortableModel;
  const reach = margins(model.calibration!, level);
  const chosen = (row: number[]) =>
    output.kind === 'binary' ? Number(row[1]! > output.threshold) : row.indexOf(Math.max(...row));
  return (
    reach &&
    predictions.map((row) =>
      JSON.stringify(names.filter((_, k) => row[k]! >= setShare * (1 - reach[0]!) || k === chosen(row))),
    )
  );
}
