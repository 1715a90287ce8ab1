// Probabilities of differences that are at least as large as one that was seen, if there were none (two-sided). The formulas are the
// usual ones: Fisher's exact test, the normal distribution, Student's t by the incomplete beta function (Lentz's continued
// fraction).

/** Of `hits` among `rows` rows drawn from `all` rows of which `allHits` are hits (Fisher): twice the smaller tail. */
export function fisher(hits: number, rows: number, allHits: number, all: number): number {
  const pmf = Math.exp(
    logChoose(allHits, hits) + logChoose(all - allHits, rows - hits) - logChoose(all, rows),
  );
  const least = Math.max(0, rows - (all - allHits));
  const most = Math.min(rows, allHits);
  const up = tail(
    pmf,
    hits,
    most,
    (k) => ((allHits - k) * (rows - k)) / ((k + 1) * (all - allHits - rows + k + 1)),
  );
  const down = tail(pmf, -hits, -least, (minus) => {
    const k = -minus;
    return (k * (all - allHits - rows + k)) / ((allHits - k + 1) * (rows - k + 1));
  });
  return Math.min(1, 2 * Math.min(up, down));
}

/** The probability at `from` and all those up to `to`; `ratio(k)`: that of k + 1 to that of k. */
function tail(first: number, from: number, to: number, ratio: (k: number) => number): number {
  let term = first;
  let sum = first;
  for (let k = from; k < to && term > sum * 1e-17; k++) {
    term *= ratio(k);
    sum += term;
  }
  return sum;
}

/** Of a difference of `z` standard errors. */
export function normal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  if (x > 27) return 0;
  if (x >= 2) {
    let fraction = 0;
    for (let k = 80; k > 0; k--) fraction = k / 2 / (x + fraction);
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
  }
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= -(x * x) / k;
    sum += term / (2 * k + 1);
  }
  return 1 - (2 / Math.sqrt(Math.PI)) * sum;
}

/** Of a difference of `t` standard errors with `degrees` of freedom. */
export function student(t: number, degrees: number): number {
  if (Number.isNaN(t)) return 1;
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** The number of standard errors that a difference exceeds with probability `chance`, to 1e-9. */
export function studentReach(chance: number, degrees: number): number {
  let [low, high] = [0, 1e3];
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (student(middle, degrees) > chance) low = middle;
    else high = middle;
  }
  return high;
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** Stirling's series after the argument is raised above 20: absolute error below 1e-14. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 20) shift -= Math.log(z++);
  const square = 1 / (z * z);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / z;
  return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

function continuedFraction(x: number, a: number, b: number): number {
  const least = 1e-300;
  const away = (value: number) => (Math.abs(value) < least ? least : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}
