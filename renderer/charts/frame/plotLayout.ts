// Layout of a chart with two axes: the rectangle of the plot, margins for ticks and names around it, and the scales from the
// axes' units to CSS pixels.

import { linearScale, type Range, type Scale } from './axis.ts';

export interface PlotMargin {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** CSS pixels. */
export const usualLeft = 50;
/** CSS pixels: tick labels at the left and below, the y axis's name above the plot, the x axis's name below its labels. */
const usual: PlotMargin = { left: usualLeft, right: 14, top: 26, bottom: 38 };

export interface PlotLayout {
  /** Size of the whole chart, in CSS pixels. */
  width: number;
  height: number;
  x: Scale;
  y: Scale;
  /** Rectangle of the plot, in CSS pixels. */
  left: number;
  top: number;
  innerWidth: number;
  innerHeight: number;
}

export function plotLayout(
  width: number,
  height: number,
  xRange: Range,
  yRange: Range,
  margin: Partial<PlotMargin> = {},
): PlotLayout {
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
