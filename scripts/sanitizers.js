// Builds the engine once with the address and undefined-behaviour sanitizers and once with the thread sanitizer, and runs under
// them its own tests, and under the first also the addon's tests inside Node, which call it with anything there is.
// Run by .ci/run; `node scripts/sanitizers.js [address|thread]`. Where a compiler cannot do one, that is skipped and said.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeTally } from './nativeTests.js';
import { checkTally, summary, vitestTally } from './tally.js';
import { commandOf, root, run, runNode } from './tool.js';

/** @typedef {import('./tally.js').Tally} Tally */
/** @typedef {{ title: string, flags: string, folder: string, options: Record<string, string>, inNode: boolean }} Check */

/** @type {Record<string, Check>} */
const checks = {
  address: {
    title: 'address and behaviour',
    flags: 'address,undefined',
    folder: join(root, 'build/addressCheck'),
    // What Node itself keeps until its end is not a leak of ours; the native tests are looked through for leaks.
    options: { UBSAN_OPTIONS: 'print_stacktrace=1' },
    inNode: true,
  },
  thread: {
    title: 'threads',
    flags: 'thread',
    folder: join(root, 'build/threadCheck'),
    options: { TSAN_OPTIONS: 'halt_on_error=1' },
    inNode: false,
  },
};

/** The compiler that the engine was built with, or that CMake would take. */
function compiler() {
  const cache = join(root, 'build/CMakeCache.txt');
  const found = existsSync(cache) && /^CMAKE_CXX_COMPILER:\w+=(.+)$/m.exec(readFileSync(cache, 'utf8'));
  return found ? /** @type {string} */ (found[1]) : process.env.CXX || 'c++';
}

/**
 * Why the check cannot be made here, null where it can: a program that does nothing is built and run.
 * @param {Check} check
 * @returns {string | null}
 */
function obstacle({ flags, options }) {
  if (process.platform === 'win32')
    return "the build knows the sanitizers of GCC's and Clang's command line only";
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-sanitizer-'));
  try {
    const [source, program] = [join(folder, 'nothing.cpp'), join(folder, 'nothing')];
    writeFileSync(source, 'int main() { return 0; }\n');
    const built = spawnSync(compiler(), [`-fsanitize=${flags}`, source, '-o', program], { encoding: 'utf8' });
    if (built.status !== 0) return `${compiler()} has no runtime for -fsanitize=${flags}`;
    const ran = spawnSync(program, [], { encoding: 'utf8', env: { ...process.env, ...options } });
    if (ran.status !== 0)
      return `a program with -fsanitize=${flags} does not run here: ${ran.stderr.split('\n')[0]}`;
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The runtimes that must be in a process before anything else, or a reason why they cannot be. */
function preloaded() {
  if (process.platform !== 'linux') return { reason: 'the runtimes can be loaded into Node on Linux only' };
  const files = ['libasan.so', 'libubsan.so'].map((name) =>
    spawnSync(compiler(), [`-print-file-name=${name}`], { encoding: 'utf8' }).stdout.trim(),
  );
  if (files.every((file) => file.startsWith('/'))) return { files };
  return { reason: `${compiler()} links its runtimes into programs and has none to load into Node` };
}

/** @param {Check} check */
async function build({ flags, folder, inNode }) {
  const launcher =
    spawnSync('ccache', ['--version']).status === 0 ? { CMAKE_CXX_COMPILER_LAUNCHER: 'ccache' } : {};
  /** @type {string[]} */
  const said = [];
  const common = ['-O', join(folder, 'build'), `--CDCHAINRULE_SANITIZE=${flags}`];
  const target = inNode ? [] : ['--target', 'native_tests'];
  const args = ['build', ...common, ...target, '--parallel', String(availableParallelism())];
  const code = await runNode(commandOf('cmake-js'), args, {
    env: launcher,
    onLine: (line) => said.push(line),
  });
  if (code !== 0) console.log(said.join('\n'));
  return code === 0;
}

/**
 * @param {Check} check
 * @returns {Promise<Tally>}
 */
async function nativeTests({ folder, options }) {
  /** @type {string[]} */
  const lines = [];
  const onLine = (/** @type {string} */ line) => {
    lines.push(line);
    if (!line.startsWith('passed ')) console.log(line);
  };
  // npm test walks through more of all floats; here a sample does.
  const env = { CHAINRULE_FLOAT_STRIDE: '99991', ...options };
  const code = await run(join(folder, 'build/Release/native_tests'), [], { env, onLine });
  return nativeTally(lines, code);
}

const needed = [
  'app',
  'test/app/engine',
  'test/arrayEquality.ts',
  'test/exhaustive.ts',
  'test/fixtures',
  'package.json',
  'vitest.config.ts',
  'tsconfig.json',
  'tsconfig.base.json',
];

/**
 * The engine's tests in a copy of what they need, beside the checked addon.
 * @param {Check} check
 * @returns {Promise<Tally>}
 */
async function testsInNode({ folder, options }) {
  const runtimes = preloaded();
  if ('reason' in runtimes)
    return { passed: 0, failed: 0, skipped: [`inside Node: ${runtimes.reason}`], failures: [] };
  for (const path of needed) {
    rmSync(join(folder, path), { recursive: true, force: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const args = [
    'run',
    '--root',
    folder,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const code = await runNode(commandOf('vitest'), args, {
    env: { ...options, LD_PRELOAD: runtimes.files.join(' '), ASAN_OPTIONS: 'detect_leaks=0' },
  });
  return vitestTally(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null, code);
}

/** @type {{ title: string, seconds: number, tally: Tally }[]} */
const ran = [];

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

/** @param {Check} check */
async function make(check) {
  const reason = obstacle(check);
  if (reason) {
    ran.push({
      title: check.title,
      seconds: 0,
      tally: { passed: 0, failed: 0, skipped: [reason], failures: [] },
    });
    return;
  }
  await time(`${check.title}: build`, async () => checkTally('build', await build(check)));
  if (ran.at(-1)?.tally.failed !== 0) return;
  await time(`${check.title}: native`, () => nativeTests(check));
  if (check.inNode) await time(`${check.title}: Node`, () => testsInNode(check));
}

const wanted = process.argv[2];
for (const [name, check] of Object.entries(checks)) if (!wanted || wanted === name) await make(check);
console.log(`\n${summary(ran).join('\n')}`);
const total = ran.reduce((sum, { seconds }) => sum + seconds, 0);
console.log(`sanitizers: ${total.toFixed(0)} s`);
process.exitCode = ran.some(({ tally }) => tally.failed > 0) ? 1 : 0;
