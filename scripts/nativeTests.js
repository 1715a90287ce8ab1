// Builds the engine's own tests, a program beside the addon, where they are out of date, and runs them. The program prints a
// line for each test and ends with `native tests: N passed, N failed, N skipped`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, buildNativeTests, nativeTestProgram } from './build.js';
import { checkTally } from './tally.js';
import { root, run } from './tool.js';

const program = join(root, nativeTestProgram);

/**
 * @param {string} [wanted] a part of the names of the tests to be run; '' runs all
 * @returns {Promise<import('./tally.js').Tally>}
 */
export async function runNativeTests(wanted = '') {
  try {
    await buildNativeTests(console.log);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    return checkTally('the native tests could not be built', false);
  }
  if (!existsSync(program)) return checkTally(`${program} was not built`, false);
  /** @type {string[]} */
  const lines = [];
  const code = await run(program, wanted ? [wanted] : [], {
    onLine(line) {
      lines.push(line);
      console.log(line);
    },
  });
  return nativeTally(lines, code);
}

/**
 * @param {string[]} lines what the program said
 * @param {number} code its exit code
 * @returns {import('./tally.js').Tally}
 */
export function nativeTally(lines, code) {
  const said = lines.join('\n');
  const sum = /^native tests: (\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(said);
  if (!sum) return checkTally(`the program ended with code ${code} and no sum`, false);
  const named = (/** @type {string} */ word) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const [passed, failed] = [Number(sum[1]), Number(sum[2])];
  if (code !== 0 && failed === 0) return checkTally(`the program ended with code ${code}`, false);
  return { passed, failed, skipped: named('skipped'), failures: named('failed') };
}
