// Converts the step of a mid-run change to a position on an axis of epochs. A change is stored with its step; the number of steps in
// an epoch follows from the batch size, and a change of the batch size holds from the next epoch on.

import type { Change } from '../../../app/contract/run/training.ts';
import type { BatchSize } from '../../../app/contract/spec/spec.ts';

/** @param rows number of training rows. */
export function stepsPerEpoch(rows: number, batchSize: BatchSize): number {
  return batchSize === 'full' ? 1 : Math.max(1, Math.ceil(rows / batchSize));
}

/** The epoch, with a fraction, at which each change was made. */
export function changeEpochs(changes: readonly Change[], rows: number, batchSize: BatchSize): number[] {
  let begin = { step: 0, epoch: 0 };
  let steps = stepsPerEpoch(rows, batchSize);
  return changes.map((change) => {
    const at = begin.epoch + (change.step - begin.step) / steps;
    if (change.batchSize !== undefined) {
      const epochs = Math.ceil((change.step - begin.step) / steps);
      begin = { step: begin.step + epochs * steps, epoch: begin.epoch + epochs };
      steps = stepsPerEpoch(rows, change.batchSize);
    }
    return at;
  });
}
