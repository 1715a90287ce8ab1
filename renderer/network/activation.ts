// The shape of each activation function as a small curve for drawings. Training uses the engine's functions, not these.

import type { Activation } from '../../app/contract/spec/layers.ts';

export type DrawnActivation = Activation | 'softmax' | 'exp';

const shapes: Record<DrawnActivation, (x: number) => number> = {
  linear: (x) => x / 3.6,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softmax: (x) => 1 / (1 + Math.exp(-x)),
  tanh: (x) => Math.tanh(x),
  relu: (x) => Math.max(0, x) / 3.6,
  step: (x) => (x > 0 ? 1 : 0),
  leakyRelu: (x) => (x > 0 ? x : 0.1 * x) / 3.6,
  elu: (x) => (x > 0 ? x : Math.expm1(x)) / 3.6,
  selu: (x) => (1.05 * (x > 0 ? x : 1.67 * Math.expm1(x))) / 3.8,
  gelu: geluShape,
  geluTanh: geluShape,
  silu: (x) => x / (1 + Math.exp(-x)) / 3.6,
  softplus: (x) => Math.log1p(Math.exp(x)) / 3.7,
  softsign: (x) => x / (1 + Math.abs(x)),
  exp: (x) => Math.exp(x - 3.6),
};

const fromZero: readonly DrawnActivation[] = ['sigmoid', 'softmax', 'relu', 'step', 'softplus', 'exp'];

function geluShape(x: number): number {
  return (x * (1 + Math.tanh(0.798 * (x + 0.0447 * x ** 3)))) / 7.2;
}

/** Whether the curve's values are in 0..1 (else in -1..1). */
function positive(activation: DrawnActivation): boolean {
  return fromZero.includes(activation);
}

/** SVG path over x in -3.6..3.6 in a box of this size, and the height of its zero line. */
export function activationPath(activation: DrawnActivation, width: number, height: number, pad: number) {
  const shape = shapes[activation];
  const zero = positive(activation) ? height - pad : height / 2;
  const rise = positive(activation) ? height - 2 * pad : height / 2 - pad;
  const points = Array.from({ length: 37 }, (_, i) => {
    const x = pad + (i / 36) * (width - 2 * pad);
    return `${x.toFixed(1)},${(zero - shape((i - 18) / 5) * rise).toFixed(1)}`;
  });
  return { path: `M${points.join('L')}`, zero };
}
