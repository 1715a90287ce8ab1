// Every activation and its slope in float64: the formulas of native/kernels/layers/activations.inl, for explanations of single rows.
import type { Activation } from '../../contract/spec/layers.ts';
import { erf } from '../distributions/normal.ts';

/** `active` says on which side of 0 an activation with a kink is taken to be: x > 0, unless the caller knows better. */
export interface ActivationCurve {
  value(x: number, active: boolean): number;
  slope(x: number, active: boolean): number;
  /** Shape at 0. `linear`: two straight lines. `jump`: `linear`, and not continuous. `seam`: two smooth pieces. */
  at0: 'smooth' | 'linear' | 'jump' | 'seam';
}

const selu = { s: 1.0507009873554805, a: 1.6732632423543772 };
const gelu = { root: 0.7978845608028654, cubic: 0.044715 };

const logistic = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
/** Distribution function of the standard normal distribution. */
const normal = (x: number) => 0.5 * (1 + erf(x / Math.SQRT2));
const inner = (x: number) => Math.tanh(gelu.root * x * (1 + gelu.cubic * x * x));

export const activationCurves: Readonly<Record<Activation, ActivationCurve>> = {
  linear: { value: (x) => x, slope: () => 1, at0: 'smooth' },
  step: { value: (_, active) => (active ? 1 : 0), slope: () => 0, at0: 'jump' },
  sigmoid: { value: logistic, slope: (x) => logistic(x) * logistic(-x), at0: 'smooth' },
  tanh: { value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2, at0: 'smooth' },
  relu: {
    value: (x, active) => (active ? x : 0),
    slope: (_, active) => (active ? 1 : 0),
    at0: 'linear',
  },
  leakyRelu: {
    value: (x, active) => (active ? x : 0.01 * x),
    slope: (_, active) => (active ? 1 : 0.01),
    at0: 'linear',
  },
  elu: {
    value: (x, active) => (active ? x : Math.expm1(x)),
    slope: (x, active) => (active ? 1 : Math.exp(x)),
    at0: 'seam',
  },
  selu: {
    value: (x, active) => (active ? selu.s * x : selu.s * selu.a * Math.expm1(x)),
    slope: (x, active) => (active ? selu.s : selu.s * selu.a * Math.exp(x)),
    at0: 'seam',
  },
  gelu: {
    value: (x) => x * normal(x),
    slope: (x) => normal(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI),
    at0: 'smooth',
  },
  geluTanh: {
    value: (x) => 0.5 * x * (1 + inner(x)),
    slope: (x) => {
      const t = inner(x);
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * gelu.root * (1 + 3 * gelu.cubic * x * x);
    },
    at0: 'smooth',
  },
  silu: {
    value: (x) => x * logistic(x),
    slope: (x) => logistic(x) * (1 + x * logistic(-x)),
    at0: 'smooth',
  },
  softplus: {
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: logistic,
    at0: 'smooth',
  },
  softsign: { value: (x) => x / (1 + Math.abs(x)), slope: (x) => 1 / (1 + Math.abs(x)) ** 2, at0: 'seam' },
};
