// A path of many points as few points that are drawn like it. Points on a straight line between their neighbours go first, which
// changes nothing; if too many remain, points are kept at even distances along the path, so that each one that is left out lies
// within (length of the path) / (most - 2) of one that is kept. Lengths are |dx| + |dy|.

/** Indices of the points that are kept, ascending, the first and the last among them; at most `most` (> 2). */
export function thinnedPath(x: Float64Array, y: Float64Array, most: number): number[] {
  const corners = cornersOf(x, y);
  if (corners.length <= most) return corners;
  const away = (from: number, to: number) => Math.abs(x[to]! - x[from]!) + Math.abs(y[to]! - y[from]!);
  let length = 0;
  for (let k = 1; k < corners.length; k++) length += away(corners[k - 1]!, corners[k]!);
  const reach = length / (most - 2);
  const kept = [corners[0]!];
  let since = 0;
  for (let k = 1; k < corners.length - 1; k++) {
    since += away(corners[k - 1]!, corners[k]!);
    if (since <= reach) continue;
    kept.push(corners[k]!);
    since = 0;
  }
  kept.push(corners.at(-1)!);
  return kept;
}

/** The points at which the path turns, and its ends. */
function cornersOf(x: Float64Array, y: Float64Array): number[] {
  const corners: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const last = corners.at(-1);
    if (last !== undefined && i < x.length - 1) {
      const turn = (x[i]! - x[last]!) * (y[i + 1]! - y[i]!) - (y[i]! - y[last]!) * (x[i + 1]! - x[i]!);
      if (turn === 0) continue;
    }
    corners.push(i);
  }
  return corners;
}
