// Mean, standard deviation and range of numbers; and the numbers of a column without its missing cells.

/** The numbers among `values`, in order; `values` itself if none is NaN. (`filter` takes twenty times as long.) */
export function present(values: Float64Array): Float64Array {
  let count = 0;
  while (count < values.length && !Number.isNaN(values[count])) count++;
  if (count === values.length) return values;
  const numbers = new Float64Array(values.length);
  count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) numbers[count++] = value;
  }
  return numbers.subarray(0, count);
}

export interface Moments {
  mean: number;
  /** Population standard deviation. */
  deviation: number;
  min: number;
  max: number;
}

/** In a smaller range the squares of differences lose digits or become 0: doubles end near 1e-308. */
const squareable = 1e-140;

/** Moments of numbers without NaN, computed in order in two float64 passes. For no numbers: 0, 0, Infinity, -Infinity. */
export function moments(values: Float64Array): Moments {
  let total = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    total += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const count = Math.max(values.length, 1);
  const mean = total / count;
  const range = max - min;
  if (range > 0 && range < squareable)
    return { mean, deviation: range * rootMean(values, mean, range), min, max };
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const difference = values[i]! - mean;
    squares += difference * difference;
  }
  return { mean, deviation: Math.sqrt(squares / count), min, max };
}

/** Root of the mean square of the differences from `mean`, in units of `unit`. */
function rootMean(values: Float64Array, mean: number, unit: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i]! - mean) / unit) ** 2;
  return Math.sqrt(squares / values.length);
}
