// `npm test [-- PATTERN]`: builds what is out of date, then format and lint, types, native tests, unit tests, end-to-end tests.
// With a PATTERN only the tests that have it in their file's path (native ones: in their name). The last line is the sum over
// all of them. Exit code 1 when anything failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildError, build } from './build.js';
import { leftOut, testFiles } from './chosenTests.js';
import { findBrowser } from './chromium.js';
import { runNativeTests } from './nativeTests.js';
import { runSideBySide } from './sideBySide.js';
import { checkTally, listedTests, playwrightTally, summary, vitestTally } from './tally.js';
import { commandOf, runNode } from './tool.js';

/** @typedef {import('./tally.js').Tally} Tally */
/** @typedef {import('./sideBySide.js').Step} Step */

// Of the native tests' own variable: every float. What else is exhaustive reads CHAINRULE_EXHAUSTIVE itself.
if (process.env.CHAINRULE_EXHAUSTIVE === '1') process.env.CHAINRULE_FLOAT_STRIDE ??= '1';

const reports = mkdtempSync(join(tmpdir(), 'chainrule-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const pattern = process.argv[2] ?? '';
const files = { unit: testFiles('.test.ts', pattern), endToEnd: testFiles('.spec.ts', pattern) };

/**
 * What runs at the same time, group after group. The checks and the native tests share the cores; unit and end-to-end tests
 * use all of them by themselves.
 * @type {Step[][]}
 */
const all = [
  [
    ['format and lint', lint],
    ['types of the backend', backendTypes],
    ['types of the page', pageTypes],
    ['native tests', () => runNativeTests(pattern)],
  ],
  [['unit tests', unitTests]],
  [['end-to-end tests', endToEndTests]],
];
/** @type {Step[][]} */
const chosen = [
  [['native tests', () => runNativeTests(pattern)]],
  files.unit.chosen.length > 0 ? [['unit tests', unitTests]] : [],
  files.endToEnd.chosen.length > 0 ? [['end-to-end tests', endToEndTests]] : [],
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

/** @param {import('./tool.js').RunOptions} options */
async function lint(options) {
  const args = ['check', '--error-on-warnings', '.'];
  return checkTally(
    'biome check',
    (await runNode(commandOf('@biomejs/biome', 'biome'), args, options)) === 0,
  );
}

/** @param {import('./tool.js').RunOptions} options */
async function backendTypes(options) {
  const args = ['--noEmit', '-p', 'tsconfig.json'];
  return checkTally('tsc', (await runNode(commandOf('typescript', 'tsc'), args, options)) === 0);
}

/** @param {import('./tool.js').RunOptions} options */
async function pageTypes(options) {
  const args = ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'];
  return checkTally('svelte-check', (await runNode(commandOf('svelte-check'), args, options)) === 0);
}

async function unitTests() {
  const file = join(reports, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runNode(commandOf('vitest'), [
    'run',
    ...reporters,
    ...(pattern ? files.unit.chosen : []),
  ]);
  return vitestTally(readReport(file), code);
}

const playwright = ['test', '-c', 'test/e2e/playwright.config.ts'];

async function endToEndTests() {
  const browser = await findBrowser(console.log);
  if ('missing' in browser) return withoutBrowser(browser.missing);
  console.log(`With ${browser.path}`);
  const file = join(reports, 'endToEnd.json');
  const env = { CHROME_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await runPlaywright(['--reporter=list,json'], env);
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
  await runPlaywright(['--list', '--reporter=json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const names = listedTests(readReport(file));
  if (process.env.CI) return { passed: 0, failed: names.length, skipped: [], failures: [reason] };
  return { passed: 0, failed: 0, skipped: names.map((name) => `${name}: ${reason}`), failures: [] };
}

/**
 * @param {string[]} options
 * @param {NodeJS.ProcessEnv} env
 */
function runPlaywright(options, env) {
  // Playwright takes a path for a regular expression.
  const paths = pattern ? files.endToEnd.chosen.map((path) => path.replaceAll('.', '\\.')) : [];
  return runNode(commandOf('@playwright/test', 'playwright'), [...playwright, ...options, ...paths], { env });
}

/** @param {string} file */
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** @type {import('./sideBySide.js').Ran[]} */
const ran = [];
if (await builds()) for (const group of pattern ? chosen : all) ran.push(...(await runSideBySide(group)));
const lines = summary(ran);
if (pattern) lines.splice(-1, 0, ...leftOut(pattern, files));
console.log(`\n${lines.join('\n')}`);
process.exitCode = ran.some(({ tally }) => tally.failed > 0) ? 1 : 0;
