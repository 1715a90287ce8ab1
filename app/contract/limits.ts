// Limits of the numbers that a person can set, for form, CLI, validation and help. Those of optimizers, schedules, losses,
// regularisation and stopping stand beside their defaults instead.

export interface Range {
  min: number;
  max: number;
}

export const limits = {
  layers: { min: 0, max: 64 },
  units: { min: 1, max: 65_536 },
  /** Share of a layer's outputs that a training step sets to 0. */
  dropout: { min: 0, max: 0.95 },
  /** The constant's value, the uniform's limit, the normal's standard deviation. */
  initializerScale: { min: -100, max: 100 },
  /** A weight or bias that is set by hand, and how many of them a spec may hold. */
  initialWeight: { min: -1e6, max: 1e6 },
  initialWeights: { max: 4_096 },
  learningRate: { min: 1e-9, max: 1_000 },
  classWeight: { min: 0, max: 1e6 },
  batchSize: { min: 1, max: 10_000_000 },
  epochs: { min: 1, max: 1_000_000 },
  /** Epochs per second. A faster training runs at full speed. */
  pace: { min: 0.25, max: 1_000 },
  patience: { min: 0, max: 1_000_000 },
  /** Parts of a cross-validation. */
  folds: { min: 2, max: 100 },
  /** Folds and seeds of an ensemble, which has a network for each fold and seed. */
  ensembleFolds: { min: 2, max: 20 },
  ensembleSeeds: { min: 1, max: 10 },
  seed: { min: 0, max: 2 ** 32 - 1 },
  threads: { min: 1, max: 256 },
  /** Largest magnitude of a scaled input. */
  clip: { min: 0.01, max: 1e6 },
  /** Bins of a piecewise-linear encoding. */
  bins: { min: 2, max: 128 },
  /** One-hot columns of one category column; a level rarer than those kept is all zeros. */
  levels: { max: 100 },
  /** Most different values of a column that are counted. Each is a text in memory, about a gigabyte in all. */
  levelsListed: { max: 16_000_000 },
  classes: { min: 2, max: 1_000 },
  /** Weights, gradients, optimizer state and matrices together, in bytes. */
  memory: { max: 4 * 2 ** 30 },
  /** The first rows of a file of at least `from` bytes are shown while it is read. A page that uploads such a file sends its
   *  first `head` bytes ahead, twice as many as are read of them. */
  sample: { from: 8 * 2 ** 20, head: 2 ** 18 },
  /** Checkpoints of the current run in memory. More than `most` make no visible difference on a slider; if fewer than `fewest`
   *  fit into `bytes` (all together), none are worth the memory. */
  checkpointHistory: { fewest: 8, most: 240, bytes: 64 * 2 ** 20 },
} as const;

/** Largest magnitude that float32 holds: a number beyond it is missing, since it would become infinite in a tensor. */
export const float32Max = 3.4028234663852886e38;
