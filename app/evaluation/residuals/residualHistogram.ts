// The distribution of residuals as counts of round bins. Residuals far away, which would squeeze all others into one bin, are only counted.
import type { ResidualDistribution } from '../../contract/run/residuals.ts';
import { roundBins } from './roundBins.ts';

/** How many times the distance of the quartiles bins reach beyond these; a normal distribution has one residual in 10^7 there. */
const reach = 3.5;

/** @param ascending residuals, at least one. */
export function residualHistogram(ascending: Float64Array): ResidualDistribution['histogram'] {
  const at = (share: number) => ascending[Math.floor(share * (ascending.length - 1))]!;
  const spread = at(0.75) - at(0.25);
  const low = spread > 0 ? Math.max(at(0), at(0.25) - reach * spread) : at(0);
  const high = spread > 0 ? Math.min(at(1), at(0.75) + reach * spread) : at(1);
  const bins = roundBins(low, high);
  const counts = new Array<number>(bins.count).fill(0);
  let [below, above] = [0, 0];
  for (const value of ascending) {
    if (value < low) below += 1;
    else if (value > high) above += 1;
    else counts[bins.at(value)]! += 1;
  }
  return { from: bins.edge(0), width: bins.width, counts, below, above };
}
