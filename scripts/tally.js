// How many tests a runner ran, from the report that it wrote as JSON: the numbers of the last line of `npm test`. A report
// that is missing, a file that did not load and an error outside any test count as failed: nothing is lost silently.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './tool.js';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped one line for each: its name, and why where the runner knows
 * @property {string[]} failures a text for each where the runner names them: its name, then what it said
 * @property {Timing[]} [files] how long each file took, where the runner says it
 */
/** @typedef {{ name: string, seconds: number }} Timing */

/**
 * A check that is one test, such as the linter.
 * @param {string} name
 * @param {boolean} passed
 * @returns {Tally}
 */
export const checkTally = (name, passed) => ({
  passed: passed ? 1 : 0,
  failed: passed ? 0 : 1,
  skipped: [],
  failures: passed ? [] : [name],
});

/**
 * @param {Tally} tally
 * @param {number} code the runner's exit code: one that says failure where no test failed is a failure of its own
 * @returns {Tally}
 */
function withExitCode(tally, code) {
  if (code === 0 || tally.failed > 0) return tally;
  return { ...tally, failed: 1, failures: [`the runner ended with code ${code} and named no test`] };
}

/**
 * @typedef {object} VitestReport
 * @property {VitestFile[]} testResults
 */
/**
 * @typedef {object} VitestFile
 * @property {string} name its path
 * @property {string} status
 * @property {number} startTime of its first test, in ms
 * @property {number} endTime of its last test
 * @property {string} [message] why the file did not run
 * @property {{ fullName: string, status: string, failureMessages?: string[] }[]} assertionResults
 */

/**
 * @param {VitestReport | null} report of `vitest run --reporter=json`, null where it was not written
 * @param {number} code
 * @returns {Tally}
 */
export function vitestTally(report, code) {
  if (!report) return checkTally('vitest wrote no report', false);
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const named = (/** @type {string} */ status) =>
    tests.filter((test) => test.status === status).map((test) => test.fullName.trim());
  const skipped = ['pending', 'skipped', 'todo', 'disabled'].flatMap(named);
  const failed = tests.filter(({ status }) => status === 'failed');
  const failures = [
    ...failed.map((test) => withWhy(test.fullName.trim(), test.failureMessages)),
    ...broken.map((file) => withWhy(`${file.name} (did not run to its end)`, [file.message ?? ''])),
  ];
  const files = report.testResults.map(({ name, startTime, endTime }) => ({
    name: relative(root, name).replaceAll('\\', '/'),
    seconds: (endTime - startTime) / 1000,
  }));
  const passed = named('passed').length;
  return withExitCode({ passed, failed: failures.length, skipped, failures, files }, code);
}

/**
 * @typedef {object} PlaywrightSuite
 * @property {string} title
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, tests: PlaywrightTest[] }[]} [specs]
 */
/**
 * @typedef {object} PlaywrightTest
 * @property {string} status `expected`, `unexpected`, `flaky` or `skipped`
 * @property {string} projectName
 * @property {{ type: string, description?: string }[]} annotations
 * @property {{ duration: number, errors?: { message?: string, stack?: string }[] }[]} [results] one for each time it was
 *   run; milliseconds
 */

/**
 * @param {{ suites: PlaywrightSuite[], errors: { message?: string }[] } | null} report of `playwright test --reporter=json`
 * @param {number} code
 * @returns {Tally}
 */
export function playwrightTally(report, code) {
  if (!report) return checkTally('playwright wrote no report', false);
  const tests = report.suites.flatMap((suite) => testsOf(suite, []));
  const named = (/** @type {string[]} */ statuses) => tests.filter((test) => statuses.includes(test.status));
  const skipped = named(['skipped']).map((test) => test.name + (test.reason ? `: ${test.reason}` : ''));
  const failures = named(['unexpected', 'flaky']).map(({ name, errors }) => withWhy(name, errors));
  const outside = report.errors[0]?.message?.split('\n')[0];
  if (outside) failures.push(`outside any test: ${outside}`);
  const files = report.suites.map((suite) => ({
    name: suite.title,
    seconds: testsOf(suite, []).reduce((sum, test) => sum + test.seconds, 0),
  }));
  const passed = named(['expected']).length;
  return withExitCode({ passed, failed: failures.length, skipped, failures, files }, code);
}

/** So many lines of what a failed test said are told in the summary: the error, and where it was thrown. */
const told = 20;

/**
 * The name of a failed test, and below it what it said.
 * @param {string} name
 * @param {string[]} [messages]
 */
function withWhy(name, messages = []) {
  const lines = messages.flatMap((message) => stripVTControlCharacters(message).split('\n'));
  const said = lines.filter((line) => line.trim() !== '' && !line.includes('node_modules'));
  return [name, ...said.slice(0, told).map((line) => `      ${line}`)].join('\n');
}

/**
 * The names of the tests that `playwright test --list --reporter=json` lists.
 * @param {{ suites: PlaywrightSuite[] }} report
 */
export const listedTests = (report) =>
  report.suites.flatMap((suite) => testsOf(suite, [])).map((test) => test.name);

/**
 * @param {PlaywrightSuite} suite
 * @param {string[]} above
 * @returns {{ name: string, status: string, reason: string | undefined, seconds: number, errors: string[] }[]}
 */
function testsOf(suite, above) {
  const path = [...above, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [test.projectName, ...path, spec.title].filter(Boolean).join(' > '),
      status: test.status,
      reason: test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description,
      seconds: (test.results ?? []).reduce((sum, { duration }) => sum + duration / 1000, 0),
      errors: (test.results ?? []).flatMap(({ errors = [] }) =>
        errors.map(({ message, stack }) => stack ?? message ?? ''),
      ),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, path))];
}

/**
 * The lines that end `npm test`: what ran, what was slowest, what was skipped and why, what failed and why, and the sum. The
 * failures come last: a log of which only the end is kept still says what to mend.
 * @param {{ title: string, seconds: number, tally: Tally }[]} steps
 */
export function summary(steps) {
  const sum = (/** @type {(tally: Tally) => number} */ count) =>
    steps.reduce((total, { tally }) => total + count(tally), 0);
  const lines = steps.map(({ title, seconds, tally }) => {
    const counts = `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`;
    return `  ${title.padEnd(24)} ${counts.padEnd(38)} ${seconds.toFixed(1).padStart(6)} s`;
  });
  const failures = steps.flatMap(({ title, tally }) => tally.failures.map((name) => `  ${title}: ${name}`));
  const skipped = steps.flatMap(({ title, tally }) => tally.skipped.map((name) => `  ${title}: ${name}`));
  return [
    'Ran:',
    ...lines,
    ...slowest(steps),
    ...(skipped.length > 0 ? ['Skipped:', ...skipped] : []),
    ...(failures.length > 0 ? ['Failed:', ...failures] : []),
    `tests: ${sum((t) => t.passed)} passed, ${sum((t) => t.failed)} failed, ${sum((t) => t.skipped.length)} skipped`,
  ];
}

/**
 * The ten files that took longest, of all runners; none where no runner says.
 * @param {{ title: string, tally: Tally }[]} steps
 */
function slowest(steps) {
  const files = steps.flatMap(({ title, tally }) =>
    (tally.files ?? []).map(({ name, seconds }) => ({ line: `${title}: ${name}`, seconds })),
  );
  const longest = files.sort((a, b) => b.seconds - a.seconds).slice(0, 10);
  const lines = longest.map(({ line, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${line}`);
  return lines.length > 0 ? ['Slowest files:', ...lines] : [];
}
