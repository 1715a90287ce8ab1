// Robust statistics of a curve, one value per epoch: one epoch that is far off moves none of them. Slopes after Theil (1950) and Sen
// (1968), the test of a trend after Mann (1945) and Kendall (1975).

/** Of at least one value. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Of at least two values: the median of the slopes between all pairs, per epoch (Theil and Sen). It stands up to 29 % of wild values. */
export function theilSen(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) slopes.push((values[j]! - values[i]!) / (j - i));
  return medianOf(slopes);
}

/** -1..1: the share of pairs that rise less the share of those that fall (Kendall's tau). Of `n` values without any trend its
 *  standard deviation is about 2 / (3 sqrt(n)): 0.15 for 20. */
export function monotony(values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) sum += Math.sign(values[j]! - values[i]!);
  const pairs = (values.length * (values.length - 1)) / 2;
  return pairs === 0 ? 0 : sum / pairs;
}

/** Of at least three values: standard deviation of one about the curve, from second differences, to which a steady slope adds
 *  nothing. Theirs is sqrt(6) times that of independent values; of a normal distribution it is 1.4826 times the median size. */
export function noiseOf(values: readonly number[]): number {
  const secondDifferences = values
    .slice(2)
    .map((value, i) => Math.abs(value - 2 * values[i + 1]! + values[i]!));
  return (1.4826 * medianOf(secondDifferences)) / Math.sqrt(6);
}
