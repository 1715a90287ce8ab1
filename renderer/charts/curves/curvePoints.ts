// Reduces a part of a history to the points that one chart can show: at most two per pixel column (the lowest and the highest value,
// so that no spike is lost), and a centred moving mean, which does not lag behind. 100,000 epochs take about 1 ms, so the points
// are computed again for every drawing and nothing is cached.

/** Lines over epochs. The arrays may be longer than `length`; NaN is a gap. */
export interface Curves {
  length: number;
  epoch: Float64Array;
  lines: readonly Float64Array[];
}

/** Which part of the curves is drawn, and how. */
export interface CurveView {
  /** Indices into the curves, `end` excluded. */
  begin: number;
  end: number;
  /** Width of the chart in pixels. */
  columns: number;
  /** Whether only values above 0 can be drawn (log). */
  positive: boolean;
  smoothing: Smoothing;
}

/** uPlot's layout: one array of x, one per line; null is a gap. */
export interface CurvePoints {
  x: number[];
  lines: Line[];
  /** Smallest and largest value that can be drawn; null when there is none. */
  range: [number, number] | null;
}
export interface Line {
  raw: (number | null)[];
  smooth: (number | null)[];
}

export const smoothings = ['none', 'some', 'strong'] as const;
export type Smoothing = (typeof smoothings)[number];
/** Half-width of the mean as a share of the curve's length. */
const reach: Record<Smoothing, number> = { none: 0, some: 1 / 80, strong: 1 / 16 };

/** Half the width of the centred mean, in epochs; none while the curve is short. */
export function smoothingRadius(length: number, smoothing: Smoothing): number {
  return length < 24 || smoothing === 'none' ? 0 : Math.max(2, Math.round(length * reach[smoothing]));
}

export function curvePoints(curves: Curves, view: CurveView): CurvePoints {
  const { begin, end, positive } = view;
  const length = Math.max(0, end - begin);
  const width = Math.max(1, Math.ceil(length / Math.max(1, view.columns)));
  const epoch = curves.epoch.subarray(begin, end);
  const x = width === 1 ? Array.from(epoch) : bucketEdges(epoch, width);
  const range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const radius = smoothingRadius(length, view.smoothing);
  const drawn = drawnAt(begin, end, width);
  const lines = curves.lines.map((line): Line => {
    const values = line.subarray(begin, end);
    const mean = centredMeans(line, curves.length, radius, drawn);
    return {
      raw: width === 1 ? drawable(values, positive, range) : extremes(values, width, positive, range),
      // Means of single epochs may lie outside the raw range, since they include epochs outside the view; those of buckets do not
      // widen it.
      smooth: drawable(mean, positive, width === 1 ? range : [0, 0]),
    };
  });
  return { x, lines, range: range[0] <= range[1] ? range : null };
}

function bucketEdges(epoch: Float64Array, width: number): number[] {
  const x: number[] = [];
  for (let start = 0; start < epoch.length; start += width) {
    const end = Math.min(start + width, epoch.length) - 1;
    x.push(epoch[start]!, epoch[start]! + (epoch[end]! - epoch[start]!) / 2);
  }
  return x;
}

function draws(value: number, positive: boolean): boolean {
  return Number.isFinite(value) && (!positive || value > 0);
}

function widen(range: [number, number], value: number): void {
  if (value < range[0]) range[0] = value;
  if (value > range[1]) range[1] = value;
}

function drawable(values: Float64Array, positive: boolean, range: [number, number]): (number | null)[] {
  const line: (number | null)[] = new Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    line[i] = draws(value, positive) ? value : null;
    if (line[i] !== null) widen(range, value);
  }
  return line;
}

/** Lowest and highest of each bucket, in the order in which they occur. */
function extremes(
  values: Float64Array,
  width: number,
  positive: boolean,
  range: [number, number],
): (number | null)[] {
  const line: (number | null)[] = [];
  for (let start = 0; start < values.length; start += width) {
    const end = Math.min(start + width, values.length);
    let low = -1;
    let high = -1;
    for (let i = start; i < end; i++) {
      if (!draws(values[i]!, positive)) continue;
      if (low < 0 || values[i]! < values[low]!) low = i;
      if (high < 0 || values[i]! > values[high]!) high = i;
    }
    if (low < 0) line.push(null, null);
    else {
      widen(range, values[low]!);
      widen(range, values[high]!);
      line.push(values[Math.min(low, high)]!, values[Math.max(low, high)]!);
    }
  }
  return line;
}

/** Indices of the epochs whose mean is drawn: all epochs, or the first and the middle one of each bucket. */
function drawnAt(begin: number, end: number, width: number): number[] {
  if (width === 1) return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i);
  const at: number[] = [];
  for (let start = begin; start < end; start += width)
    at.push(start, Math.min(start + Math.floor(width / 2), end - 1));
  return at;
}

/** Means of the values within `radius` epochs of each of `positions`, which ascend. Near the start the window shrinks on both
 *  sides, so that the steep first epochs are not pulled down; near the end only its later side shrinks, so that the last point
 *  does not jump. Values that are not finite are skipped. One sliding window computes all means without a buffer as long as the
 *  history. */
export function centredMeans(
  values: Float64Array,
  length: number,
  radius: number,
  positions: readonly number[],
): Float64Array {
  const means = new Float64Array(positions.length);
  let [first, end, sum, count] = [0, 0, 0, 0];
  positions.forEach((at, index) => {
    const back = Math.min(radius, at);
    if (at - back >= end) [first, end, sum, count] = [at - back, at - back, 0, 0];
    for (const last = at + Math.min(back, length - 1 - at); end <= last; end++) {
      if (!Number.isFinite(values[end]!)) continue;
      sum += values[end]!;
      count++;
    }
    for (; first < at - back; first++) {
      if (!Number.isFinite(values[first]!)) continue;
      sum -= values[first]!;
      count--;
    }
    means[index] = count === 0 ? Number.NaN : sum / count;
  });
  return means;
}
