// Where the plot lies in a chart with two axes: room for ticks and names around it, and the scales from units to pixels.

import { linearScale, type Range, type Scale } from './axis.ts';

export const plotMargin = { left: 50, right: 14, top: 22, bottom: 38 } as const;

export interface PlotPlace {
  width: number;
  height: number;
  x: Scale;
  y: Scale;
  xRange: Range;
  yRange: Range;
  /** Of the plot inside. */
  left: number;
  top: number;
  innerWidth: number;
  innerHeight: number;
}

export function plotPlace(width: number, height: number, xRange: Range, yRange: Range): PlotPlace {
  const { left, right, top, bottom } = plotMargin;
  const innerWidth = Math.max(1, width - left - right);
  const innerHeight = Math.max(1, height - top - bottom);
  return {
    width,
    height,
    xRange,
    yRange,
    left,
    top,
    innerWidth,
    innerHeight,
    x: linearScale(xRange, [left, left + innerWidth]),
    y: linearScale(yRange, [top + innerHeight, top]),
  };
}

/** A canvas sized for the screen, cleared, in CSS pixels. */
export function prepared(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}
