// The plane of the first two principal components of the standardised numeric columns, through their means: the two directions with the
// largest variance over the training rows. Coordinates are in units of the standardised columns. A missing value counts as the mean;
// constant columns are left out. Power iteration with deflation (Golub and Van Loan, section 8.2).

import type { Directions } from '../../../app/contract/run/insight.ts';

export interface PrincipalPlane {
  directions: Directions;
  /** Share of the sum of the variances along each component, 0..1. */
  shares: readonly [first: number, second: number];
  /** Position of each row on each component. */
  positions: readonly [first: Float64Array, second: Float64Array];
  /** Distance of each row to the plane: root mean square over the directions perpendicular to the plane. */
  distances: Float64Array;
}

/** Most iterations. Two components that are still mixed then have variances within 1 % of each other. */
const mostSteps = 500;
const settled = 1e-12;

/** The plane, or null with fewer than two columns that vary. @param train number of rows, from the first, that decide the plane. */
export function principalPlane(
  names: readonly string[],
  column: (name: string) => Float64Array,
  train: number,
): PrincipalPlane | null {
  const scaled = names
    .map((name) => scaledColumn(name, column(name), train))
    .filter(({ scale }) => scale > 0);
  if (scaled.length < 2) return null;
  const matrix = correlations(scaled, train);
  const first = largestComponent(matrix, null);
  const second = largestComponent(matrix, first.vector);
  const positions = [positionsAlong(scaled, first.vector), positionsAlong(scaled, second.vector)] as const;
  return {
    directions: {
      origin: Object.fromEntries(scaled.map(({ name, mean }) => [name, mean])),
      x: slopes(scaled, first.vector),
      y: slopes(scaled, second.vector),
    },
    shares: [first.variance / scaled.length, second.variance / scaled.length],
    positions,
    distances: distancesTo(positions, scaled),
  };
}

interface ScaledColumn {
  name: string;
  mean: number;
  scale: number;
  /** Standardised values, one per row. */
  values: Float64Array;
}

function scaledColumn(name: string, values: Float64Array, train: number): ScaledColumn {
  const known = values.subarray(0, train).filter(Number.isFinite);
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const scale = Math.sqrt(
    known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length),
  );
  const standardised = values.map((value) =>
    Number.isFinite(value) && scale > 0 ? (value - mean) / scale : 0,
  );
  return { name, mean, scale, values: standardised };
}

function slopes(scaled: readonly ScaledColumn[], vector: Float64Array): Record<string, number> {
  return Object.fromEntries(scaled.map(({ name, scale }, k) => [name, vector[k]! * scale]));
}

/** Correlation matrix of the standardised columns over the training rows. */
function correlations(scaled: readonly ScaledColumn[], train: number): Float64Array[] {
  const matrix = scaled.map(() => new Float64Array(scaled.length));
  for (const [i, { values: a }] of scaled.entries()) {
    for (let j = i; j < scaled.length; j++) {
      const b = scaled[j]!.values;
      let sum = 0;
      for (let row = 0; row < train; row++) sum += a[row]! * b[row]!;
      matrix[i]![j] = matrix[j]![i] = sum / train;
    }
  }
  return matrix;
}

/** The unit vector with the largest variance among those orthogonal to `beside`; its largest component is positive. */
function largestComponent(matrix: readonly Float64Array[], beside: Float64Array | null) {
  let vector = Float64Array.from(matrix, (_, k) => 1 + k / matrix.length);
  let variance = 0;
  for (let step = 0; step < mostSteps; step++) {
    withoutPart(vector, beside);
    const length = Math.sqrt(dot(vector, vector)) || 1;
    vector = vector.map((value) => value / length);
    const next = Float64Array.from(matrix, (row) => dot(row, vector));
    const found = dot(next, vector);
    if (Math.abs(found - variance) <= settled * found) break;
    variance = found;
    if (step + 1 < mostSteps) vector = next;
  }
  const sign =
    vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0) < 0 ? -1 : 1;
  return { vector: vector.map((value) => sign * value), variance };
}

function withoutPart(vector: Float64Array, beside: Float64Array | null): void {
  if (beside === null) return;
  const part = dot(vector, beside);
  for (let k = 0; k < vector.length; k++) vector[k]! -= part * beside[k]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function positionsAlong(scaled: readonly ScaledColumn[], vector: Float64Array): Float64Array {
  const positions = new Float64Array(scaled[0]!.values.length);
  for (const [k, { values }] of scaled.entries())
    for (let row = 0; row < positions.length; row++) positions[row]! += values[row]! * vector[k]!;
  return positions;
}

function distancesTo(
  [first, second]: readonly [Float64Array, Float64Array],
  scaled: readonly ScaledColumn[],
): Float64Array {
  const beside = scaled.length - 2;
  return first.map((a, row) => {
    if (beside === 0) return 0;
    const square = scaled.reduce((sum, { values }) => sum + values[row]! ** 2, 0);
    return Math.sqrt(Math.max(0, square - a ** 2 - second[row]! ** 2) / beside);
  });
}
