// Both losses at the end of an epoch, as medians, and the best epoch until then.
import type { EpochRecord } from '../../contract/run/training.ts';
import type { Examined } from './examined.ts';
import { medianOf, noiseOf } from './trend.ts';
import { errorShare } from './validationError.ts';

/** With fewer epochs there is no diagnosis. */
export const fewestEpochs = 10;
const medianEpochs = 5;
/** Epochs from which the noise of the validation loss is measured. */
const noiseEpochs = 20;

/** The state at the end of an epoch. `best` is the epoch with the lowest validation loss so far. */
export interface Point {
  best: EpochRecord;
  since: number;
  train: number;
  trainAtBest: number;
  validation: number;
  least: number;
  /** Noise of the validation loss from epoch to epoch. */
  noise: number;
  /** Standard error of the validation loss due to its number of rows, as a share of it; 0 where the number is unknown: then the
   *  noise alone decides. */
  error: number;
}

/** Points of one run, from its epochs with a validation loss. */
export class Points {
  #records: EpochRecord[];
  #classes: boolean;
  #rows: number | null;
  /** For the first 1, 2, 3, ... records the index of the best one. */
  #best: Int32Array;

  constructor(records: EpochRecord[], { spec, size }: Examined) {
    this.#records = records;
    this.#classes = spec.data.task !== 'regression';
    this.#rows = size?.validationRows ?? null;
    this.#best = new Int32Array(records.length);
    let best = 0;
    for (let i = 0; i < records.length; i++) {
      if (records[i]!.validationLoss! < records[best]!.validationLoss!) best = i;
      this.#best[i] = best;
    }
  }

  /** The point after the first `end` records; null where these are too few. */
  at(end: number): Point | null {
    if (end < fewestEpochs) return null;
    const index = this.#best[end - 1]!;
    const best = this.#records[index]!;
    const around = this.#records.slice(Math.max(0, index - 2), Math.min(end, index + 3));
    const recent = this.#records.slice(end - medianEpochs, end);
    const losses = this.#records.slice(Math.max(0, end - noiseEpochs), end).map(validationOf);
    return {
      best,
      since: this.#records[end - 1]!.epoch - best.epoch,
      train: medianOf(recent.map(({ trainLoss }) => trainLoss)),
      trainAtBest: medianOf(around.map(({ trainLoss }) => trainLoss)),
      validation: medianOf(recent.map(validationOf)),
      least: medianOf(around.map(validationOf)),
      noise: noiseOf(losses),
      error: this.#rows === null ? 0 : errorShare(this.#rows, this.#accuracyOf(recent)),
    };
  }

  #accuracyOf(records: EpochRecord[]): number | null {
    if (!this.#classes) return null;
    const known = records.flatMap(({ validationScore }) =>
      validationScore === null ? [] : [validationScore],
    );
    return known.length === 0 ? null : medianOf(known);
  }
}

function validationOf({ validationLoss }: EpochRecord): number {
  return validationLoss!;
}
