// The values of a parameter that a curve of the loss is drawn over: all that the path has been at, and the lowest point with as much
// room on its other side, so that a step across the valley stays in the picture.

export type Range = [low: number, high: number];

/** Share of the range beyond the outermost value. */
const margin = 0.12;
/** Range around a single value. */
const least = 1;

/** @param values at least one. */
export function firstRange(values: readonly number[]): Range {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(least, (high - low) * margin);
  return [low - room, high + room];
}

/** The range grown to the side where the loss still falls at its edge; null where it falls at neither. */
export function grownRange([low, high]: Range, losses: readonly (number | null)[]): Range | null {
  const lowest = lowestIndex(losses);
  const room = high - low;
  if (lowest === 0) return [low - room, high];
  if (lowest === losses.length - 1) return [low, high + room];
  return null;
}

/** Around the lowest point as far on both sides as the farthest of the values. @param lowest the parameter there. */
export function rangeAround(lowest: number, values: readonly number[]): Range {
  const farthest = Math.max(least / 2, ...values.map((value) => Math.abs(value - lowest)));
  const reach = farthest * (1 + margin);
  return [lowest - reach, lowest + reach];
}

/** -1 where no loss is finite. */
export function lowestIndex(losses: readonly (number | null)[]): number {
  let lowest = -1;
  for (const [k, loss] of losses.entries())
    if (loss !== null && (lowest < 0 || loss < losses[lowest]!)) lowest = k;
  return lowest;
}

/** The lowest point of the parabola through the three points around the lowest one: exact where the loss is a parabola. null where the
 *  lowest one is at an edge. @param values evenly spaced. */
export function valley(
  values: readonly number[],
  losses: readonly (number | null)[],
): { value: number; loss: number } | null {
  const k = lowestIndex(losses);
  const [before, at, after] = [losses[k - 1], losses[k], losses[k + 1]];
  if (before == null || at == null || after == null) return null;
  const step = values[k + 1]! - values[k]!;
  const curvature = before - 2 * at + after;
  if (!(curvature > 0)) return { value: values[k]!, loss: at };
  const aside = (before - after) / (2 * curvature);
  return { value: values[k]! + aside * step, loss: at - ((before - after) * aside) / 4 };
}
