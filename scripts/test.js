// `npm test`: builds what is out of date, then format and lint, types, native tests, unit tests, end-to-end tests. What
// the runners say is passed through; the last line is the sum over all of them. Exit code 1 when anything failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildError, build } from './build.js';
import { findBrowser } from './chromium.js';
import { runNativeTests } from './nativeTests.js';
import { checkTally, listedTests, playwrightTally, summary, vitestTally } from './tally.js';
import { commandOf, runNode } from './tool.js';

/** @typedef {import('./tally.js').Tally} Tally */

const reports = mkdtempSync(join(tmpdir(), 'chainrule-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

/** @type {[title: string, run: () => Promise<Tally>][]} */
const steps = [
  [
    'format and lint',
    () => check('biome check', '@biomejs/biome', 'biome', ['check', '--error-on-warnings', '.']),
  ],
  ['types of the backend', () => check('tsc', 'typescript', 'tsc', ['--noEmit', '-p', 'tsconfig.json'])],
  ['types of the page', pageTypes],
  ['native tests', runNativeTests],
  ['unit tests', unitTests],
  ['end-to-end tests', endToEndTests],
];

/** Whether everything is built; a failure is the one result. */
async function builds() {
  try {
    await build(console.log);
    return true;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    ran.push({ title: 'build', seconds: 0, tally: checkTally('everything after it was not run', false) });
    return false;
  }
}

/**
 * @param {string} title
 * @param {() => Promise<Tally>} step
 */
async function time(title, step) {
  console.log(`\n== ${title}`);
  const began = performance.now();
  const tally = await step();
  ran.push({ title, seconds: (performance.now() - began) / 1000, tally });
}

/**
 * @param {string} name
 * @param {string} packageName
 * @param {string} command
 * @param {string[]} args
 */
async function check(name, packageName, command, args) {
  return checkTally(name, (await runNode(commandOf(packageName, command), args)) === 0);
}

async function pageTypes() {
  const args = ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'];
  return check('svelte-check', 'svelte-check', 'svelte-check', args);
}

async function unitTests() {
  const file = join(reports, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runNode(commandOf('vitest'), ['run', ...reporters]);
  return vitestTally(readReport(file), code);
}

const playwright = ['test', '-c', 'test/e2e/playwright.config.ts'];

async function endToEndTests() {
  const browser = await findBrowser(console.log);
  if ('missing' in browser) return withoutBrowser(browser.missing);
  console.log(`With ${browser.path}`);
  const file = join(reports, 'endToEnd.json');
  const code = await runNode(
    commandOf('@playwright/test', 'playwright'),
    [...playwright, '--reporter=list,json'],
    {
      env: { CHROME_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    },
  );
  return playwrightTally(readReport(file), code);
}

/**
 * Every end-to-end test is skipped for this reason, or fails where a browser must be there.
 * @param {string} reason
 * @returns {Promise<Tally>}
 */
async function withoutBrowser(reason) {
  console.log(`The end-to-end tests need a browser: ${reason}.`);
  const file = join(reports, 'listed.json');
  await runNode(commandOf('@playwright/test', 'playwright'), [...playwright, '--list', '--reporter=json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  const names = listedTests(readReport(file));
  if (process.env.CI) return { passed: 0, failed: names.length, skipped: [], failures: [reason] };
  return { passed: 0, failed: 0, skipped: names.map((name) => `${name}: ${reason}`), failures: [] };
}

/** @param {string} file */
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** @type {{ title: string, seconds: number, tally: Tally }[]} */
const ran = [];
if (await builds()) for (const [title, step] of steps) await time(title, step);
const lines = summary(ran);
console.log(`\n${lines.join('\n')}`);
process.exitCode = ran.some(({ tally }) => tally.failed > 0) ? 1 : 0;
