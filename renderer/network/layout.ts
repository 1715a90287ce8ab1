// Lays out a network's layers, units and edges in a box. Layers are columns from left to right. A small layer is a column of circles; a
// layer with more units than `most` or than the box has room for is a bar, longer for more units, and a few threads stand for all of
// its edges. Pure geometry.

export interface LayerShape {
  units: number;
}
export interface Box {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}
export interface Column {
  x: number;
  /** Centres of the circles from top to bottom; empty for a bar. */
  ys: number[];
  /** Top and bottom of the bar; null for circles. */
  bar: { top: number; bottom: number } | null;
  /** Heights at which edges begin and end: the circles' centres, or positions along the bar. */
  ports: number[];
}
export interface Layout {
  columns: Column[];
  radius: number;
  /** Distance between two columns. */
  gap: number;
}
export interface Edge {
  /** Index of the column on the left; `from` is the port there, `to` the port in the next column. */
  column: number;
  from: number;
  to: number;
  /** Signed; null while weights are unknown. */
  weight: number | null;
}

/** Most units that are drawn as circles; a larger layer is a bar. */
export const most = 24;
const leastPitch = 9;
/** Length of the shortest bar, as a share of the height. */
const shortestBar = 0.35;
const largestPitch = 58;
export const barWidth = 20;

export function layOut(layers: LayerShape[], box: Box): Layout {
  const innerHeight = Math.max(1, box.height - box.top - box.bottom);
  const innerWidth = Math.max(1, box.width - box.left - box.right);
  const gap = layers.length > 1 ? innerWidth / (layers.length - 1) : 0;
  const fits = Math.min(most, Math.max(2, Math.floor(innerHeight / leastPitch)));
  const tallest = Math.max(1, ...layers.map((layer) => (layer.units <= fits ? layer.units : 1)));
  const pitch = Math.min(largestPitch, innerHeight / tallest);
  const middle = box.top + innerHeight / 2;
  const largest = Math.max(1, ...layers.map((layer) => layer.units));
  const columns = layers.map((layer, index): Column => {
    const x = box.left + index * gap;
    if (layer.units > fits) {
      const half = (innerHeight / 2) * Math.max(shortestBar, Math.sqrt(layer.units / largest));
      return {
        x,
        ys: [],
        bar: { top: middle - half, bottom: middle + half },
        ports: along(middle - half, middle + half),
      };
    }
    // A layer of fewer than 5 units is spread wider, so that its edges stay apart.
    const own = Math.min(largestPitch, layer.units < 5 ? pitch * 1.35 : pitch, innerHeight / layer.units);
    const ys = Array.from({ length: layer.units }, (_, i) => middle + (i - (layer.units - 1) / 2) * own);
    return { x, ys, bar: null, ports: ys };
  });
  const radius = Math.max(2, Math.min(12, pitch * 0.32, gap > 0 ? gap * 0.22 : 12));
  return { columns, radius, gap };
}

/** Positions spaced evenly along a bar: at most `most`, at least `leastPitch` apart. */
function along(top: number, bottom: number): number[] {
  const count = Math.max(2, Math.min(most, Math.floor((bottom - top) / leastPitch)));
  return Array.from({ length: count }, (_, i) => top + ((i + 0.5) / count) * (bottom - top));
}

/** A layer's weights, row-major [outputs, inputs]; null while unknown. */
export type WeightsOf = (layer: number) => Float32Array | null;

/** At most `limit` edges: those with the largest weights, or evenly sampled where no weight is known. Threads of a bar have no weight. */
export function edgesOf(layers: LayerShape[], layout: Layout, weights: WeightsOf, limit: number): Edge[] {
  const edges: Edge[] = [];
  for (let column = 0; column + 1 < layers.length; column++) {
    const [left, right] = [layout.columns[column]!, layout.columns[column + 1]!];
    const inputs = left.ports.length;
    const matrix = left.bar || right.bar ? null : weights(column);
    for (let to = 0; to < right.ports.length; to++) {
      for (let from = 0; from < inputs; from++) {
        edges.push({ column, from, to, weight: matrix?.[to * inputs + from] ?? null });
      }
    }
  }
  if (edges.length <= limit) return edges;
  if (edges.some((edge) => edge.weight !== null)) {
    return edges.sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0)).slice(0, limit);
  }
  const every = edges.length / limit;
  return Array.from({ length: limit }, (_, i) => edges[Math.floor(i * every)]!);
}

/** The item that is pointed at: a unit or a bar, whose edges are highlighted, or one edge. */
export type Chosen =
  | { kind: 'layer'; column: number }
  | { kind: 'unit'; column: number; unit: number }
  | { kind: 'edge'; column: number; from: number; to: number };

export function isUnit(chosen: Chosen, column: number, unit: number): boolean {
  if (chosen.kind === 'layer') return false;
  if (chosen.kind === 'unit') return chosen.column === column && chosen.unit === unit;
  return (
    (chosen.column === column && chosen.from === unit) || (chosen.column + 1 === column && chosen.to === unit)
  );
}

/** Whether an edge is the chosen one or begins or ends at the chosen unit or bar. */
export function touches(edge: Edge, chosen: Chosen): boolean {
  if (chosen.kind === 'edge')
    return edge.column === chosen.column && edge.from === chosen.from && edge.to === chosen.to;
  if (chosen.kind === 'layer') return edge.column === chosen.column || edge.column + 1 === chosen.column;
  return (
    (edge.column + 1 === chosen.column && edge.to === chosen.unit) ||
    (edge.column === chosen.column && edge.from === chosen.unit)
  );
}

/** End points of an edge, which is a cubic curve with both control points halfway across. */
export function endsOf(edge: Edge, { columns, radius }: Layout) {
  const [from, to] = [columns[edge.column]!, columns[edge.column + 1]!];
  const reach = (column: Column) => (column.bar ? barWidth / 2 : radius);
  return {
    x1: from.x + reach(from),
    y1: from.ports[edge.from]!,
    x2: to.x - reach(to),
    y2: to.ports[edge.to]!,
  };
}

/** Distance between neighbouring circles of a column; for a single circle the height of a line of text. */
export function pitchOf(ys: number[]): number {
  return ys.length > 1 ? ys[1]! - ys[0]! : 12;
}

/** The circle or bar at or close to a position; null where there is none. */
export function unitAt(layout: Layout, x: number, y: number): Chosen | null {
  const reach = Math.max(layout.radius + 6, 12);
  const column = layout.columns.findIndex((one) => Math.abs(x - one.x) <= reach);
  const { ys, bar } = layout.columns[column] ?? { ys: [], bar: null };
  if (bar) return y >= bar.top && y <= bar.bottom ? { kind: 'layer', column } : null;
  const unit = ys.findIndex((center) => Math.abs(y - center) <= Math.max(layout.radius + 2, pitchOf(ys) / 2));
  return unit < 0 ? null : { kind: 'unit', column, unit };
}

/** The edge between two circles that is vertically nearest to a position, at most `reach` away. Threads of a bar are not edges and
 *  are never found. */
export function edgeAt(
  layout: Layout,
  edges: readonly Edge[],
  x: number,
  y: number,
  reach: number,
): Chosen | null {
  const column = layout.columns.findIndex((one, i) => one.x < x && x < (layout.columns[i + 1]?.x ?? 0));
  const [left, right] = [layout.columns[column], layout.columns[column + 1]];
  if (!left || !right || left.bar || right.bar) return null;
  const [start, end] = [left.x + layout.radius, right.x - layout.radius];
  const rise = riseAt((x - start) / (end - start));
  let nearest: { edge: Edge; distance: number } | null = null;
  for (const edge of edges) {
    if (edge.column !== column) continue;
    const [from, to] = [left.ports[edge.from]!, right.ports[edge.to]!];
    const distance = Math.abs(from + (to - from) * rise - y);
    if (distance <= reach && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY))
      nearest = { edge, distance };
  }
  return nearest && { kind: 'edge', column, from: nearest.edge.from, to: nearest.edge.to };
}

/** Height of an edge (0 to 1) at a `share` (0 to 1) of its width: inverts x(t) = 1.5 t - 1.5 t^2 + t^3 by bisection, then
 *  y(t) = 3 t^2 - 2 t^3. */
export function riseAt(share: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    if (1.5 * t - 1.5 * t * t + t ** 3 < share) low = t;
    else high = t;
  }
  return 3 * low * low - 2 * low ** 3;
}

/** The next unit or bar in the direction of an arrow key, from the first layer where none is chosen; null for another key. */
export function chosenBy(key: string, chosen: Chosen | null, { columns }: Layout): Chosen | null {
  const ways: Record<string, [across: number, down: number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const way = ways[key];
  if (!way || columns.length === 0) return null;
  if (chosen === null || chosen.kind === 'edge') return chosenIn(columns, 0, 0);
  const column = Math.min(columns.length - 1, Math.max(0, chosen.column + way[0]));
  return chosenIn(columns, column, (chosen.kind === 'unit' ? chosen.unit : 0) + way[1]);
}

/** The unit of a column that is nearest to a position in it; for a bar, the whole layer. */
function chosenIn(columns: readonly Column[], column: number, unit: number): Chosen {
  const { ys, bar } = columns[column]!;
  if (bar) return { kind: 'layer', column };
  return { kind: 'unit', column, unit: Math.min(ys.length - 1, Math.max(0, unit)) };
}

/** SVG path with a line between neighbouring units of a bar; empty where the lines would be less than 3 pixels apart. */
export function notches(x: number, { top, bottom }: { top: number; bottom: number }, units: number): string {
  const pitch = (bottom - top) / units;
  if (pitch < 3) return '';
  const [left, length] = [x - barWidth / 2 + 3, barWidth - 6];
  return Array.from(
    { length: units - 1 },
    (_, i) => `M${left},${(top + (i + 1) * pitch).toFixed(1)}h${length}`,
  ).join('');
}
