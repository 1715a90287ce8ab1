// Which units of a layer are drawn where there are too many: the first ones and the last, with a gap between them.

/** Most that are drawn, the gap counted. */
export const mostDrawn = 8;

/** Indices; null is the gap. */
export function thinnedUnits(count: number): (number | null)[] {
  if (count <= mostDrawn) return Array.from({ length: count }, (_, k) => k);
  return [...Array.from({ length: mostDrawn - 2 }, (_, k) => k), null, count - 1];
}
