// Bins of equal, round width for residuals. 0 is an edge, so that no bin holds errors upwards and downwards.

/** There are at least so many, and at most about twice as many. */
const fewest = 12;

export interface RoundBins {
  width: number;
  count: number;
  /** Left edge of a bin; `edge(count)` is the right edge of the last one. */
  edge(bin: number): number;
  /** The bin of a value from `low` to `high`; one at the right edge of all is in the last. */
  at(value: number): number;
}

/** @param low and `high`: finite, the range that the bins cover; may be equal. */
export function roundBins(low: number, high: number): RoundBins {
  const width = roundWidth((high - low) / fewest || Math.abs(high) || 1);
  const first = Math.floor(low / width);
  const last = Math.max(first, Math.ceil(high / width) - 1);
  return {
    width,
    count: last - first + 1,
    edge: (bin) => (first + bin) * width,
    at: (value) => Math.min(last, Math.floor(value / width)) - first,
  };
}

/** The largest of 1, 2, 5 times a power of ten that is not above `raw`. */
function roundWidth(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const digit = [5, 2, 1].find((one) => one * power <= raw) ?? 1;
  return digit * power;
}
