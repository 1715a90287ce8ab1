// The distribution of residuals as bins of a round width, with 0 at an edge, so that errors upwards and downwards are told apart. Far
// away residuals, which would squeeze all others into one bin, are only counted.
import type { ResidualDistribution } from '../../contract/run/residuals.ts';

/** Bins are at least so many, and at most about twice as many. */
const fewestBins = 12;
/** How many times the distance of the quartiles bins reach beyond these; a normal distribution has one residual in 10^7 there. */
const reach = 3.5;

/** @param ascending residuals, at least one. */
export function residualHistogram(ascending: Float64Array): ResidualDistribution['histogram'] {
  const at = (share: number) => ascending[Math.floor(share * (ascending.length - 1))]!;
  const spread = at(0.75) - at(0.25);
  const low = spread > 0 ? Math.max(at(0), at(0.25) - reach * spread) : at(0);
  const high = spread > 0 ? Math.min(at(1), at(0.75) + reach * spread) : at(1);
  const width = roundWidth((high - low) / fewestBins || Math.abs(high) || 1);
  const first = Math.floor(low / width);
  const last = Math.max(first, Math.ceil(high / width) - 1);
  const counts = new Array<number>(last - first + 1).fill(0);
  let [below, above] = [0, 0];
  for (const value of ascending) {
    if (value < low) below += 1;
    else if (value > high) above += 1;
    else counts[Math.min(last, Math.floor(value / width)) - first]! += 1;
  }
  return { from: first * width, width, counts, below, above };
}

/** The largest of 1, 2, 5 times a power of ten that is not above `raw`. */
function roundWidth(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const digit = [5, 2, 1].find((one) => one * power <= raw) ?? 1;
  return digit * power;
}
