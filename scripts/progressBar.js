// How far something is: a bar on one line that is rewritten on a terminal, a few plain lines where there is none.

const barWidth = 24;

/**
 * @typedef {object} ProgressBar
 * @property {(done: number, total: number | null, text: string) => void} show `text` says both numbers in words; without
 *   a total there is no bar
 * @property {() => void} end leaves the line; to be called also where the whole was never reached
 */

/**
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} out
 * @param {number} lines into which the whole is cut where nothing can be rewritten
 * @returns {ProgressBar}
 */
export function progressBar(out, lines) {
  let shown = -1;
  let onLine = false;
  const end = () => {
    if (onLine) out.write('\n');
    onLine = false;
  };
  return {
    show(done, total, text) {
      // Without a total every tenth is a line of its own.
      const whole = total ?? 10 * lines;
      const step = Math.floor(((out.isTTY ? 1000 : lines) * done) / whole);
      if (step === shown) return;
      shown = step;
      if (!out.isTTY) {
        out.write(`  ${text}\n`);
        return;
      }
      const filled = total ? Math.round((barWidth * done) / total) : 0;
      const bar = total ? `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ` : '';
      // What was longer before is erased to the line's end.
      out.write(`\r  ${bar}${text}\u001b[K`);
      onLine = true;
      if (done === total) end();
    },
    end,
  };
}
