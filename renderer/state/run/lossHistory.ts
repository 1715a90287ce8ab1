// Every epoch's record in growing typed arrays that the charts read in place: a run of 100,000 epochs is 4 MB and no
// object per epoch.

import type { EpochRecord } from '../../../app/contract/run/training.ts';

const columns = ['epoch', 'train', 'validation', 'score', 'rate'] as const;

export class LossHistory {
  length = 0;
  epoch = new Float64Array(256);
  /** Losses; NaN where there are no validation rows. */
  train = new Float64Array(256);
  validation = new Float64Array(256);
  /** The validation rows' accuracy or mean absolute error; NaN where there are none. */
  score = new Float64Array(256);
  /** Learning rate of the epoch's last step; NaN in the history of an older Chainrule. */
  rate = new Float64Array(256);

  /** Writes records from index `from` on and drops all later ones; a new stream sends all records again. */
  put(from: number, records: readonly EpochRecord[]): void {
    const length = Math.min(from, this.length);
    this.#reserve(length + records.length);
    records.forEach((record, i) => {
      this.epoch[length + i] = record.epoch;
      this.train[length + i] = record.trainLoss;
      this.validation[length + i] = record.validationLoss ?? Number.NaN;
      this.score[length + i] = record.validationScore ?? Number.NaN;
      this.rate[length + i] = record.learningRate ?? Number.NaN;
    });
    this.length = length + records.length;
  }

  /** Index of the first record at or after an epoch; the last one where there is none. */
  at(epoch: number): number {
    let low = 0;
    let high = Math.max(0, this.length - 1);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.epoch[middle]! < epoch) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #reserve(length: number): void {
    if (length <= this.epoch.length) return;
    const size = Math.max(length, this.epoch.length * 2);
    for (const name of columns) {
      const grown = new Float64Array(size);
      grown.set(this[name]);
      this[name] = grown;
    }
  }
}
