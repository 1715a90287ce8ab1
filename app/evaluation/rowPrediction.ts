// The prediction of one row as a person reads it: each target's value with its interval, or the most probable classes and the set of
// classes at a level. Of an ensemble also how far its networks differ.
import { mostClassesTold, type RowPrediction } from '../contract/run/prediction.ts';
import { classSet } from './conformal/intervals.ts';
import type { ClassPredictions, NumberPredictions, Predictions } from './predictions.ts';

/** @param row 0-based row of the predictions
 *  @param reach the margin of each target, or one for classes; null for no interval */
export function rowPrediction(
  predictions: Predictions,
  row: number,
  reach: readonly number[] | null,
): RowPrediction {
  return predictions.kind === 'class'
    ? ofClasses(predictions, row, reach?.[0] ?? null)
    : ofNumbers(predictions, row, reach);
}

function ofNumbers(
  { names, values, spread }: NumberPredictions,
  row: number,
  reach: readonly number[] | null,
): RowPrediction {
  const targets = names.map((_, k) => {
    const at = row * names.length + k;
    const value = values[at]!;
    const margin = reach?.[k] ?? null;
    if (!Number.isFinite(value)) return null;
    return {
      value,
      low: margin === null ? null : value - margin,
      high: margin === null ? null : value + margin,
      ...(spread === undefined ? {} : { spread: spread[at]! }),
    };
  });
  return { kind: 'numeric', targets };
}

function ofClasses(predictions: ClassPredictions, row: number, margin: number | null): RowPrediction {
  const { classes, probabilities, chosen, spread } = predictions;
  const of = (k: number) => probabilities[row * classes.length + k]!;
  if (!Number.isFinite(of(0))) return { kind: 'class', chosen: null, top: [], set: null };
  const byProbability = (a: number, b: number) => of(b) - of(a) || a - b;
  const all = classes.map((_, k) => k).sort(byProbability);
  const top = all.slice(0, mostClassesTold);
  const set = margin === null ? null : classSet(predictions, row, margin).sort(byProbability);
  return {
    kind: 'class',
    chosen: chosen[row]!,
    top: top.map((index) => ({
      index,
      probability: of(index),
      ...(spread === undefined ? {} : { spread: spread[row * classes.length + index]! }),
    })),
    set: set && { classes: set.slice(0, mostClassesTold), count: set.length },
  };
}
