// The two directions in which points of a high-dimensional space differ most: their first two principal components, from the
// Gram matrix of the centred points, since there are fewer points than dimensions. (Lorch 2016 and Li et al. 2018 show the
// paths of trainings in this way.)

export interface PathAxes {
  /** The points' mean. */
  centre: Float64Array;
  /** Orthogonal directions of length 1. */
  x: Float64Array;
  y: Float64Array;
  /** 0..1: how much of the points' squared distance from the centre lies in the plane. */
  share: number;
}

/** Iterations until a direction no longer improves: each reduces the error by the ratio of eigenvalues, and the additional
 *  vectors separate even close eigenvalues. */
const iterations = 60;
/** Vectors that are iterated together; only the first two are used. */
const together = 6;

/** At least one point, all of one length. The sign of a direction is such that it points to where the points end. */
export function pathAxes(points: readonly Float64Array[]): PathAxes {
  const centre = meanOf(points);
  const gram = gramOf(points, centre);
  const count = points.length;
  let total = 0;
  for (let k = 0; k < count; k++) total += gram[k * count + k]!;
  const vectors = leading(gram, count, Math.min(together, count));
  const directions: Float64Array[] = [];
  let held = 0;
  for (const vector of vectors.slice(0, 2)) {
    const direction = combined(points, centre, vector);
    const length = norm(direction);
    // Below this it is rounding: the points lie on a line, or are all equal.
    if (!(length * length > 1e-14 * total)) break;
    for (let i = 0; i < direction.length; i++) direction[i]! /= length;
    facing(direction, points);
    directions.push(direction);
    held += eigenvalue(gram, count, vector);
  }
  while (directions.length < 2) directions.push(perpendicular(directions[0] ?? null, centre.length));
  return { centre, x: directions[0]!, y: directions[1]!, share: total > 0 ? Math.min(1, held / total) : 1 };
}

/** Coordinates of a point on the plane. */
export function positionOn({ centre, x, y }: PathAxes, point: Float64Array): [number, number] {
  let [alongX, alongY] = [0, 0];
  for (let i = 0; i < point.length; i++) {
    const away = point[i]! - centre[i]!;
    alongX += away * x[i]!;
    alongY += away * y[i]!;
  }
  return [alongX, alongY];
}

function meanOf(points: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(points[0]!.length);
  for (const point of points) for (let i = 0; i < mean.length; i++) mean[i]! += point[i]! / points.length;
  return mean;
}

function gramOf(points: readonly Float64Array[], centre: Float64Array): Float64Array {
  const count = points.length;
  const moved = points.map((point) => point.map((value, i) => value - centre[i]!));
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      const [one, other] = [moved[a]!, moved[b]!];
      let sum = 0;
      for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
      gram[a * count + b] = sum;
      gram[b * count + a] = sum;
    }
  }
  return gram;
}

/** Orthonormal eigenvectors, that of the largest eigenvalue first: subspace iteration from fixed vectors. */
function leading(gram: Float64Array, count: number, wanted: number): Float64Array[] {
  let vectors: Float64Array[] = Array.from({ length: wanted }, (_, k) =>
    Float64Array.from({ length: count }, (_, i) => Math.cos(((i + 0.5) * (k + 1) * Math.PI) / count)),
  );
  orthonormalize(vectors);
  for (let round = 0; round < iterations; round++) {
    vectors = vectors.map((vector) => times(gram, count, vector));
    orthonormalize(vectors);
  }
  return vectors.toSorted((a, b) => eigenvalue(gram, count, b) - eigenvalue(gram, count, a));
}

function times(gram: Float64Array, count: number, vector: Float64Array): Float64Array {
  const product = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += gram[row * count + i]! * vector[i]!;
    product[row] = sum;
  }
  return product;
}

/** Rayleigh quotient of a vector of length 1. */
function eigenvalue(gram: Float64Array, count: number, vector: Float64Array): number {
  return dot(vector, times(gram, count, vector));
}

/** Gram-Schmidt; a vector that depends on the earlier ones becomes zeros. */
function orthonormalize(vectors: Float64Array[]): void {
  for (const [k, vector] of vectors.entries()) {
    const before = norm(vector);
    for (const other of vectors.slice(0, k)) takeOut(vector, other);
    const length = norm(vector);
    const scale = length > 1e-12 * before ? 1 / length : 0;
    for (let i = 0; i < vector.length; i++) vector[i]! *= scale;
  }
}

function takeOut(vector: Float64Array, other: Float64Array): void {
  const along = dot(vector, other);
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * other[i]!;
}

function combined(points: readonly Float64Array[], centre: Float64Array, shares: Float64Array): Float64Array {
  const sum = new Float64Array(centre.length);
  for (const [k, point] of points.entries())
    for (let i = 0; i < sum.length; i++) sum[i]! += shares[k]! * (point[i]! - centre[i]!);
  return sum;
}

function facing(direction: Float64Array, points: readonly Float64Array[]): void {
  const way = dot(direction, points.at(-1)!) - dot(direction, points[0]!);
  if (way < 0) for (let i = 0; i < direction.length; i++) direction[i]! *= -1;
}

/** A unit vector along one coordinate, made perpendicular to the other direction. */
function perpendicular(other: Float64Array | null, length: number): Float64Array {
  const direction = new Float64Array(length);
  let least = 0;
  if (other !== null)
    for (let i = 1; i < length; i++) if (Math.abs(other[i]!) < Math.abs(other[least]!)) least = i;
  direction[least] = 1;
  if (other !== null && length > 1) takeOut(direction, other);
  const size = norm(direction);
  for (let i = 0; i < length; i++) direction[i]! /= size;
  return direction;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}

const norm = (vector: Float64Array) => Math.sqrt(dot(vector, vector));
