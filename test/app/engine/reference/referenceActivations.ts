// Each activation f and its slope f', as a book states them, in float64 and for numbers of ordinary size. Written without a
// look at the engine's own, to judge it by.
import type { Activation } from '../../../../app/contract/spec/layers.ts';

export interface ReferenceActivation {
  f(x: number): number;
  slope(x: number): number;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
/** The standard normal's density and distribution. */
const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const distribution = (x: number) => (x < 0 ? upperTail(-x) : 1 - upperTail(x));

/** P(X > x) of a standard normal for x >= 0: the integral's Taylor series near 0, Laplace's continued fraction beyond. */
function upperTail(x: number): number {
  if (x > 6) {
    let fraction = x;
    for (let n = 60; n > 0; --n) fraction = x + n / fraction;
    return density(x) / fraction;
  }
  // The integral of the density from 0 to x is density(x) * (x + x^3/3 + x^5/(3*5) + ...).
  let term = x;
  let sum = x;
  for (let n = 3; term > sum * 1e-18; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 - density(x) * sum;
}

const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;
/** Hendrycks and Gimpel's approximation by tanh. */
const geluArgument = (x: number) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

const belowZero = (x: number, negative: number, positive: number) => (x > 0 ? positive : negative);

export const referenceActivations: Record<Activation, ReferenceActivation> = {
  linear: { f: (x) => x, slope: () => 1 },
  step: { f: (x) => belowZero(x, 0, 1), slope: () => 0 },
  sigmoid: { f: logistic, slope: (x) => logistic(x) * (1 - logistic(x)) },
  tanh: { f: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { f: (x) => belowZero(x, 0, x), slope: (x) => belowZero(x, 0, 1) },
  leakyRelu: { f: (x) => belowZero(x, 0.01 * x, x), slope: (x) => belowZero(x, 0.01, 1) },
  elu: { f: (x) => belowZero(x, Math.expm1(x), x), slope: (x) => belowZero(x, Math.exp(x), 1) },
  selu: {
    f: (x) => seluScale * belowZero(x, seluAlpha * Math.expm1(x), x),
    slope: (x) => seluScale * belowZero(x, seluAlpha * Math.exp(x), 1),
  },
  gelu: { f: (x) => x * distribution(x), slope: (x) => distribution(x) + x * density(x) },
  geluTanh: {
    f: (x) => (x / 2) * (1 + Math.tanh(geluArgument(x))),
    slope: (x) => {
      const tanh = Math.tanh(geluArgument(x));
      const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
      return (1 + tanh) / 2 + (x / 2) * (1 - tanh * tanh) * inner;
    },
  },
  silu: { f: (x) => x * logistic(x), slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))) },
  softplus: { f: (x) => Math.log1p(Math.exp(x)), slope: logistic },
  softsign: { f: (x) => x / (1 + Math.abs(x)), slope: (x) => 1 / (1 + Math.abs(x)) ** 2 },
};
