// How weights move along the gradient g. Every setting of every optimizer with its default (PyTorch's, but for the two
// marked; Lion's are its authors') and range, each written once; steps are computed in native/kernels/steps/optimizer_step.inl,
// whose order of operations is PyTorch's. Gradient descent on all rows, on one row and on mini-batches is `sgd` with three batch sizes.
import { limits } from '../limits.ts';
import { defaultsOf, type OneOf, oneOfSchema } from './settings.ts';

const rate = <const Default extends number>(value: Default) =>
  ({
    kind: 'number',
    default: value,
    ...limits.learningRate,
    means: 'the size of a step',
  }) as const;
/** A decay rate below 1, so that a running mean forgets. */
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
    means: 'added to the divisor, so that nothing is divided by 0',
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
/** Applies to weights and not to biases, as `l2` does. */
const decoupledDecay = {
  ...l2,
  means: 'decoupled: w <- w - learningRate * weightDecay * w, beside the step and not through g',
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
    learningRateDecay: positive(
      0,
      10,
      'the learning rate at step t is learningRate / (1 + learningRateDecay * (t - 1))',
    ),
    initialAccumulator: positive(0, 1_000, 'the sum of squared gradients before the first step'),
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
    weightDecay: { ...decoupledDecay, default: 0.01 },
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
  lion: {
    learningRate: rate(0.0001),
    beta1: decaying(0.9, 'share of m in the mean of m and g whose sign is the step'),
    beta2: decaying(0.99, 'decay of m, the running mean of gradients'),
    weightDecay: decoupledDecay,
  },
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
    stepMin: { kind: 'number', default: 1e-6, min: 1e-12, max: 1, means: 'the smallest step of a weight' },
    stepMax: { kind: 'number', default: 50, min: 1e-6, max: 1e6, means: 'the largest step of a weight' },
  },
  lbfgs: {
    learningRate: rate(1),
    historySize: {
      kind: 'number',
      // PyTorch keeps 100: more memory than small data needs.
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
      // PyTorch's default is no line search; without one the first steps may diverge.
      default: 'strongWolfe',
      choices: ['strongWolfe', 'none'],
      means: 'how the length of a step is found',
      choicesMean: {
        strongWolfe: 'a line search: the length meets the strong Wolfe conditions',
        none: 'no search: the length is learningRate',
      },
    },
    weightDecay: l2,
  },
} as const;

export type OptimizerSpec = OneOf<typeof optimizerSettings>;
export type OptimizerType = keyof typeof optimizerSettings;
export const optimizers = Object.keys(optimizerSettings) as OptimizerType[];
/** Properties of an optimizer besides its settings. */
interface Traits {
  /** What it does in a step; what g, w, m and v are stands in spec.ts. */
  means: string;
  /** Numbers of optimizer state per parameter. */
  slots: number;
  /** The rate to propose where inputs are standardised, if it is not the default. Adam at PyTorch's 0.001 did not converge on
   *  five smooth, low-noise tables within 6,000 steps; at 0.003 it did on all. Optimizers with steps as long as Adam's get the
   *  same; descent without Adam's scaling needs a larger rate. */
  proposedLearningRate?: number;
  /** Learning rates above this make most networks on standardised inputs diverge in the first epoch. */
  highLearningRate: number;
  /** The optimizer needs all training rows in each step: different rows in each step would make its estimates wrong. */
  fullBatch?: true;
  /** Its weight decay is applied separately from the gradient, so it is not an L2 penalty. */
  decoupled?: true;
}

export const optimizerTraits: Readonly<Record<OptimizerType, Traits>> = {
  sgd: {
    means: 'gradient descent: w <- w - learningRate * g',
    slots: 0,
    highLearningRate: 1,
    proposedLearningRate: 0.05,
  },
  momentum: {
    means: 'gradient descent with a velocity v that adds up past gradients: w <- w - learningRate * v',
    slots: 1,
    highLearningRate: 0.5,
    proposedLearningRate: 0.02,
  },
  nesterov: {
    means: "Nesterov's momentum: w <- w - learningRate * (g + momentum * v)",
    slots: 1,
    highLearningRate: 0.5,
    proposedLearningRate: 0.02,
  },
  adaGrad: {
    means: 'divides g by the root of the sum of all squared gradients so far',
    slots: 1,
    highLearningRate: 1,
  },
  rmsProp: {
    means: 'divides g by the root of a running mean of squared gradients',
    // Plus one each for `momentum` and `centered`, see slotsOf.
    slots: 1,
    highLearningRate: 0.1,
  },
  adaDelta: {
    means: 'as rmsProp, and multiplies by the root of a running mean of squared steps',
    slots: 2,
    highLearningRate: 10,
  },
  adam: {
    means: 'w <- w - learningRate * m / (sqrt(v) + epsilon)',
    slots: 2,
    highLearningRate: 0.1,
    proposedLearningRate: 0.003,
  },
  adamW: {
    means: 'Adam with decoupled weight decay',
    slots: 2,
    highLearningRate: 0.1,
    proposedLearningRate: 0.003,
    decoupled: true,
  },
  amsGrad: {
    means: 'Adam that divides by the root of the largest v so far',
    slots: 3,
    highLearningRate: 0.1,
    proposedLearningRate: 0.003,
  },
  nAdam: { means: "Adam with Nesterov's momentum", slots: 2, highLearningRate: 0.1 },
  rAdam: {
    means: 'Adam with rectified first steps: as long as v comes from too few gradients, the step is m alone',
    slots: 2,
    highLearningRate: 0.1,
  },
  adaMax: {
    means: 'Adam that divides by a decaying maximum of the sizes of the gradients instead of by sqrt(v)',
    slots: 2,
    highLearningRate: 0.1,
  },
  lion: {
    means:
      'the same step for all: w <- w - learningRate * sign(beta1 * m + (1 - beta1) * g), then m <- beta2 * m + (1 - beta2) * g',
    slots: 1,
    // On iris, wine and penguins (64-32 units, seed 1): at 0.03 the loss falls in the first epoch, at 0.1 it rises for two
    // epochs.
    highLearningRate: 0.03,
    decoupled: true,
  },
  rProp: {
    means: 'uses only the signs of g: each weight has a step size of its own; batchSize must be "full"',
    slots: 2,
    highLearningRate: 1,
    fullBatch: true,
  },
  lbfgs: {
    means:
      'quasi-Newton: estimates the inverse Hessian from the last steps; batchSize must be "full", a step is an iteration',
    // The last gradient, direction and weights; slotsOf adds the history.
    slots: 3,
    highLearningRate: 1,
    fullBatch: true,
  },
};

export const optimizerSpecSchema = oneOfSchema(
  optimizerSettings,
  Object.fromEntries(optimizers.map((type) => [type, optimizerTraits[type].means])) as Record<
    OptimizerType,
    string
  >,
);
export const fullBatchOptimizers = optimizers.filter((type) => optimizerTraits[type].fullBatch);
export const decoupledOptimizers = optimizers.filter((type) => optimizerTraits[type].decoupled);

/** Numbers that an optimizer with these settings keeps for each parameter. */
export function slotsOf(optimizer: OptimizerSpec): number {
  const { slots } = optimizerTraits[optimizer.type];
  if (optimizer.type === 'rmsProp')
    return slots + (optimizer.momentum > 0 ? 1 : 0) + (optimizer.centered ? 1 : 0);
  // Differences of weights and of gradients.
  return optimizer.type === 'lbfgs' ? slots + 2 * optimizer.historySize : slots;
}

/** `type` with its defaults and the given settings. */
export function newOptimizer<Type extends OptimizerType>(
  type: Type,
  said: Partial<Omit<Extract<OptimizerSpec, { type: Type }>, 'type'>> = {},
): Extract<OptimizerSpec, { type: Type }> {
  return { type, ...defaultsOf(optimizerSettings[type]), ...said } as unknown as Extract<
    OptimizerSpec,
    { type: Type }
  >;
}
