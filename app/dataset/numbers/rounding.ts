// Whether numbers differ only by how they were rounded.

/** A double has 16 digits; sums and conversions change the last one or two of them. */
const digits = 1e-14;

/** `min` and `max` are the range of the numbers. */
export function isRounding(min: number, max: number): boolean {
  return max > min && max - min <= digits * Math.max(Math.abs(min), Math.abs(max));
}
