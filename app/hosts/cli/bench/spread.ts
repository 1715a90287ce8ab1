// Median, best and spread of several measurements. On a shared machine the median says what to expect, the best what the program can
// do.

export interface Spread {
  median: number;
  /** The lowest time. */
  best: number;
  worst: number;
  /** Interquartile range divided by the median. */
  spread: number;
}

/** Needs at least one time. */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  return {
    median,
    best: sorted[0]!,
    worst: sorted.at(-1)!,
    spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median,
  };
}

/** Interpolated between the two nearest values. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

/** e.g. `3%`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)}%`;
}
