// States of a run at a thinning series of its epochs, so that a person can go back to any of them: dense at first, then every
// second one is dropped whenever they would take more memory than is theirs. In memory only.
import type { Floats } from '../contract/model.ts';
import type { Checkpoint } from '../contract/training.ts';

/** Bytes of all moments together. */
const budget = 64 * 2 ** 20;
/** More would not be told apart on a slider. */
const most = 240;
/** With room for fewer than these there is no way back worth the memory. */
const fewest = 8;

export class Moments {
  #kept: Checkpoint[] = [];
  /** Epochs between two of them. */
  #stride = 1;
  #limit = most;
  /** Grows with every change. */
  version = 0;

  /** Ascending by step. */
  get list(): { epoch: number; step: number }[] {
    return this.#kept.map(({ epoch, step }) => ({ epoch, step }));
  }

  /** Whether a state of this epoch would be kept. */
  due(epoch: number): boolean {
    if (this.#limit < fewest) return false;
    const last = this.#kept.at(-1);
    return last === undefined ? epoch > 0 : epoch >= last.epoch + this.#stride;
  }

  add(moment: Checkpoint): void {
    const last = this.#kept.at(-1);
    if (last !== undefined && moment.step <= last.step) return;
    this.#limit = Math.min(most, Math.floor(budget / bytesOf(moment)));
    if (this.#limit < fewest) return;
    this.#kept.push(moment);
    while (this.#kept.length > this.#limit) this.#thin();
    this.version++;
  }

  /** The newest that is not after `step`; null where there is none. */
  at(step: number): Checkpoint | null {
    return this.#kept.findLast((moment) => moment.step <= step) ?? null;
  }

  clear(): void {
    this.#kept = [];
    this.#stride = 1;
    this.version++;
  }

  /** Every second one goes, the first stays. */
  #thin(): void {
    this.#kept = this.#kept.filter((_, place) => place % 2 === 0);
    this.#stride *= 2;
  }
}

function bytesOf({ layers, bestLayers, slots }: Checkpoint): number {
  const tensors: (Floats | undefined)[] = [
    ...[...layers, ...bestLayers].flatMap(({ weight, bias, normalization: n }) => [
      ...[weight, bias],
      ...[n?.gamma, n?.beta, n?.mean, n?.variance],
    ]),
    ...slots.flat(),
  ];
  return Math.max(
    1,
    tensors.reduce((sum, tensor) => sum + (tensor?.byteLength ?? 0), 0),
  );
}
