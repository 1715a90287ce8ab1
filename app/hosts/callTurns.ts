// Each page's share of the backend: a page has at most `mostAtOnce` calls in progress, streams among them; further ones wait in the order in
// which they came. So a page that asks for thousands of things at once delays the others by a few calls only.
import type { Frame } from './frame.ts';

/** A page has some ten streams and a few calls at once. */
const mostAtOnce = 32;

export class CallTurns {
  readonly #answer: (frame: Frame) => Promise<unknown>;
  #inProgress = 0;
  #waiting: Frame[] = [];

  /** `answer` resolves when the call of the frame was answered, and its stream has ended. */
  constructor(answer: (frame: Frame) => Promise<unknown>) {
    this.#answer = answer;
  }

  take(frame: Frame): void {
    // What is about a call that was made before, such as its cancellation, must not wait.
    if (!beginsCall(frame)) this.#passOn(frame);
    else if (this.#inProgress < mostAtOnce) void this.#begin(frame);
    else this.#waiting.push(frame);
  }

  /** The page is gone: calls that wait are not begun. */
  close(): void {
    this.#waiting = [];
  }

  #passOn(frame: Frame): void {
    const id = idOf(frame);
    this.#waiting = this.#waiting.filter((waiting) => idOf(waiting) !== id);
    void this.#answer(frame).catch(() => {});
  }

  async #begin(frame: Frame): Promise<void> {
    this.#inProgress++;
    // Rejects for a malformed frame, and if the page went away during the call: there is nobody to tell.
    await this.#answer(frame).catch(() => {});
    this.#inProgress--;
    const next = this.#waiting.shift();
    // In a turn of its own: frames of other pages come in between.
    if (next !== undefined) setImmediate(() => void this.#begin(next));
  }
}

/** A frame is JSON, with the bytes of a file after it where there are any. Its type `t` is left out for a call; other types have no
 *  large content. */
function beginsCall(frame: Frame): boolean {
  if (typeof frame !== 'string' || frame.length > longestOther) return true;
  try {
    const { t } = JSON.parse(frame);
    return t === undefined || t === callType;
  } catch {
    return true;
  }
}

function idOf(frame: Frame): string | undefined {
  return typeof frame === 'string' ? /^\{"i":"([^"]{0,64})"/.exec(frame)?.[1] : undefined;
}

const callType = 1;
const longestOther = 1_000;
