// The part of an axis of epochs that is shown: all of it (null), or a window that is set by dragging, the wheel or
// keys. Pure arithmetic; a window stays within the axis and is never narrower than a few epochs.

import type { Range } from '../frame/axis.ts';
import type { Curves } from './curvePoints.ts';

export type Window = Range | null;
/** Width of the narrowest window, in epochs. */
const narrowest = 4;

/** Fits a window into 0..last; null where it shows everything. */
function fitted(from: number, width: number, last: number): Window {
  if (width >= last) return null;
  const begin = Math.min(Math.max(0, from), last - width);
  return [begin, begin + width];
}

/** Makes the window narrower (factor < 1) or wider; the epoch `around` keeps its position on screen. */
export function zoomed(window: Window, last: number, around: number, factor: number): Window {
  const [from, to] = window ?? [0, last];
  const width = Math.max(Math.min(narrowest, last), (to - from) * factor);
  const share = to > from ? Math.min(1, Math.max(0, (around - from) / (to - from))) : 0.5;
  return fitted(around - share * width, width, last);
}

/** Moves the window by a share of its width. */
export function moved(window: Window, last: number, part: number): Window {
  if (window === null) return null;
  const width = window[1] - window[0];
  return fitted(window[0] + part * width, width, last);
}

/** The window between two epochs, in either order. */
export function between(a: number, b: number, last: number): Window {
  const width = Math.max(narrowest, Math.abs(b - a));
  return fitted((a + b - width) / 2, width, last);
}

/** Indices [begin, end) of the epochs in a range, with one more on each side so that lines reach the edge. */
export function windowOf({ epoch, length }: Curves, [from, to]: Range): [number, number] {
  let begin = 0;
  let end = length;
  if (length > 0 && from > epoch[0]!) begin = Math.max(0, firstAbove(epoch, length, from) - 1);
  if (length > 0 && to < epoch[length - 1]!) end = Math.min(length, firstAbove(epoch, length, to) + 1);
  return [begin, end];
}

function firstAbove(epoch: Float64Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (epoch[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
