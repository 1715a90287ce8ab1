// The plot of a slice of predictions: its axes and its layout, which the drawing and the pointer share. Over one feature the second axis
// is the target's (or the probability's), over two it is the second feature's.

import { measuredIn, type UnitOf } from '../../wording/inUnits.ts';
import { linearBounds, type Range } from '../frame/axis.ts';
import { labelRoom, linearAxis, type PlotAxis } from '../frame/plotAxis.ts';
import { type PlotLayout, plotLayout, usualLeft } from '../frame/plotLayout.ts';
import { type DrawnRow, type PredictionSlice, rangeOf, spanOf } from './predictionSlice.ts';

export interface SliceView {
  layout: PlotLayout;
  x: PlotAxis;
  y: PlotAxis;
}
interface Viewed {
  slice: PredictionSlice;
  /** Index of the drawn output in regression; null for classes. */
  output: number | null;
  rows: readonly DrawnRow[];
  /** Name of the second axis where it is not a feature. */
  yName: string;
  unitOf: UnitOf;
  /** In CSS pixels. */
  width: number;
  height: number;
}

/** Pixels at the right of the plot for the scale of shades. */
const scaleRoom = 76;
/** Range of the probability axis; the lanes of the rows lie below 0. */
const probabilities: Range = [-0.14, 1.04];

export function sliceView({ slice, output, rows, yName, unitOf, width, height }: Viewed): SliceView {
  const write = (column: string) => measuredIn(unitOf(column), 4);
  const x = linearAxis([slice.x.from, slice.x.to], { write: write(slice.x.column), name: slice.x.column });
  const y = slice.y
    ? linearAxis([slice.y.from, slice.y.to], { write: write(slice.y.column), name: slice.y.column })
    : linearAxis(output === null ? probabilities : targetRange(slice, output, rows), {
        write: output === null ? measuredIn(undefined, 4) : write(slice.outputs[output] ?? ''),
        name: yName,
      });
  const margin = {
    left: Math.max(usualLeft, labelRoom(y)),
    ...(slice.y && output !== null ? { right: scaleRoom } : {}),
  };
  return { layout: plotLayout(width, height, x.range, y.range, margin), x, y };
}

/** Range of the target's axis. Predictions far from the rows do not widen it: those of an untrained network would squeeze the rows. */
function targetRange({ values, outputs }: PredictionSlice, output: number, rows: readonly DrawnRow[]): Range {
  const truths = spanOf([
    rangeOf(
      Float32Array.from(rows, ({ truth }) => truth),
      1,
      0,
    ),
  ]);
  const curve = rangeOf(values, outputs.length, output);
  const reach = truths[1] - truths[0];
  const near: Range | null = curve && [
    Math.max(curve[0], truths[0] - reach),
    Math.min(curve[1], truths[1] + reach),
  ];
  const [low, high] = spanOf([truths, near && near[0] <= near[1] ? near : null]);
  return linearBounds(low, high);
}
