// Draws a network's edges on a canvas, where thousands of curves take a few milliseconds; as SVG each would be an element. Width shows
// a weight's size, colour its sign; edges whose weight is 0 or unknown are thin grey lines.

import { type Chosen, type Edge, endsOf, type Layout, touches } from './layout.ts';

export interface EdgeColors {
  positive: string;
  negative: string;
  unknown: string;
  chosen: string;
}

/** How an edge is drawn, on the canvas and in a saved picture. */
export interface Stroke {
  color: string;
  width: number;
  opacity: number;
}

const widest = 3.4;
const thinnest = 0.5;

/** @param pointedAt edges of the chosen item, when only those are drawn. */
export function strokesOf(
  edges: readonly Edge[],
  colors: EdgeColors,
  pointedAt: readonly Edge[] | null = null,
): (edge: Edge) => Stroke {
  const largest = edges.reduce((size, edge) => Math.max(size, Math.abs(edge.weight ?? 0)), 0) || 1;
  // The more lines, the fainter each, so that a thousand lines do not become one dark area.
  const faint = (count: number, most: number) => Math.max(0.16, Math.min(most, 9 / Math.sqrt(count)));
  const opacity = pointedAt ? faint(pointedAt.length, 1) : faint(edges.length, 0.75);
  return ({ weight }) => {
    if (weight === null)
      return {
        color: pointedAt ? colors.chosen : colors.unknown,
        width: pointedAt ? 1.4 : 1,
        opacity,
      };
    return {
      color: weight === 0 ? colors.unknown : weight > 0 ? colors.positive : colors.negative,
      width: Math.max(thinnest, (Math.abs(weight) / largest) * widest),
      opacity: pointedAt ? 1 : 0.42,
    };
  };
}

/** Draws only the edges of `chosen`, strongly, or all edges where it is null. */
export function drawEdges(
  context: CanvasRenderingContext2D,
  layout: Layout,
  edges: readonly Edge[],
  colors: EdgeColors,
  chosen: Chosen | null,
): void {
  const pointedAt = chosen && edges.filter((edge) => touches(edge, chosen));
  const strokeOf = strokesOf(edges, colors, pointedAt);
  for (const edge of pointedAt ?? edges) {
    const { color, width, opacity } = strokeOf(edge);
    const { x1, y1, x2, y2 } = endsOf(edge, layout);
    const middle = (x1 + x2) / 2;
    context.globalAlpha = opacity;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x1, y1);
    context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
    context.stroke();
  }
  context.globalAlpha = 1;
}
