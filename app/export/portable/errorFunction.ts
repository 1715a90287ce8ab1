// erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x, within 1e-15: by the series 2 / sqrt(pi) e^(-x^2) sum of
// 2^n x^(2n+1) / (1 3 5 ... (2n+1)), whose terms all have one sign (Abramowitz and Stegun, 7.1.6).

export function errorFunction(x: number): number {
  // Beyond, it is 1 in double.
  if (!(Math.abs(x) < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  let [term, sum] = [x, x];
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * Number.EPSILON; odd += 2) {
    term *= (2 * x * x) / odd;
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
