// Two directions in which points of a space of many dimensions differ most: their first two principal components, from the Gram
// matrix of the points about their middle, since there are fewer points than dimensions. (So Lorch 2016 and Li et al. 2018 look at the
// paths of trainings.)

export interface PathAxes {
  /** The points' mean. */
  centre: Float64Array;
  /** Of length 1, at right angles. */
  x: Float64Array;
  y: Float64Array;
  /** 0..1: how much of the points' squared distance from the centre lies in the plane. */
  share: number;
}

/** Iterations after which a direction is as good as it gets: each brings the one sought nearer by the ratio of eigenvalues, and the
 *  guards beside it separate even near ones. */
const iterations = 60;
/** Vectors that are iterated together, of which the first two are wanted. */
const together = 6;

/** Points of one length, at least one. A direction points to where the points end rather than begin. */
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
    // Below that it is rounding: the points lie on a line, or are one.
    if (!(length * length > 1e-14 * total)) break;
    for (let i = 0; i < direction.length; i++) direction[i]! /= length;
    facing(direction, points);
    directions.push(direction);
    held += eigenvalue(gram, count, vector);
  }
  while (directions.length < 2) directions.push(perpendicular(directions[0] ?? null, centre.length));
  return { centre, x: directions[0]!, y: directions[1]!, share: total > 0 ? Math.min(1, held / total) : 1 };
}

/** Where a point lies on the plane. */
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

/** Orthonormal, that of the largest eigenvalue first: subspace iteration from fixed vectors. */
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

/** Rayleigh's quotient of a vector of length 1. */
function eigenvalue(gram: Float64Array, count: number, vector: Float64Array): number {
  return dot(vector, times(gram, count, vector));
}

/** Gram and Schmidt; what is nothing beside the ones before becomes zeros. */
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

/** A direction of one number, less what it shares with another one. */
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
