// Every epoch's losses in growing typed arrays that the chart reads in place: a run of 100,000 epochs is 2.4 MB and no
// object per epoch.
import type { EpochRecord } from '../../app/contract/training.ts';
import type { History } from '../charts/curvePoints.ts';

export class LossHistory implements History {
  length = 0;
  epoch = new Float64Array(256);
  train = new Float64Array(256);
  validation = new Float64Array(256);

  /** Puts records at `from`, dropping what was there: a stream that begins anew sends everything again. */
  put(from: number, records: readonly EpochRecord[]): void {
    const length = Math.min(from, this.length);
    this.#reserve(length + records.length);
    records.forEach((record, i) => {
      this.epoch[length + i] = record.epoch;
      this.train[length + i] = record.trainLoss;
      this.validation[length + i] = record.validationLoss ?? Number.NaN;
    });
    this.length = length + records.length;
  }

  #reserve(length: number): void {
    if (length <= this.epoch.length) return;
    const size = Math.max(length, this.epoch.length * 2);
    for (const name of ['epoch', 'train', 'validation'] as const) {
      const grown = new Float64Array(size);
      grown.set(this[name]);
      this[name] = grown;
    }
  }
}
