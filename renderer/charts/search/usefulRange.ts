// The range of a chart of many curves that fall steeply at first: from the lowest value to a bit above where the middle one of them ends.

/** @param curves values over time, perhaps not finite. */
export function usefulRange(curves: readonly (readonly number[])[]): [number, number] {
  const finite = curves.map((values) => values.filter(Number.isFinite)).filter((values) => values.length > 0);
  if (finite.length === 0) return [0, 1];
  const low = Math.min(...finite.map((values) => values.reduce((a, b) => Math.min(a, b))));
  const ends = finite.map((values) => values.at(-1)!).sort((a, b) => a - b);
  const middle = ends[Math.floor(ends.length * 0.75)]!;
  const highest = Math.max(...finite.map((values) => values.reduce((a, b) => Math.max(a, b))));
  const high = Math.min(highest, middle + Math.max(middle - low, Math.abs(low) * 0.1));
  const room = (high > low ? high - low : Math.abs(low) || 1) * 0.05;
  return [low - room, high + room];
}
