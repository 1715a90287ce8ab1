// The weights of a run as it is: a copy waits for the end of the present step, and so does every click. So insight calls share one copy, as
// long as memory allows and the run stands where it was.
import type { Floats, LayerWeights } from '../contract/model.ts';
import type { Progress } from '../contract/run/training.ts';
import type { EngineRun } from '../engine/engine.ts';

export class PresentWeights {
  readonly #run: EngineRun;
  #known: { at: Progress; layers: WeakRef<LayerWeights<Floats>[]> } | null = null;

  constructor(run: EngineRun) {
    this.#run = run;
  }

  /** Not to be modified. @param progress another object after each snapshot */
  at(progress: Progress): LayerWeights<Floats>[] {
    const known = this.#known?.at === progress ? this.#known.layers.deref() : undefined;
    if (known !== undefined) return known;
    const layers = this.#run.weights('last');
    this.#known = { at: progress, layers: new WeakRef(layers) };
    return layers;
  }
}
