// Intervals as docs/model-format.md says they follow from predictions and "calibration", written straight from that page, for the check of
// files that carry the errors of validation rows and leave it to their readers to make intervals of them.
import { coverageLevel } from '../../contract/run/calibration.ts';
import type { Answers } from '../format.ts';
import { type ReferenceModel, type ReferenceValue, referencePredictions } from './reference.ts';

type Meaning = Omit<ReferenceModel, 'networks'>;

export function referenceAnswers(
  model: ReferenceModel,
  rows: readonly (readonly ReferenceValue[])[],
): Answers {
  return withIntervals(model, referencePredictions(model, rows));
}

export function withIntervals(meaning: Meaning, predictions: number[][]): Answers {
  const { calibration } = meaning;
  if (calibration === undefined) return { predictions };
  const rank = Math.ceil((calibration.rows + 1) * coverageLevel - 1e-9);
  const at = calibration.ranks.findIndex((kept) => kept >= rank);
  const margins = calibration.scores.map((of) => of[at] ?? Number.NaN);
  return { predictions, intervals: predictions.map((row) => intervalsOf(meaning, row, margins)) };
}

function intervalsOf(
  { preparation: { target }, threshold = 0.5 }: Meaning,
  row: number[],
  margins: number[],
): number[] {
  if (target.kind === 'numeric') return row.flatMap((value, k) => [value - margins[k]!, value + margins[k]!]);
  const [margin] = margins as [number];
  if (Number.isNaN(margin)) return row.map(() => Number.NaN);
  const chosen = row.length === 2 ? Number(row[1]! > threshold) : row.indexOf(Math.max(...row));
  const least = (1 - margin) * (1 - 1e-6);
  return row.map((probability, k) => (probability >= least || k === chosen ? 1 : 0));
}
