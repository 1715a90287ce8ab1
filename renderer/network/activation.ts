// The shape of each activation as a small curve, so that a unit can be told at a glance. Only for drawing: what is
// trained is computed by the engine.
import type { Activation } from '../../app/contract/spec.ts';

export type DrawnActivation = Activation | 'softmax';

const shapes: Record<DrawnActivation, (x: number) => number> = {
  linear: (x) => x / 3.6,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softmax: (x) => 1 / (1 + Math.exp(-x)),
  tanh: (x) => Math.tanh(x),
  relu: (x) => Math.max(0, x) / 3.6,
};

/** Whether the curve lives in 0..1 (else in -1..1). */
function positive(activation: DrawnActivation): boolean {
  return activation === 'sigmoid' || activation === 'softmax' || activation === 'relu';
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
