// Lines of equal value over a grid of numbers (marching squares): for each level, the pieces of its line in grid coordinates.
// d3-contour is not used (5.5 kB, this file 0.7): it outlines the areas above a level, closed along the grid's edge, and the lines
// would have to be cut out of those outlines.

import type { PlotLayout } from '../frame/plotLayout.ts';

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

/** Pieces of the line in one square: the points where the level crosses its edges, in the order of the edges, joined in pairs. */
function piecesOf(corners: number[], x: number, y: number, level: number): Piece[] {
  const corner = [
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
    const [from, to] = [corner[k]!, corner[(k + 1) % 4]!];
    crossings.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
  }
  const pieces: Piece[] = [];
  for (let k = 0; k + 1 < crossings.length; k += 2)
    pieces.push([...crossings[k]!, ...crossings[k + 1]!] as unknown as Piece);
  return pieces;
}

/** Strokes the lines of several levels over the plot with the context's present stroke. @param at value at a point of the grid. */
export function strokeContours(
  context: CanvasRenderingContext2D,
  [columns, rows]: readonly [number, number],
  at: (x: number, y: number) => number,
  levels: readonly number[],
  layout: PlotLayout,
): void {
  const px = (x: number) => layout.left + (x / (columns - 1)) * layout.innerWidth;
  const py = (y: number) => layout.top + (1 - y / (rows - 1)) * layout.innerHeight;
  for (const level of levels) {
    context.beginPath();
    for (const [x1, y1, x2, y2] of contour(columns, rows, at, level)) {
      context.moveTo(px(x1), py(y1));
      context.lineTo(px(x2), py(y2));
    }
    context.stroke();
  }
}
