// The edges of a network on a canvas: thousands of curves cost a few milliseconds there and would cost a page of
// elements otherwise. Width is the weight's size and colour its sign; unknown weights are hairlines of one grey.
import { barWidth, type Chosen, type Column, type Edge, type Layout } from './layout.ts';

export interface EdgeColors {
  positive: string;
  negative: string;
  unknown: string;
  chosen: string;
}

const widest = 3.4;
const thinnest = 0.5;

export function drawEdges(
  context: CanvasRenderingContext2D,
  layout: Layout,
  edges: Edge[],
  colors: EdgeColors,
  chosen: Chosen | null,
): void {
  const largest = edges.reduce((size, edge) => Math.max(size, Math.abs(edge.weight ?? 0)), 0) || 1;
  // The more lines, the fainter each: a thousand together still read as one net.
  const plain = Math.max(0.16, Math.min(0.75, 9 / Math.sqrt(edges.length)));
  for (const edge of edges) {
    const from = layout.columns[edge.column]!;
    const to = layout.columns[edge.column + 1]!;
    const mine = chosen !== null && touches(edge, chosen);
    context.globalAlpha = mine ? 1 : chosen ? 0.22 : edge.weight === null ? plain : 0.42;
    context.strokeStyle = strokeOf(edge, mine, colors);
    context.lineWidth =
      edge.weight === null
        ? mine
          ? 1.4
          : 1
        : Math.max(thinnest, (Math.abs(edge.weight) / largest) * widest);
    curve(
      context,
      from.x + reach(from, layout),
      from.ports[edge.from]!,
      to.x - reach(to, layout),
      to.ports[edge.to]!,
    );
  }
  context.globalAlpha = 1;
}

function touches(edge: Edge, chosen: Chosen): boolean {
  return (
    (edge.column + 1 === chosen.column && edge.to === chosen.unit) ||
    (edge.column === chosen.column && edge.from === chosen.unit)
  );
}

function strokeOf(edge: Edge, mine: boolean, colors: EdgeColors): string {
  if (edge.weight === null) return mine ? colors.chosen : colors.unknown;
  return edge.weight > 0 ? colors.positive : colors.negative;
}

/** From a column's axis to where its edges begin. */
function reach(column: Column, layout: Layout): number {
  return column.bar ? barWidth / 2 : layout.radius;
}

function curve(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  const middle = (x1 + x2) / 2;
  context.beginPath();
  context.moveTo(x1, y1);
  context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
  context.stroke();
}
