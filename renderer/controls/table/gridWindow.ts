// Which rows and columns of a table are in view. All rows have the same height; a column's width follows from its name and type, and
// columns grow to fill the view. Browsers limit an element's height to about 33 million pixels, so beyond `tallest` the scroll position
// is a share of all rows rather than a length in pixels.

export const rowHeight = 30;
const tallest = 15_000_000;
/** Pixels for a letter of a column's name, and for everything beside the name. */
const letterWidth = 7;
const besideName = 22;
const narrowest = { number: 110, other: 104 };
const widest = 190;
/** Columns grow by at most this factor to fill the view. */
const mostStretch = 2;

export interface Span {
  first: number;
  /** One past the last. */
  end: number;
  /** Pixels by which the first one is scrolled out of view. */
  offset: number;
}

/** Height that the scrolled area takes for all rows. */
export function bodyHeight(rows: number): number {
  return Math.min(rows * rowHeight, tallest);
}

export function rowSpan(scrollTop: number, viewHeight: number, rows: number): Span {
  const visible = Math.ceil(viewHeight / rowHeight) + 1;
  const height = bodyHeight(rows);
  if (rows * rowHeight <= tallest) {
    const first = Math.min(Math.floor(scrollTop / rowHeight), Math.max(0, rows - 1));
    return { first, end: Math.min(rows, first + visible), offset: scrollTop - first * rowHeight };
  }
  const share = Math.min(1, scrollTop / Math.max(1, height - viewHeight));
  const lastFirst = rows - Math.floor(viewHeight / rowHeight);
  const first = Math.round(share * lastFirst);
  return { first, end: Math.min(rows, first + visible), offset: 0 };
}

/** Scroll position at which a row is the first in view, or the last position where too few rows follow it. */
export function scrollTopOf(row: number, viewHeight: number, rows: number): number {
  const height = bodyHeight(rows);
  if (rows * rowHeight <= tallest) return row * rowHeight;
  const lastFirst = rows - Math.floor(viewHeight / rowHeight);
  return Math.ceil((Math.min(row, lastFirst) / lastFirst) * (height - viewHeight));
}

/** Left edges of all columns, then the right edge of the last one, in pixels from the first column's left edge. */
export function columnEdges(columns: readonly { name: string; type: string }[], viewWidth: number): number[] {
  const widths = columns.map(({ name, type }) => {
    const least = type === 'number' ? narrowest.number : narrowest.other;
    return Math.min(widest, Math.max(least, name.length * letterWidth + besideName));
  });
  const total = widths.reduce((sum, width) => sum + width, 0);
  const stretch = Math.min(mostStretch, Math.max(1, viewWidth / Math.max(1, total)));
  const edges = [0];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + Math.floor(width * stretch));
  return edges;
}

export function columnSpan(scrollLeft: number, viewWidth: number, edges: readonly number[]): Span {
  const columns = edges.length - 1;
  const first = Math.max(0, Math.min(columns - 1, lastAtMost(edges, scrollLeft)));
  const end = Math.min(columns, lastAtMost(edges, scrollLeft + viewWidth) + 1);
  return {
    first,
    end: Math.max(end, Math.min(columns, first + 1)),
    offset: scrollLeft - (edges[first] ?? 0),
  };
}

/** Index of the last edge at or before `x`, by bisection, since there may be thousands. */
function lastAtMost(edges: readonly number[], x: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((edges[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Rows per request: as many as have about 40,000 cells together, but 20 to 200. */
export function chunkRows(columns: number): number {
  return Math.max(20, Math.min(200, Math.floor(40_000 / Math.max(1, columns))));
}

/** Edges of columns of fixed widths that grow together to fill the view. */
export function fixedEdges(widths: readonly number[]): (viewWidth: number) => number[] {
  return (viewWidth) => {
    const total = widths.reduce((sum, width) => sum + width, 0);
    const stretch = Math.max(1, viewWidth / Math.max(1, total));
    const edges = [0];
    for (const width of widths) edges.push((edges.at(-1) ?? 0) + Math.floor(width * stretch));
    return edges;
  };
}
