// The rows behind the drawing of the predictions as a table: actual value, current prediction, split, features.
// At most `mostRows` rows, sampled evenly, so that training and validation rows are both in it.

import { m } from '../../paraglide/messages.js';
import type { Predictions } from '../../state/insight/predictions.svelte.ts';
import { measuredIn, type UnitOf } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';

const mostRows = 300;

/** The feature columns are those on the axes, all numbers where those are principal components; where no feature can be on an axis, all of them.
 *  @param output index of the target, in regression; null for classes. */
export function predictionTable(
  { sample, rowPredictions, x, y, plane, numbers: drawable, categories }: Predictions,
  output: number | null,
  unitOf: UnitOf,
) {
  const format = numbers();
  const onAxes = plane ? drawable : [x, y].filter((name) => name !== null);
  const features = drawable.length === 0 ? categories : onAxes;
  const columns: string[] = [
    m.dataset_row(),
    m.chart_actual(),
    m.chart_predicted(),
    m.prediction_part(),
    ...features,
  ];
  if (!sample || !rowPredictions) return { columns, rows: [], more: 0 };
  const width = sample.outputs.length;
  const values = features.map((name) => ({
    of: sample.column(name),
    levels: sample.levelsOf(name),
    write: measuredIn(unitOf(name), 4),
  }));
  const rows = Array.from({ length: Math.min(mostRows, sample.count) }, (_, i) => {
    const row = Math.floor((i * sample.count) / Math.min(mostRows, sample.count));
    return [
      format.whole(sample.rows[row]! + 1),
      ...(output === null ? classCells(row) : numberCells(row, output)),
      row < sample.train ? m.chart_training() : m.chart_validation(),
      ...values.map(({ of, levels, write }) => (levels ? (levels[of[row]!] ?? '–') : write(of[row]!))),
    ];
  });
  return { columns, rows, more: sample.all - rows.length };

  function classCells(row: number): string[] {
    const shares = sample!.outputs.map((_, k) => rowPredictions![row * width + k]!);
    const best = shares.indexOf(Math.max(...shares));
    return [
      sample!.outputs[sample!.truth[row]!] ?? '',
      `${sample!.outputs[best] ?? ''} ${format.percent(shares[best] ?? 0)}`,
    ];
  }
  function numberCells(row: number, which: number): string[] {
    const write = measuredIn(unitOf(sample!.outputs[which] ?? ''), 4);
    return [write(sample!.truth[row * width + which]!), write(rowPredictions![row * width + which]!)];
  }
}
