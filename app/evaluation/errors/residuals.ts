// The residuals of a target (predicted minus actual) against a quantity: a few thousand points of them, their running median, and how many
// rows have which residual.
import type { Residuals } from '../../contract/run/errorRows.ts';
import { median } from '../metrics/median.ts';
import { roundBins } from '../residuals/roundBins.ts';

const mostPoints = 2_000;
/** The running median needs no more rows. */
const mostForMedian = 50_000;
const windows = 24;
/** A median of fewer rows says little. */
const fewestInWindow = 9;

/** `at` and `residual` tell a row's numbers; a row without one of them is left out. */
export function residualsAgainst(
  rows: number,
  at: (row: number) => number,
  residual: (row: number) => number,
): Residuals {
  const known = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++)
    if (Number.isFinite(at(row)) && Number.isFinite(residual(row))) known[count++] = row;
  const used = known.subarray(0, count);
  const pointOf = (row: number): [number, number] => [at(row), residual(row)];
  return {
    rows: count,
    missing: rows - count,
    points: Array.from(thinned(used, mostPoints), pointOf),
    median: runningMedian(Array.from(thinned(used, mostForMedian), pointOf)),
    spread: spreadOf(used, residual),
  };
}

function thinned(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  return Uint32Array.from({ length: most }, (_, k) => rows[Math.floor((k * rows.length) / most)]!);
}

/** Medians of windows of neighbours, each half over the next. */
function runningMedian(points: [number, number][]): [number, number][] {
  points.sort(([a], [b]) => a - b);
  const size = Math.max(fewestInWindow, Math.ceil((2 * points.length) / windows));
  const found: [number, number][] = [];
  for (let from = 0; from + size <= points.length; from += Math.max(1, size >> 1)) {
    const window = points.slice(from, from + size);
    const middle = (k: 0 | 1) => median(Float64Array.from(window, (point) => point[k]));
    found.push([middle(0), middle(1)]);
  }
  return found;
}

function spreadOf(rows: Uint32Array, residual: (row: number) => number): Residuals['spread'] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    least = Math.min(least, residual(row));
    most = Math.max(most, residual(row));
  }
  if (rows.length === 0) return { low: 0, step: 1, bins: [] };
  const round = roundBins(least, most);
  const bins: Residuals['spread']['bins'] = Array.from({ length: round.count }, (_, bin) => ({
    ...{ rows: 0, least: round.edge(bin), most: round.edge(bin + 1) },
  }));
  for (const row of rows) {
    const value = residual(row);
    const bin = bins[round.at(value)]!;
    bin.least = bin.rows === 0 ? value : Math.min(bin.least, value);
    bin.most = bin.rows === 0 ? value : Math.max(bin.most, value);
    bin.rows++;
  }
  return { low: round.edge(0), step: round.width, bins };
}
