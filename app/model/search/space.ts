// The search for the best network as data: which candidates are tried, on how many folds and for how many epochs. Nothing is computed here.
// What each part of it is worth: docs/performance/quality.md.
import type { Activation, Normalization } from '../../contract/spec/layers.ts';
import type { Loss } from '../../contract/spec/losses.ts';

/** Successive halving: after each rung the best third goes on, for two or three times as many epochs. The proposal always goes on: on some
 *  tables (two spirals) nothing is to be seen before long, and what is best after few epochs is what has learned nothing. */
export const schedule = {
  folds: 5,
  /** Few rows are worth more folds: each network learns from nine tenths of them, and ten are averaged. Below 150 rows that lowered the RMSE
   *  of the winner by 3.7 ± 1.6 % (25 tables); up to 400 rows by 1.8 ± 0.8 %, for twice the time. */
  foldsOfFewRows: { folds: 10, least: 20, below: 200 },
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
  hidden: [[8], [16], [32], [64], [16, 16], [32, 16], [64, 32], [128, 64]],
  activation: ['relu', 'gelu', 'silu', 'tanh'],
  learningRate: [0.002, 0.005, 0.01],
  /** The L2 penalty in rows: it counts as much as so many of them, which fits tables of every size. */
  decay: [0.1, 0.3, 1, 3, 10, 30],
  dropout: [0, 0, 0.1, 0.3],
  normalization: ['none', 'none', 'none', 'batch'],
  /** `full`: by L-BFGS, whose steps need no learning rate, dropout or normalisation. Networks of this size are trained by it five to ten
   *  times as fast as by Adam, and as well. */
  batchSize: [16, 32, 64, 'full', 'full', 'full'],
  /** `log`: the logarithm of every number column, for those with long tails (`prepare.log`). `piecewiseLinear`: every number column in bins,
   *  for steps and sharp changes, which trees follow better than plain networks do. */
  scaling: ['proposed', 'proposed', 'robust', 'log', 'piecewiseLinear'],
  /** `proposed`: the spec's. */
  loss: ['proposed', 'proposed', 'proposed', 'huber'],
} as const satisfies {
  hidden: readonly (readonly number[])[];
  activation: readonly Activation[];
  learningRate: readonly number[];
  decay: readonly number[];
  dropout: readonly number[];
  normalization: readonly Normalization[];
  batchSize: readonly (number | 'full')[];
  scaling: readonly SearchScaling[];
  loss: readonly SearchLoss[];
};

export type SearchScaling = 'proposed' | 'robust' | 'log' | 'piecewiseLinear';

export type SearchLoss = 'proposed' | 'huber';

/** Huber's loss against outliers in the target: squared errors pull a network to the few rows that are far off. */
export const huber = {
  /** Where errors begin to count linearly, in standard deviations of the target: 1.345 of those of the errors, with which a regression loses
   *  5 % of its precision where errors are normal (Huber, 1964; Holland and Welsch, 1977), for a network that explains three
   *  quarters of the target's variance. */
  delta: 0.67,
  /** Losses of which it is a robust form. All others ask for something else: a quantile, counts, classes. */
  insteadOf: ['meanSquaredError', 'meanAbsoluteError'] as readonly Loss[],
};

/** With more number columns none is put in bins: each becomes 16 inputs, so that a candidate takes up to 16 times as long; a table
 *  of 60 columns gained nothing. */
export const mostColumnsInBins = 32;

/** No penalty is larger, whatever the number of rows. */
export const mostWeightDecay = 10;

/** A linear model has no hidden layers. `by`: L-BFGS on all rows, or Adam. */
export interface FixedCandidate {
  hidden: readonly number[];
  activation: Activation;
  decay: number;
  by: 'lbfgs' | 'adam';
  dropout?: number;
  scaling?: SearchScaling;
  loss?: SearchLoss;
}

const linear = (decay: number): FixedCandidate => ({ hidden: [], activation: 'linear', decay, by: 'lbfgs' });
const inBins = { scaling: 'piecewiseLinear' } as const;
/** Where the spec's loss has no robust form, these are candidates with the spec's own. Huber's loss is half the squared error, so that a
 *  penalty counts as twice the rows. */
const byHuber = { loss: 'huber' } as const;

/** Candidates that are in every search, by their index; all others are drawn. First those that did best on many tables. */
export const fixedCandidates: readonly ('proposal' | FixedCandidate)[] = [
  'proposal',
  linear(1),
  { hidden: [32, 16], activation: 'gelu', decay: 1, by: 'lbfgs' },
  linear(30),
  { hidden: [64, 32], activation: 'gelu', decay: 1, by: 'adam' },
  { hidden: [16], activation: 'tanh', decay: 3, by: 'lbfgs' },
  { hidden: [32, 16], activation: 'gelu', decay: 10, by: 'lbfgs' },
  { hidden: [64, 32], activation: 'relu', decay: 1, by: 'adam', dropout: 0.1 },
  { ...linear(0.1), ...byHuber },
  { hidden: [32, 16], activation: 'gelu', decay: 0.3, by: 'lbfgs', ...byHuber },
  linear(300),
  { hidden: [32, 16], activation: 'gelu', decay: 1, by: 'lbfgs', ...inBins },
  { hidden: [64, 32], activation: 'relu', decay: 1, by: 'adam', dropout: 0.1, ...inBins },
  { ...linear(30), ...inBins },
  { hidden: [64, 32], activation: 'relu', decay: 0.1, by: 'adam' },
  { hidden: [32, 16], activation: 'gelu', decay: 1, by: 'lbfgs', scaling: 'log' },
  { hidden: [64, 32], activation: 'tanh', decay: 3, by: 'lbfgs' },
  { hidden: [32, 16], activation: 'gelu', decay: 3, by: 'lbfgs' },
  { hidden: [32], activation: 'tanh', decay: 0.3, by: 'lbfgs', ...byHuber },
  { hidden: [4], activation: 'tanh', decay: 3, by: 'lbfgs' },
  { hidden: [128, 64], activation: 'relu', decay: 1, by: 'adam', dropout: 0.1, ...byHuber },
  { hidden: [64, 32], activation: 'gelu', decay: 1, by: 'lbfgs' },
  linear(1_000),
];
