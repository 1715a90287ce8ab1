// What keeps weights and gradients small, beside the optimizer's own weight decay. It applies to weights only, unless `decayBiases` is
// set; no penalty is part of a reported loss.
import { defaultsOf, settingsSchema, type ValuesOf } from './settings.ts';

export const regularizationSettings = {
  l1: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 10,
    means: 'L1: g <- g + l1 * sign(w), so that some weights become 0',
  },
  decoupledDecay: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 10,
    means: 'weight decay with any optimizer: w <- w - learningRate * decoupledDecay * w, beside the step',
  },
  clipNorm: {
    kind: 'number',
    default: null,
    min: 1e-6,
    max: 1e6,
    means:
      'gradient clipping, the largest 2-norm of all gradients together: g <- g * min(1, clipNorm / (norm + 1e-6)), after clipValue',
  },
  clipValue: {
    kind: 'number',
    default: null,
    min: 1e-9,
    max: 1e6,
    means: 'gradient clipping, the largest size of one element of the gradient',
  },
  maxNorm: {
    kind: 'number',
    default: null,
    min: 1e-6,
    max: 1e6,
    means: "largest 2-norm of a unit's incoming weights, after each step",
  },
  decayBiases: { kind: 'flag', default: false, means: 'whether decay and penalties also apply to biases' },
} as const;

export type Regularization = ValuesOf<typeof regularizationSettings>;
export const regularizationSchema = settingsSchema(regularizationSettings);
export const defaultRegularization: Regularization = defaultsOf(regularizationSettings);
