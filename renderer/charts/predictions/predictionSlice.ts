// Shared by the drawings of predictions: the slice that they draw, the rows beside it, and interpolation between the grid's points.

import type { Range } from '../frame/axis.ts';

/** Predictions on a grid over one or two features; the other features have fixed values. */
export interface PredictionSlice {
  x: { column: string; from: number; to: number; steps: number };
  y: { column: string; from: number; to: number; steps: number } | null;
  outputs: string[];
  /** [y][x][output]. */
  values: Float32Array;
}

/** A row that is drawn. */
export interface DrawnRow {
  /** Position on the axes, in the features' own units; `y` is the actual value where there is one axis. */
  x: number;
  y: number;
  /** Actual value: index of the class, or a number. */
  truth: number;
  prediction: number;
  validation: boolean;
  wrong: boolean;
  /** Whether it has a ring: the step that is shown takes it, or it is pointed out. */
  ringed: boolean;
  /** Opacity, 0 to 1: higher the nearer the row is to the slice in the features that are not on an axis. */
  strength: number;
}

/** All outputs at a point, interpolated between the grid's points around it; null outside of the grid. */
export function readAt(
  { x, y, outputs, values }: PredictionSlice,
  atX: number,
  atY: number | null,
): number[] | null {
  const column = ((atX - x.from) / (x.to - x.from)) * (x.steps - 1);
  const row = y === null || atY === null ? 0 : ((atY - y.from) / (y.to - y.from)) * (y.steps - 1);
  const rows = y === null ? 1 : y.steps;
  if (!(column >= 0 && column <= x.steps - 1 && row >= 0 && row <= rows - 1)) return null;
  const [c, r] = [
    Math.min(Math.floor(column), x.steps - 2),
    Math.min(Math.floor(row), Math.max(0, rows - 2)),
  ];
  const [fx, fy] = [column - c, row - r];
  return outputs.map((_, k) => {
    const at = (dx: number, dy: number) =>
      values[(Math.min(rows - 1, r + dy) * x.steps + c + dx) * outputs.length + k]!;
    const low = at(0, 0) * (1 - fx) + at(1, 0) * fx;
    return rows === 1 ? low : low * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
  });
}

/** Smallest and largest value of one output over all points; null where none is finite. */
export function rangeOf(values: Float32Array, outputs: number, output: number): Range | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = output; at < values.length; at += outputs) {
    const value = values[at]!;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
}

export function spanOf(ranges: readonly (Range | null)[]): Range {
  const known = ranges.filter((range) => range !== null);
  if (known.length === 0) return [0, 1];
  const low = Math.min(...known.map(([value]) => value));
  const high = Math.max(...known.map(([, value]) => value));
  return high > low ? [low, high] : [low - 1, high + 1];
}
