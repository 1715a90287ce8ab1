// Each activation as docs/model-format.md states it, in float64. Written apart from the engine's and the writers' own: they are judged by it.
// A name that is not here was not known when the format was written down.

const logistic = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));

/** The standard normal distribution function: by the Taylor series of the integral near 0, by Laplace's continued fraction beyond. */
function normalDistribution(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) > 6) {
    let fraction = Math.abs(x);
    for (let n = 60; n > 0; n--) fraction = Math.abs(x) + n / fraction;
    return x < 0 ? density / fraction : 1 - density / fraction;
  }
  let [term, sum] = [x, x];
  for (let n = 3; Math.abs(term) > Math.abs(sum) * 1e-17; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + density * sum;
}

const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

export const referenceActivations: Readonly<Record<string, (x: number) => number>> = {
  linear: (x) => x,
  step: (x) => (x > 0 ? 1 : 0),
  sigmoid: logistic,
  tanh: Math.tanh,
  relu: (x) => (x > 0 ? x : 0),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
  gelu: (x) => x * normalDistribution(x),
  geluTanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: (x) => x * logistic(x),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  softsign: (x) => x / (1 + Math.abs(x)),
};
