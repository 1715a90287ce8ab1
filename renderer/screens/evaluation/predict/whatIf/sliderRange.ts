// The range of a slider over a column: the training range and a tenth of it on either side, so that a value outside can be tried; in
// steps that are round numbers.
import { roundStep } from '../../../../charts/frame/axis.ts';

export interface SliderRange {
  min: number;
  max: number;
  step: number;
  /** Where the training range lies in it, 0..1. */
  from: number;
  to: number;
}

/** A range without width gets room on both sides. */
export function sliderRange(range: { min: number; max: number }, whole: boolean): SliderRange {
  const width = range.max - range.min || Math.abs(range.max) || 1;
  const step = whole ? Math.max(1, roundStep(width / 400)) : roundStep(width / 400);
  const room = Math.max(step, width / 10);
  const low = Math.floor((range.min - room) / step) * step;
  // Columns without negative values rarely have any elsewhere.
  const min = clean(range.min >= 0 ? Math.max(0, low) : low);
  const max = clean(Math.ceil((range.max + room) / step) * step);
  const share = (value: number) => (value - min) / (max - min);
  return { min, max, step, from: share(range.min), to: share(range.max) };
}

/** Without what binary fractions add. */
export function clean(value: number): number {
  return Number(value.toPrecision(12));
}
