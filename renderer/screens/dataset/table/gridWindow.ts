// Which rows and columns of a table are in view. Every row is as high as every other; a column is as wide as its name and kind
// suggest, and what is left of the view is shared out. A browser cannot make an element higher than some 33 million pixels: beyond `tallest` the scroll bar
// is a proportion and no longer a length.

export const rowHeight = 30;
const tallest = 15_000_000;
/** Width of a letter of a column's name, and what stands beside it. */
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
  /** How far the first one is scrolled out of view, pixels. */
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

/** Scroll position at which a row is the first in view, as far as there are rows below it. */
export function scrollTopOf(row: number, viewHeight: number, rows: number): number {
  const height = bodyHeight(rows);
  if (rows * rowHeight <= tallest) return row * rowHeight;
  const lastFirst = rows - Math.floor(viewHeight / rowHeight);
  return Math.ceil((Math.min(row, lastFirst) / lastFirst) * (height - viewHeight));
}

/** Left edges of all columns and, last, the right edge of the last one: pixels from the first column's left. */
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

/** Index of the last edge that is not beyond `x`, by bisection: there may be thousands. */
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

/** Rows asked for at once: fewer where a row is long, so that an answer stays around 40,000 cells. */
export function chunkRows(columns: number): number {
  return Math.max(20, Math.min(200, Math.floor(40_000 / Math.max(1, columns))));
}
