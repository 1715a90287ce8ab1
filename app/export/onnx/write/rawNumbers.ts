// The inputs of numbers: as float where rounding to it moves the scaled number by less than 1e-6, else as double.
import type { Scaled } from '../../../contract/model.ts';
import type { ElementType } from '../proto/messages.ts';

/** A float differs from its double by at most 2^-24 of its size: 16 / 2^24 = 9.5e-7. */
const mostScales = 16;

/** @param scales how the number is scaled, once for each of its inputs */
export function numberType(scales: readonly Scaled[]): Extract<ElementType, 'float' | 'double'> {
  const isExact = scales.every((scaled) => largest(scaled) / Math.abs(scaled.scale) <= mostScales);
  return isExact ? 'float' : 'double';
}

/** The size that a rounding error is a share of. The derivative of log(1 + |x|) times x is below 1. */
function largest({ median, mean, scale, log, min, max }: Scaled): number {
  if (log) return 1;
  // Where the range is not known (older models), most numbers are within three scales of the mean.
  const range = min === undefined || max === undefined ? [Math.abs(mean) + 3 * Math.abs(scale)] : [min, max];
  return Math.max(...range.map(Math.abs), Math.abs(median));
}
