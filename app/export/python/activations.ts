// The activations by their formulas, in float64: what a written file is checked with, and a foreign network's are recognised by.
import { errorFunction } from '../portable/errorFunction.ts';

const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

const formulas: Record<string, (x: number) => number> = {
  linear: (x) => x,
  step: (x) => (x > 0 ? 1 : 0),
  sigmoid: logistic,
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => (x > 0 ? scale * x : scale * alpha * Math.expm1(x)),
  gelu: (x) => x * (0.5 + 0.5 * errorFunction(x / Math.SQRT2)),
  geluTanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: (x) => x * logistic(x),
  softplus: (x) => (x > 20 ? x : Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
  softsign: (x) => x / (1 + Math.abs(x)),
};

/** Throws RangeError for a name that is none of the model format's. */
export function activate(name: string, x: number): number {
  const formula = Object.hasOwn(formulas, name) ? formulas[name] : undefined;
  if (formula === undefined) throw new RangeError(`There is no activation "${name}".`);
  return formula(x);
}
