// Which files of tests a pattern of `npm test -- PATTERN` chooses, and what is said of those that it leaves out.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tool.js';

/** @typedef {{ chosen: string[], all: number }} TestFiles paths from the root, with `/`; how many there are of the kind */

/**
 * @param {string} ending of the kind: `.test.ts` or `.spec.ts`
 * @param {string} pattern a part of the path; '' chooses all
 * @returns {TestFiles}
 */
export function testFiles(ending, pattern) {
  const folder = join(root, 'test');
  if (!existsSync(folder)) return { chosen: [], all: 0 };
  const all = readdirSync(folder, { recursive: true })
    .map((name) => `test/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))
    .sort();
  return { chosen: all.filter((path) => path.includes(pattern)), all: all.length };
}

/**
 * Lines for the end of the run.
 * @param {string} pattern
 * @param {{ unit: TestFiles, endToEnd: TestFiles }} files
 */
export function leftOut(pattern, { unit, endToEnd }) {
  /** @param {TestFiles} files */
  const others = ({ chosen, all }) => `${all - chosen.length} of ${all} files`;
  return [
    `Left out, for "${pattern}" is not in their path or name:`,
    '  format and lint, types of the backend, types of the page',
    '  native tests with other names',
    `  unit tests: ${others(unit)}`,
    `  end-to-end tests: ${others(endToEnd)}`,
  ];
}
