// Update-to-weight ratios of the layers, averaged over the last snapshots: with mini-batches a single step can differ much from
// the usual one.
import type { Progress } from '../contract/run/training.ts';

type Ratios = Progress['updateRatios'];

/** Weight of the newest snapshot: ten per second average over about half a second, one per epoch over about 5 epochs. */
const newest = 0.2;

export class RatioMean {
  /** Geometric means per layer; the first known value where there was none before. */
  value: Ratios = null;

  take(ratios: Ratios) {
    if (ratios === null) return;
    this.value = ratios.map((ratio, i) => {
      const before = this.value?.[i] ?? null;
      if (ratio === null || ratio === 0) return before;
      return before === null ? ratio : before ** (1 - newest) * ratio ** newest;
    });
  }

  forget() {
    this.value = null;
  }
}
