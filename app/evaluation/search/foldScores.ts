// From the losses of a candidate's folds to the score it is compared by. The loss of a fold's own rows, which its network has not learned
// from, is turned into the search's metric; all folds are read at one epoch, the best of their mean: each fold's own best epoch would
// favour candidates whose loss jumps up and down.

import type { TargetPreparation } from '../../contract/model.ts';
import type { CurvePoint, SearchMetric, SearchScore } from '../../contract/run/search.ts';
import type { TrainingSpec } from '../../contract/spec/spec.ts';

/** What a loss on standardised targets is in the metric. */
export interface Measure {
  metric: SearchMetric;
  of: (loss: number) => number;
}

export function measureOf({ loss, lossSettings }: TrainingSpec, target: TargetPreparation): Measure {
  if (target.kind === 'numeric') {
    const [only, ...others] = target.columns;
    const scale = only !== undefined && others.length === 0 ? only.scale : null;
    if (loss === 'meanSquaredError')
      return scale === null
        ? { metric: 'relativeRmse', of: Math.sqrt }
        : { metric: 'rmse', of: (value) => Math.sqrt(value) * scale };
    if (loss === 'meanAbsoluteError' && scale !== null)
      return { metric: 'mae', of: (value) => value * scale };
    return { metric: 'loss', of: (value) => value };
  }
  const isPlain =
    (loss === 'binaryCrossEntropy' || loss === 'categoricalCrossEntropy') &&
    lossSettings.classWeights === 'none' &&
    lossSettings.labelSmoothing === 0;
  return { metric: isPlain ? 'logLoss' : 'loss', of: (value) => value };
}

/** The mean over the folds at each epoch up to `epochs`; a fold that ended early keeps its last value. `folds`: of each, the metric by
 *  epoch, at least one. */
export function meanCurve(folds: readonly Float64Array[], epochs: number): Float64Array {
  const longest = Math.min(epochs, Math.max(...folds.map(({ length }) => length)));
  return Float64Array.from({ length: longest }, (_, epoch) => mean(folds.map((fold) => at(fold, epoch))));
}

/** Of a rung that ends after `epochs`. null where a fold has no finite value there. */
export function scoreOf(folds: readonly Float64Array[], epochs: number): SearchScore | null {
  if (folds.some(({ length }) => length === 0)) return null;
  const curve = meanCurve(folds, epochs);
  let best = -1;
  for (let epoch = 0; epoch < curve.length; epoch++)
    if (Number.isFinite(curve[epoch]) && (best < 0 || curve[epoch]! < curve[best]!)) best = epoch;
  if (best < 0) return null;
  const values = folds.map((fold) => at(fold, best));
  return { mean: curve[best]!, error: standardError(values), folds: values };
}

const at = (fold: Float64Array, epoch: number) => fold[Math.min(epoch, fold.length - 1)]!;

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}

/** Of the mean; null for a single value. */
export function standardError(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** At most `most` points of a curve, at regular intervals, the last one included. */
export function curvePointsOf(curve: Float64Array, most: number): CurvePoint[] {
  const stride = Math.max(1, Math.ceil(curve.length / most));
  const points: CurvePoint[] = [];
  for (let epoch = stride; epoch <= curve.length; epoch += stride)
    points.push({ epoch, value: curve[epoch - 1]! });
  if (curve.length > 0 && points.at(-1)?.epoch !== curve.length)
    points.push({ epoch: curve.length, value: curve[curve.length - 1]! });
  return points.filter(({ value }) => Number.isFinite(value));
}
