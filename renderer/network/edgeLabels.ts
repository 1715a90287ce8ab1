// Where the weight of each edge of a small network is written: on its line, and for the edges that leave one unit one behind the other, since
// they lie close together there. Nothing where the numbers would cover each other.

import { type Edge, endsOf, type Layout, riseAt } from './layout.ts';

export interface EdgeLabel {
  x: number;
  y: number;
  weight: number;
}

/** Most edges between two layers. */
const most = 6;
/** Width of a number, such as −0.583, and between two of one unit. */
const width = 38;
/** Height of a line of numbers. */
const height = 16;
/** Share of the way at which the first number stands. */
const first = 0.24;
/** Beyond it the lines into one unit run together. */
const last = 0.55;

export function edgeLabels(edges: readonly Edge[], layout: Layout): EdgeLabel[] {
  return layout.columns.slice(0, -1).flatMap((_, column) => {
    const own = edges.filter((edge) => edge.column === column && edge.weight !== null);
    const to = layout.columns[column + 1]!.ports.length;
    const step = to > 1 ? (last - first) / (to - 1) : 0;
    const crowded = own.length > most || layout.gap < 2.4 * width || (to > 1 && step * layout.gap < width);
    if (crowded || pitch(layout.columns[column]!.ports) < height) return [];
    return own.map((edge) => placed(edge, layout, first + step * edge.to));
  });
}

function placed(edge: Edge, layout: Layout, share: number): EdgeLabel {
  const { x1, y1, x2, y2 } = endsOf(edge, layout);
  return { x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * riseAt(share), weight: edge.weight! };
}

function pitch([one, next]: readonly number[]): number {
  return one === undefined || next === undefined ? Number.POSITIVE_INFINITY : next - one;
}
