// What a curve of the loss over one parameter shows beside the curve: its tangent, the steps that were taken, and where labels have room.

import { linearBounds, type Range } from '../frame/axis.ts';
import type { PlotLayout } from '../frame/plotLayout.ts';

/** The mean loss along a parameter, evenly spaced; null where not finite. */
export interface LossSlice {
  values: readonly number[];
  losses: readonly (number | null)[];
  /** The parameter now, the loss there and its slope. */
  value: number;
  loss: number | null;
  slope: number | null;
}

/** A step that was taken: the parameter after it, and the loss of all parameters then. */
export interface TakenStep {
  step: number;
  value: number;
  loss: number;
  /** Whether it lies on the curve: the other parameters have not changed the loss since. */
  onCurve: boolean;
}

/** A point is on the curve where it is off by less than this share of the drawn losses: about a pixel. */
const near = 0.01;

/** From 0, or from the lowest loss where that is far above it. */
export function lossRange({ losses }: Pick<LossSlice, 'losses'>): Range {
  const known = losses.filter((loss) => loss !== null);
  if (known.length === 0) return [0, 1];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return linearBounds(low >= 0 && low < 0.75 * high ? 0 : low, high);
}

/** The loss of the curve at a value of the parameter, between its points; null outside and where it is not finite. */
export function lossOn(
  { values, losses }: Pick<LossSlice, 'values' | 'losses'>,
  value: number,
): number | null {
  const [first, last] = [values[0]!, values.at(-1)!];
  const at = ((value - first) / (last - first)) * (values.length - 1);
  if (!(at >= 0 && at <= values.length - 1)) return null;
  const k = Math.min(Math.floor(at), values.length - 2);
  const [before, after] = [losses[k], losses[k + 1]];
  return before == null || after == null ? null : before + (after - before) * (at - k);
}

export function takenSteps(
  slice: LossSlice,
  points: readonly { step: number; value: number | null; loss: number | null }[],
): TakenStep[] {
  const [low, high] = lossRange(slice);
  return points.flatMap(({ step, value, loss }) => {
    if (value === null || loss === null) return [];
    const curve = lossOn(slice, value);
    return [{ step, value, loss, onCurve: curve !== null && Math.abs(curve - loss) < near * (high - low) }];
  });
}

/** Ends of the tangent at a point, each `reach` pixels from it. */
export function tangentAt(
  { x, y }: Pick<PlotLayout, 'x' | 'y'>,
  { value, loss, slope }: { value: number; loss: number; slope: number },
  reach: number,
): { x1: number; y1: number; x2: number; y2: number } {
  const [right, down] = [x(value + 1) - x(value), y(loss + slope) - y(loss)];
  const length = Math.hypot(right, down);
  const [dx, dy] = [(right / length) * reach, (down / length) * reach];
  return { x1: x(value) - dx, y1: y(loss) - dy, x2: x(value) + dx, y2: y(loss) + dy };
}

/** The curve as an svg path, in pieces where a loss is not finite. */
export function curvePath(
  { values, losses }: Pick<LossSlice, 'values' | 'losses'>,
  layout: PlotLayout,
): string {
  let pen = 'M';
  return values
    .map((value, k) => {
      const loss = losses[k];
      const move = pen;
      pen = loss == null ? 'M' : 'L';
      return loss == null ? '' : `${move}${layout.x(value).toFixed(1)},${layout.y(loss).toFixed(1)}`;
    })
    .join('');
}
