// Wilson's interval of a share (1927) at 95 %: unlike the bootstrap's it is right near 0 and 1 too.
import { reach95 as z } from '../distributions/normal.ts';

/** `hits` of `rows`; rows > 0. */
export function wilson(hits: number, rows: number): { low: number; high: number } {
  const share = hits / rows;
  const middle = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows);
  const reach =
    (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  // At the ends rounding would leave the interval beside the share.
  return {
    low: hits === 0 ? 0 : Math.max(0, middle - reach),
    high: hits === rows ? 1 : Math.min(1, middle + reach),
  };
}
