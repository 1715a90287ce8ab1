// Update-to-weight ratios of the layers, over the last snapshots: of mini-batches one step is far from the usual one.
import type { Progress } from '../contract/run/training.ts';

type Ratios = Progress['updateRatios'];

/** Share of the newest snapshot: with ten a second it looks back over half a second, and over 5 epochs where each is waited for. */
const newest = 0.2;

export class RatioMean {
  /** Geometric means, by layer; as they came for what was not known before. */
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
