// The search for the best network as data: which candidates are tried, on how many folds and for how many epochs. Nothing is computed here.
import type { Activation, Normalization } from '../../contract/spec/layers.ts';

/** Successive halving: after each rung the best third goes on, for two or three times as many epochs. The proposal always goes on: on some
 *  tables (two spirals) nothing is to be seen before long, and what is best after few epochs is what has learned nothing. */
export const schedule = {
  folds: 5,
  /** Shares of the spec's epochs after which the rungs end. */
  rungs: [1 / 18, 1 / 6, 1 / 2, 1],
  /** An epoch or two say nothing about a network. */
  leastEpochs: 3,
  keptShare: 1 / 3,
  /** So many go into every rung, the proposal among them, so that the last one has something to compare. */
  leastKept: 4,
  /** Below so many rows a fold's score is mostly chance. */
  leastRows: 10,
  /** Two candidates do equally well where the difference is within one standard error and this share of the better one's score. Without
   *  it, folds of small tables call much worse networks equal: over 48 tables the winner's mean rank among six models fell from 2.78 to 2.95. */
  equalShare: 0.01,
} as const;

/** What a drawn candidate's settings are drawn from, each value as probable as every other; a value may stand twice. */
export const space = {
  hidden: [[8], [16], [32], [64], [128], [256], [32, 32], [64, 32], [64, 64], [128, 64]],
  activation: ['relu', 'silu', 'silu', 'tanh'],
  learningRate: [0.002, 0.005, 0.01, 0.02],
  /** Adam's L2 penalty. */
  weightDecay: [0, 0.001, 0.01, 0.03, 0.1],
  dropout: [0, 0, 0.1, 0.3],
  normalization: ['none', 'none', 'batch'],
  batchSize: [16, 32, 64, 128],
  scaling: ['proposed', 'robust'],
} as const satisfies {
  hidden: readonly (readonly number[])[];
  activation: readonly Activation[];
  learningRate: readonly number[];
  weightDecay: readonly number[];
  dropout: readonly number[];
  normalization: readonly Normalization[];
  batchSize: readonly number[];
  scaling: readonly ('proposed' | 'robust')[];
};

/** Candidates that are in every search, by their index; all others are drawn. Linear models are fitted by L-BFGS on all rows of the folds,
 *  so that the L2 penalty alone decides, from hardly any to so much that only a few of a thousand inputs can count. */
export const fixedCandidates: Readonly<Record<number, { linear: number } | 'proposal'>> = {
  0: 'proposal',
  1: { linear: 0.01 },
  2: { linear: 1 },
  4: { linear: 0.1 },
  6: { linear: 10 },
  8: { linear: 0.001 },
  10: { linear: 3 },
  12: { linear: 0.0001 },
};
