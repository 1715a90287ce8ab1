// Lines of equal value over a grid (marching squares): for each level the pieces of its line, in steps of the grid.

export type Piece = readonly [x1: number, y1: number, x2: number, y2: number];

/** @param at value at a point of the grid. */
export function contour(
  columns: number,
  rows: number,
  at: (x: number, y: number) => number,
  level: number,
): Piece[] {
  const pieces: Piece[] = [];
  for (let y = 0; y + 1 < rows; y++) {
    for (let x = 0; x + 1 < columns; x++) {
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
      if (corners.every(Number.isFinite)) pieces.push(...piecesOf(corners, x, y, level));
    }
  }
  return pieces;
}

/** Where the level crosses the square's edges, in turn around it; joined two by two. */
function piecesOf(corners: number[], x: number, y: number, level: number): Piece[] {
  const places = [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
  ] as const;
  const crossings: [number, number][] = [];
  for (let k = 0; k < 4; k++) {
    const [a, b] = [corners[k]!, corners[(k + 1) % 4]!];
    if (a < level === b < level) continue;
    const share = (level - a) / (b - a);
    const [from, to] = [places[k]!, places[(k + 1) % 4]!];
    crossings.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
  }
  const pieces: Piece[] = [];
  for (let k = 0; k + 1 < crossings.length; k += 2)
    pieces.push([...crossings[k]!, ...crossings[k + 1]!] as unknown as Piece);
  return pieces;
}
