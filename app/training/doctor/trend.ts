// Robust statistics of a curve with one value per epoch: a single outlier changes none of them. Slopes after Theil (1950) and
// Sen (1968), the trend test after Mann (1945) and Kendall (1975).

/** The median; needs at least one value. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The median of the slopes between all pairs, per epoch (Theil and Sen); needs at least two values. Up to 29 % of outliers do
 *  not spoil it. */
export function theilSen(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) slopes.push((values[j]! - values[i]!) / (j - i));
  return medianOf(slopes);
}

/** Kendall's tau, -1..1: the share of pairs that rise minus the share that fall. For `n` values without a trend its standard
 *  deviation is about 2 / (3 sqrt(n)): 0.15 for 20. */
export function monotony(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) sum += Math.sign(values[j]! - values[i]!);
  const pairs = (values.length * (values.length - 1)) / 2;
  return pairs === 0 ? 0 : sum / pairs;
}

/** Standard deviation of the noise around the curve, from second differences, which a steady slope does not change; needs at
 *  least three values. For independent values the second differences' standard deviation is sqrt(6) times the noise's; for a
 *  normal distribution it is 1.4826 times their median magnitude. */
export function noiseOf(values: readonly number[]): number {
  const secondDifferences = values
    .slice(2)
    .map((value, i) => Math.abs(value - 2 * values[i + 1]! + values[i]!));
  return (1.4826 * medianOf(secondDifferences)) / Math.sqrt(6);
}
