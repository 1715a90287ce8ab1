// The path of a network's weights through training: its weights at the ends of some epochs, densely at first, where most of the
// path lies, then one each time the number of epochs has grown by a fixed share. Nothing else decides which epochs are kept, so
// the same training leaves the same path at any pace.
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
  /** Fewest epochs between two points: absolute, and as a share of the epochs before. */
  #stride = 1;
  #share = growth;

  /** If there are more than `most` points, every second one is dropped; 0: none are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether there is a path at all. */
  get keeps(): boolean {
    return this.#most > 0;
  }

  get points(): readonly PathPoint[] {
    return this.#points;
  }

  /** Whether the weights of this epoch are kept. */
  due(epoch: number): boolean {
    if (this.#most === 0) return false;
    const last = this.#points.at(-1);
    return (
      last === undefined || epoch >= last.epoch + Math.max(this.#stride, Math.ceil(last.epoch * this.#share))
    );
  }

  /** Adds any point, even if it is not due, such as the final one; a point not later than the last one is ignored. */
  add(point: PathPoint): void {
    const last = this.#points.at(-1);
    if (this.#most === 0 || (last !== undefined && point.step <= last.step)) return;
    this.#points.push(point);
    while (this.#points.length > this.#most) this.#thin();
  }

  /** Keeps the first and the last point. */
  #thin(): void {
    const end = this.#points.length - 1;
    this.#points = this.#points.filter((_, index) => index % 2 === 0 || index === end);
    this.#stride *= 2;
    this.#share = (1 + this.#share) ** 2 - 1;
  }
}

/** The Euclidean distance of all weights and biases of two networks of one shape. */
export function distanceBetween(some: LayerWeights<Floats>[], others: LayerWeights<Floats>[]): number {
  let sum = 0;
  const add = (a: Floats, b: Floats) => {
    for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  };
  for (const [k, { weight, bias }] of some.entries()) {
    add(weight, others[k]!.weight);
    add(bias, others[k]!.bias);
  }
  return Math.sqrt(sum);
}
