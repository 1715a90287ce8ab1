// The path of a network's weights through training: its weights at the ends of some epochs, dense at first, where most of the path
// lies, then one each time the number of epochs has grown by a fixed share. The choice of epochs depends on nothing else, so the same training
// leaves the same path at any pace.
import type { Floats, LayerWeights } from '../contract/model.ts';

export interface PathPoint {
  epoch: number;
  step: number;
  layers: LayerWeights<Floats>[];
}

/** A hundred epochs leave 42 points, a million 179. */
const growth = 0.07;

export class WeightPath {
  #points: PathPoint[] = [];
  readonly #most: number;
  /** Least epochs between two points, as a number and as a share of the epochs before. */
  #stride = 1;
  #share = growth;

  /** Of more points than `most` every second one is dropped; 0: none are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  get points(): readonly PathPoint[] {
    return this.#points;
  }

  /** Whether a state of this epoch would be kept. */
  due(epoch: number): boolean {
    if (this.#most === 0) return false;
    const last = this.#points.at(-1);
    return (
      last === undefined || epoch >= last.epoch + Math.max(this.#stride, Math.ceil(last.epoch * this.#share))
    );
  }

  /** Also one that is not due, such as the last of all; what is no later than the last one is left out. */
  add(point: PathPoint): void {
    const last = this.#points.at(-1);
    if (this.#most === 0 || (last !== undefined && point.step <= last.step)) return;
    this.#points.push(point);
    while (this.#points.length > this.#most) this.#thin();
  }

  /** The first and the last stay. */
  #thin(): void {
    const end = this.#points.length - 1;
    this.#points = this.#points.filter((_, index) => index % 2 === 0 || index === end);
    this.#stride *= 2;
    this.#share = (1 + this.#share) ** 2 - 1;
  }
}
