// What both ways of integrating along a path share: pauses in which others get their turn, and how a jump is divided among inputs.
import { setImmediate } from 'node:timers/promises';

/** Milliseconds of computing after which others get their turn. */
const turn = 15;

/** Lets others have their turn now and then. */
export class PathTurns {
  #since = performance.now();
  readonly #signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Rejects with an AbortError once the signal is aborted. */
  async next(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#since < turn) return;
    await setImmediate();
    this.#since = performance.now();
  }
}

/** A jump of the output as a gradient: inputs count as they moved the unit that jumps, which is the limit of steeper and steeper
 *  sigmoids. Nothing where no input moves it. */
export function sharedOut(jump: number, towards: Float64Array, along: Float64Array): Float64Array {
  let whole = 0;
  for (let i = 0; i < along.length; i++) whole += towards[i]! * along[i]!;
  return whole === 0 ? new Float64Array(along.length) : towards.map((value) => (value * jump) / whole);
}
