// How weights move along the gradient g. Every setting of every optimizer with its default (PyTorch's, but for the two
// marked) and range, each written once; steps are computed in native/kernels/steps/optimizer_step.inl, whose order of operations
// is PyTorch's. Gradient descent on all rows, on one row and on mini-batches is `sgd` with three batch sizes.
import { limits } from '../limits.ts';
import { defaultsOf, type OneOf, oneOfSchema } from './settings.ts';

const rate = <const Default extends number>(value: Default) =>
  ({
    kind: 'number',
    default: value,
    ...limits.learningRate,
    means: 'the size of a step',
  }) as const;
/** Below 1, so that a running mean forgets. */
const decaying = <const Default extends number>(value: Default, means: string) =>
  ({ kind: 'number', default: value, min: 0, max: 0.999999, means }) as const;
const momentumOf = <const Default extends number>(value: Default) =>
  ({
    kind: 'number',
    default: value,
    min: 0,
    max: 0.9999,
    means: 'share of the velocity that a step keeps: v <- momentum * v + g',
  }) as const;
const epsilonOf = <const Default extends number>(value: Default) =>
  ({
    kind: 'number',
    default: value,
    min: 1e-16,
    max: 1,
    means: 'added to the root of the mean squared gradient, against division by 0',
  }) as const;
const l2 = {
  kind: 'number',
  default: 0,
  min: 0,
  max: 10,
  means: 'L2: g <- g + weightDecay * w, of weights and not of biases',
} as const;
const positive = (value: number, max: number, means: string) =>
  ({ kind: 'number', default: value, min: 0, max, means }) as const;

const beta1 = decaying(0.9, 'decay of the running mean of gradients');
const beta2 = decaying(0.999, 'decay of the running mean of squared gradients');
const biasCorrection = {
  kind: 'flag',
  default: true,
  means: 'divides the running means by 1 - beta^t, since they begin at 0',
} as const;
const adam = {
  learningRate: rate(0.001),
  beta1,
  beta2,
  epsilon: epsilonOf(1e-8),
  biasCorrection,
  weightDecay: l2,
} as const;

export const optimizerSettings = {
  sgd: { learningRate: rate(0.01), weightDecay: l2 },
  momentum: {
    learningRate: rate(0.01),
    momentum: momentumOf(0.9),
    dampening: positive(0, 1, 'share of g that is kept out of v: v <- momentum * v + (1 - dampening) * g'),
    weightDecay: l2,
  },
  nesterov: { learningRate: rate(0.01), momentum: momentumOf(0.9), weightDecay: l2 },
  adaGrad: {
    learningRate: rate(0.01),
    learningRateDecay: positive(0, 10, 'rate / (1 + learningRateDecay * (t - 1)) at step t'),
    initialAccumulator: positive(0, 1_000, 'initial sum of squared gradients'),
    epsilon: epsilonOf(1e-10),
    weightDecay: l2,
  },
  rmsProp: {
    learningRate: rate(0.01),
    rho: decaying(0.99, 'decay of the running mean of squared gradients (PyTorch: alpha)'),
    epsilon: epsilonOf(1e-8),
    momentum: momentumOf(0),
    centered: {
      kind: 'flag',
      default: false,
      means: 'divides by the standard deviation of the gradients instead of their root mean square',
    },
    weightDecay: l2,
  },
  adaDelta: {
    learningRate: rate(1),
    rho: decaying(0.9, 'decay of the running means of squared gradients and squared steps'),
    epsilon: epsilonOf(1e-6),
    weightDecay: l2,
  },
  adam,
  adamW: {
    ...adam,
    weightDecay: {
      ...l2,
      default: 0.01,
      means: 'decoupled: w <- w - learningRate * weightDecay * w, beside the step and not through g',
    },
  },
  amsGrad: adam,
  nAdam: {
    learningRate: rate(0.002),
    beta1,
    beta2,
    epsilon: epsilonOf(1e-8),
    momentumDecay: positive(
      0.004,
      1,
      'how fast the momentum rises to beta1: beta1 * (1 - 0.5 * 0.96^(t * it))',
    ),
    weightDecay: l2,
  },
  rAdam: { learningRate: rate(0.001), beta1, beta2, epsilon: epsilonOf(1e-8), weightDecay: l2 },
  adaMax: { learningRate: rate(0.002), beta1, beta2, epsilon: epsilonOf(1e-8), weightDecay: l2 },
  rProp: {
    learningRate: { ...rate(0.01), means: 'the first step of each weight' },
    etaMinus: {
      kind: 'number',
      default: 0.5,
      min: 0.001,
      max: 0.999,
      means: 'a step is multiplied by it when the sign of the gradient changed',
    },
    etaPlus: {
      kind: 'number',
      default: 1.2,
      min: 1.001,
      max: 10,
      means: 'a step is multiplied by it when the sign of the gradient stayed',
    },
    stepMin: { kind: 'number', default: 1e-6, min: 1e-12, max: 1, means: 'the smallest step' },
    stepMax: { kind: 'number', default: 50, min: 1e-6, max: 1e6, means: 'the largest step' },
  },
  /** One step is one iteration. */
  lbfgs: {
    learningRate: rate(1),
    historySize: {
      kind: 'number',
      // PyTorch keeps 100, which small data does not need and memory feels.
      default: 10,
      min: 1,
      max: 100,
      whole: true,
      means: 'how many steps and changes of the gradient the inverse Hessian is estimated from',
    },
    gradientTolerance: positive(1e-7, 1, 'ends when no element of the gradient is larger'),
    changeTolerance: positive(1e-9, 1, 'ends when neither a weight nor the loss changes by more'),
    lineSearch: {
      kind: 'choice',
      // PyTorch searches only when asked to; without it the first steps may go anywhere.
      default: 'strongWolfe',
      choices: ['strongWolfe', 'none'],
      means: 'how the length of a step is found (line search)',
    },
  },
} as const;

export type OptimizerSpec = OneOf<typeof optimizerSettings>;
export type OptimizerType = keyof typeof optimizerSettings;
export const optimizers = Object.keys(optimizerSettings) as OptimizerType[];
export const optimizerSpecSchema = oneOfSchema(optimizerSettings, 'how the parameters follow the gradient');

/** They need all training rows in each step: with other rows in each step their estimates would be wrong. */
export const fullBatchOptimizers: readonly OptimizerType[] = ['rProp', 'lbfgs'];

/** Their weight decay acts beside the step and not through the gradient, so it is no L2. */
export const decoupledOptimizers: readonly OptimizerType[] = ['adamW'];

/** Learning rates above this make most networks on standardised inputs diverge in the first epoch. */
export const highLearningRates: Readonly<Record<OptimizerType, number>> = {
  sgd: 1,
  momentum: 0.5,
  nesterov: 0.5,
  adaGrad: 1,
  rmsProp: 0.1,
  adaDelta: 10,
  adam: 0.1,
  adamW: 0.1,
  amsGrad: 0.1,
  nAdam: 0.1,
  rAdam: 0.1,
  adaMax: 0.1,
  rProp: 1,
  lbfgs: 1,
};

/** `type` with its defaults and what is said beside them. */
export function newOptimizer<Type extends OptimizerType>(
  type: Type,
  said: Partial<Omit<Extract<OptimizerSpec, { type: Type }>, 'type'>> = {},
): Extract<OptimizerSpec, { type: Type }> {
  return { type, ...defaultsOf(optimizerSettings[type]), ...said } as unknown as Extract<
    OptimizerSpec,
    { type: Type }
  >;
}
