// Runs steps of `npm test` at the same time and keeps what they say apart: the last one speaks as it goes, each other one is printed
// whole after it. What a step alone says is passed through, colours and all.

/** @typedef {import('./tally.js').Tally} Tally */
/** @typedef {import('./tool.js').RunOptions} RunOptions */
/** @typedef {[title: string, run: (options: RunOptions) => Promise<Tally>]} Step its `run` hands the options to `run` of tool.js */
/** @typedef {{ title: string, seconds: number, tally: Tally }} Ran */

/**
 * @param {Step[]} steps
 * @returns {Promise<Ran[]>} in the order of `steps`
 */
export async function runSideBySide(steps) {
  const speaking = steps.at(-1);
  if (!speaking) return [];
  const heldBack = steps.slice(0, -1).map((step) => {
    /** @type {string[]} */
    const said = [];
    return { step, said, running: timed(step, { onLine: (line) => said.push(line) }) };
  });
  announce(speaking);
  const last = await timed(speaking, {});
  const ran = [];
  for (const { step, said, running } of heldBack) {
    ran.push(await running);
    announce(step);
    for (const line of said) console.log(line);
  }
  return [...ran, last];
}

/** @param {Step} step */
const announce = ([title]) => console.log(`\n== ${title}`);

/**
 * @param {Step} step
 * @param {RunOptions} options
 * @returns {Promise<Ran>}
 */
async function timed([title, run], options) {
  const began = performance.now();
  const tally = await run(options);
  return { title, seconds: (performance.now() - began) / 1000, tally };
}
