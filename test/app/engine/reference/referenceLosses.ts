// Each loss of one row and its slope in every output z, as a book states them, in float64. A row's loss is the mean over
// its outputs where each output has a target of its own, else one number of the class and all outputs.
import type { LossNumbers } from '../../../../app/contract/spec/losses.ts';
import type { EngineLoss } from '../../../../app/engine/runConfig.ts';

export interface RowLoss {
  loss: number;
  slopes: number[];
}
type OfOutput = (z: number, y: number, settings: LossNumbers) => { loss: number; slope: number };
type OfClass = (z: number[], y: number, settings: LossNumbers) => RowLoss;

const logistic = (z: number) => 1 / (1 + Math.exp(-z));
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

function softmax(z: number[]): number[] {
  const highest = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Focal loss -(1 - p)^g ln p of the true class's probability p, and its slope in p (Lin et al. 2017). */
function focal(p: number, focusing: number): { loss: number; slope: number } {
  const easy = (1 - p) ** focusing;
  const fall = focusing === 0 ? 0 : focusing * (1 - p) ** (focusing - 1) * Math.log(p);
  return { loss: -easy * Math.log(p), slope: fall - easy / p };
}

const ofOutput: Partial<Record<EngineLoss, OfOutput>> = {
  meanSquaredError: (z, y) => ({ loss: (z - y) ** 2, slope: 2 * (z - y) }),
  meanAbsoluteError: (z, y) => ({ loss: Math.abs(z - y), slope: Math.sign(z - y) }),
  huber: (z, y, { delta }) => {
    const error = Math.abs(z - y);
    if (error <= delta) return { loss: error ** 2 / 2, slope: z - y };
    return { loss: delta * (error - delta / 2), slope: delta * Math.sign(z - y) };
  },
  logCosh: (z, y) => ({ loss: Math.log(Math.cosh(z - y)), slope: Math.tanh(z - y) }),
  quantile: (z, y, { quantile: q }) => ({
    loss: Math.max(q * (y - z), (q - 1) * (y - z)),
    slope: y > z ? -q : 1 - q,
  }),
  poisson: (z, y) => ({ loss: Math.exp(z) - y * z, slope: Math.exp(z) - y }),
  binaryCrossEntropy: (z, y, { labelSmoothing: s }) => {
    const smooth = y * (1 - s) + s / 2;
    return { loss: softplus(z) - smooth * z, slope: logistic(z) - smooth };
  },
  binaryHinge: (z, y) => {
    const side = 2 * y - 1;
    return { loss: Math.max(0, 1 - side * z), slope: side * z < 1 ? -side : 0 };
  },
  binaryFocal: (z, y, { focusing }) => {
    const side = 2 * y - 1;
    const p = logistic(side * z);
    const { loss, slope } = focal(p, focusing);
    return { loss, slope: slope * p * (1 - p) * side };
  },
};

const ofClass: Partial<Record<EngineLoss, OfClass>> = {
  categoricalCrossEntropy: (z, y, { labelSmoothing: s }) => {
    const p = softmax(z);
    const wanted = z.map((_, c) => (c === y ? 1 - s : 0) + s / z.length);
    return {
      loss: -wanted.reduce((sum, share, c) => sum + share * Math.log(p[c]!), 0),
      slopes: p.map((share, c) => share - wanted[c]!),
    };
  },
  categoricalHinge: (z, y) => {
    const over = z.map((value, c) => (c === y ? 0 : Math.max(0, 1 - z[y]! + value)));
    const slopes = over.map((by) => (by > 0 ? 1 / z.length : 0));
    slopes[y] = -over.filter((by) => by > 0).length / z.length;
    return { loss: over.reduce((a, b) => a + b, 0) / z.length, slopes };
  },
  categoricalFocal: (z, y, { focusing }) => {
    const p = softmax(z);
    const { loss, slope } = focal(p[y]!, focusing);
    return { loss, slopes: p.map((share, c) => slope * p[y]! * ((c === y ? 1 : 0) - share)) };
  },
};

/** `targets`: one per output, or the class alone. */
export function referenceLoss(
  kind: EngineLoss,
  z: number[],
  targets: number[],
  settings: LossNumbers,
): RowLoss {
  const whole = ofClass[kind];
  if (whole) return whole(z, targets[0]!, settings);
  const parts = z.map((value, output) => ofOutput[kind]!(value, targets[output]!, settings));
  return {
    loss: parts.reduce((sum, part) => sum + part.loss, 0) / z.length,
    slopes: parts.map((part) => part.slope / z.length),
  };
}
