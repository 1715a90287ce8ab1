// Work over millions of rows in steps. Between two steps the event loop handles other work.
import { setImmediate } from 'node:timers/promises';

/** Rows per step: a loop with little work per row takes a few milliseconds. */
const stepRows = 250_000;

/** Calls `step` with `from`..`to` until all of `rows` are covered. */
export async function inSteps(rows: number, step: (from: number, to: number) => void): Promise<void> {
  for (let from = 0; from < rows; from += stepRows) {
    if (from > 0) await setImmediate();
    step(from, Math.min(from + stepRows, rows));
  }
}
