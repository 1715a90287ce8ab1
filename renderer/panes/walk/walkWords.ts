// Sentences about the walk as a whole: its weights, the row and its prediction, the drawn part of a large layer, the cost of the
// gradients, and the gradient check.

import type { GradientCheck } from '../../../app/contract/run/insight.ts';
import type { Frozen } from '../../../app/contract/run/walk.ts';
import type { ColumnSummary } from '../../../app/contract/table/dataset.ts';
import { rowOfFile, type TableFile } from '../../../app/contract/table/tableFiles.ts';
import { m } from '../../paraglide/messages.js';
import type { Newer } from '../../state/insight/rowWalk.svelte.ts';
import { measuredIn } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import { layerOf } from './stepWords.ts';
import { costsOf, hasBias, parametersOf, type Walked } from './walkedRow.ts';

/** @param member of an ensemble: the network, from 0. */
export function frozenSentence({ runId, epoch, step }: Frozen, member: number | null = null): string {
  const whole = (count: number) => numbers().whole(count);
  if (member !== null) return m.walk_of_member({ number: whole(member + 1) });
  if (runId === null || step === 0) return m.walk_of_initial();
  if (step === null) return m.walk_of_epoch({ epoch: whole(epoch) });
  return m.walk_of_step({ epoch: whole(epoch), step: whole(step) });
}

export function newerSentence(newer: Newer): string {
  if (newer.kind === 'another') return m.walk_newer_another();
  return m[`walk_newer_${newer.kind}`]({ epoch: numbers().whole(newer.epoch) });
}

/** @param files of the table; the row is counted in its own. */
export function rowNumberSentence({ walk }: Walked, files: readonly TableFile[]): string {
  const own = rowOfFile(files, walk.row);
  const row = numbers().whole(own.row + 1);
  return own.file === null ? m.walk_row({ row }) : m.walk_row_of_file({ row, file: own.file });
}

/** Most cells of a row that are written; the first ones are enough to recognise the row. */
const mostValues = 4;

/** @param cells of the row, one per column of the table. */
export function rowSentence(
  { spec }: Walked,
  cells: readonly (string | null)[],
  columns: readonly Pick<ColumnSummary, 'name'>[],
): string {
  const features = new Set(spec.data.columns.flatMap(({ role, name }) => (role === 'feature' ? [name] : [])));
  const values = columns
    .flatMap(({ name }, i) => (features.has(name) ? [m.walk_value({ name, value: cells[i] ?? '–' })] : []))
    .slice(0, mostValues);
  return `${values.join(', ')}.`;
}

/** The row's actual value and the network's prediction; null where this page does not know the run's data. */
export function predictionSentence({ walk, spec, plan, predictions, columns }: Walked): string | null {
  const target = plan?.preparation?.target;
  const format = numbers();
  if (target?.kind === 'class') {
    const truth = walk.target[0]!;
    const share =
      spec.data.task === 'binary'
        ? truth === 1
          ? predictions[0]!
          : 1 - predictions[0]!
        : predictions[truth]!;
    return m.walk_row_class({ actual: target.classes[truth] ?? '', share: format.percent(share) });
  }
  if (target?.kind !== 'numeric') return null;
  const k = columns.at(-1)!.followed;
  const column = target.columns[k];
  if (!column) return null;
  const write = measuredIn(column.unit, 4);
  const inUnits = (value: number) => write(value * column.scale + column.mean);
  return m.walk_row_number({
    target: column.name,
    actual: inUnits(walk.target[k]!),
    predicted: inUnits(predictions[k]!),
  });
}

/** Says how many units of which layers are drawn; null where all are. */
export function thinnedSentence(walked: Walked): string | null {
  const layers = walked.columns.flatMap(({ units, shown }, column) =>
    shown.length === units
      ? []
      : [
          m.walk_some_drawn({
            shown: shown.length,
            units: numbers().whole(units),
            layer: layerOf(walked, column - 1),
          }),
        ],
  );
  return layers.length === 0 ? null : m.walk_some({ layers: numbers().list(layers) });
}

export function costSentence(walked: Walked): string {
  const biases = walked.walk.layers.map((_, layer) => hasBias(walked, layer));
  const parameters = parametersOf(walked, biases);
  const { kept, anew, measured } = costsOf(walked, biases, parameters);
  // The count of paths of a deep network has more digits than anyone reads.
  const count = (value: number) =>
    value < Number.MAX_SAFE_INTEGER ? numbers().whole(value) : numbers().measure(value, 2);
  return m.walk_costs({
    parameters: count(parameters),
    back: count(kept),
    anew: count(anew),
    measured: count(measured),
  });
}

export function checkSentence({ parameters, checked, rows, worstError, passed }: GradientCheck): string {
  const format = numbers();
  const values = {
    count: format.whole(parameters),
    checked: format.whole(checked),
    rows: format.whole(rows),
    error: worstError === 0 ? m.walk_error_rounding() : format.measure(worstError, 1),
  };
  if (!passed) return m.walk_checked_wrong(values);
  return checked === parameters ? m.walk_checked(values) : m.walk_checked_some(values);
}
