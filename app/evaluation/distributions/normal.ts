// The normal distribution: the error function, and both tails.

/** A value is within so many standard deviations of the mean with a probability of 95 %. */
export const reach95 = 1.959964;

/** The probability that a value is at least `z` standard deviations from the mean, on either side. */
export function normalTails(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  if (x > 27) return 0;
  // A continued fraction: far out 1 - erf would lose its digits.
  if (x >= 2) {
    let fraction = 0;
    for (let k = 80; k > 0; k--) fraction = k / 2 / (x + fraction);
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
  }
  return 1 - erf(x);
}

/** The error function to 1e-15: e^(-x^2) times a series of positive terms (Abramowitz and Stegun 7.1.6). */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
