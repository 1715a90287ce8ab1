// The data of the curves: the numbers of every epoch in typed arrays, which are read without a copy. state/run/lossHistory.ts fills
// them.

export interface EpochHistory {
  /** Epochs known; the arrays may be longer. */
  readonly length: number;
  readonly epoch: Float64Array;
  /** Losses; NaN where there are no validation rows. */
  readonly train: Float64Array;
  readonly validation: Float64Array;
  /** The validation rows' accuracy or mean absolute error; NaN where there are none. */
  readonly score: Float64Array;
  /** Learning rate of the epoch's last step; NaN where it is not known. */
  readonly rate: Float64Array;
  /** Index of the first epoch at or after this one; of the last where there is none. */
  at(epoch: number): number;
}
