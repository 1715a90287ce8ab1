// Where the plot lies in a chart with two axes: room for ticks and names around it, and the scales from units to pixels.

import { linearScale, type Range, type Scale } from './axis.ts';

export interface PlotMargin {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Labels at the left and below, the vertical axis' name above, the other's below its labels. */
const usual: PlotMargin = { left: 50, right: 14, top: 22, bottom: 38 };

export interface PlotPlace {
  /** Of the chart, in CSS pixels. */
  width: number;
  height: number;
  x: Scale;
  y: Scale;
  /** Of the plot inside. */
  left: number;
  top: number;
  innerWidth: number;
  innerHeight: number;
}

export function plotPlace(
  width: number,
  height: number,
  xRange: Range,
  yRange: Range,
  margin: Partial<PlotMargin> = {},
): PlotPlace {
  const { left, right, top, bottom } = { ...usual, ...margin };
  const innerWidth = Math.max(1, width - left - right);
  const innerHeight = Math.max(1, height - top - bottom);
  return {
    width,
    height,
    left,
    top,
    innerWidth,
    innerHeight,
    x: linearScale(xRange, [left, left + innerWidth]),
    y: linearScale(yRange, [top + innerHeight, top]),
  };
}
