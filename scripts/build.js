// Builds what is missing or older than its sources: the engine (C++), the app (TypeScript), the page (Svelte).
// Run as `npm run build`, and by start and test before they begin. The engine's own tests are a part that only
// `npm test` builds: they take as long as the engine. Nothing is downloaded.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { filesToCompile, isCompiled } from './compiledFiles.js';
import { forget, isFresh, remember, sourceHash } from './freshness.js';
import { progressBar } from './progressBar.js';
import { thisSystem } from './systemPackages.js';
import { commandOf, isMain, root, runNode } from './tool.js';
import { installSentence, missingTools, outdatedTool } from './toolchain.js';

/** @typedef {import('./freshness.js').Part & { build: () => Promise<void>, cpp?: boolean }} BuiltPart */

/** A failure whose message is all that a person needs to read. */
export class BuildError extends Error {}

const preload = {
  source: 'app/hosts/electron/preload.ts',
  folder: 'dist/app/hosts/electron',
  file: 'preload.cjs',
};

/** The engine's own tests, a program beside the addon; relative to the root. */
export const nativeTestProgram = `build/Release/native_tests${process.platform === 'win32' ? '.exe' : ''}`;

/** What the page, and the parts of it for Node, are made of. */
const pageSources = [
  'renderer',
  'app/contract',
  'scripts/messages.js',
  'scripts/messagePlugins.js',
  'package-lock.json',
];

/** @type {BuiltPart} */
const report = {
  title: 'reports of the terminal',
  sources: [...pageSources, 'scripts/reportBundle.js'],
  ignored: ['renderer/paraglide'],
  // app/hosts/pageCode.ts loads it.
  outputs: ['dist/report/report.js', 'dist/lessonSheet/lessonSheet.js', 'dist/formulas/checkFormula.js'],
  stamp: 'dist/stamps/report',
  build: () => quietly('reports', join(root, 'scripts/reportBundle.js'), []),
};

/** @type {BuiltPart[]} */
const parts = [
  {
    title: 'engine (C++)',
    sources: ['native', 'CMakeLists.txt', 'package-lock.json'],
    outputs: ['build/Release/chainrule.node'],
    stamp: 'build/engine.stamp',
    build: () => buildTarget('chainrule'),
    cpp: true,
  },
  {
    title: 'app (TypeScript)',
    sources: ['app', 'tsconfig.base.json', 'package-lock.json', 'scripts/programBundles.js'],
    outputs: ['dist/app/contract/calls.js'],
    stamp: 'dist/stamps/app',
    build: buildApp,
  },
  {
    title: 'page (Svelte)',
    sources: [...pageSources, 'vite.config.ts', 'scripts/notices'],
    ignored: ['renderer/paraglide'],
    outputs: ['dist/renderer/index.html', 'dist/THIRD_PARTY_NOTICES.txt', 'dist/shipped.json'],
    stamp: 'dist/stamps/page',
    build: buildPage,
  },
  report,
];

/** @type {BuiltPart} */
const nativeTests = {
  title: "engine's own tests (C++)",
  sources: ['test/native', 'native', 'CMakeLists.txt', 'package-lock.json'],
  outputs: [nativeTestProgram],
  stamp: 'build/nativeTests.stamp',
  build: () => buildTarget('native_tests'),
  cpp: true,
};

/**
 * Builds every part that the app needs and that is out of date; throws a BuildError.
 * @param {(line: string) => void} log
 */
export const build = (log) => buildParts(parts, log);

/**
 * The same for what `chainrule report` loads.
 * @param {(line: string) => void} log
 */
export const buildReport = (log) => buildParts([report], log);

/**
 * The same for the engine's own tests.
 * @param {(line: string) => void} log
 */
export const buildNativeTests = (log) => buildParts([nativeTests], log);

/**
 * @param {BuiltPart[]} wanted
 * @param {(line: string) => void} log
 */
async function buildParts(wanted, log) {
  // A part whose own folder is not there is not part of this copy.
  const stale = wanted.filter(
    (part) => existsSync(join(root, /** @type {string} */ (part.sources[0]))) && !isFresh(part),
  );
  if (stale.some((part) => part.cpp)) refuseWithoutTools();
  for (const part of stale) {
    const began = performance.now();
    log(`Building the ${part.title} ...`);
    const hash = sourceHash(part);
    forget(part);
    await part.build();
    remember(part, hash);
    log(`Built the ${part.title} in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  }
}

function refuseWithoutTools() {
  const missing = missingTools();
  if (missing.length > 0) throw new BuildError(installSentence(missing, thisSystem()));
  const outdated = outdatedTool();
  if (outdated) throw new BuildError(outdated);
}

/**
 * Shows how many of the files that are not compiled yet have been.
 * @param {'chainrule' | 'native_tests'} target of CMakeLists.txt
 */
async function buildTarget(target) {
  forgetMovedCache();
  const script = commandOf('cmake-js');
  await quietly('engine', script, ['configure']);
  const total = filesToCompile(target === 'native_tests');
  const bar = progressBar(process.stdout, 5);
  let done = 0;
  try {
    const args = ['build', '--target', target, '--parallel', String(availableParallelism())];
    await quietly('engine', script, args, (line) => {
      if (!isCompiled(line)) return;
      done++;
      // Files that were changed since they were compiled are not known beforehand.
      if (done > total) bar.show(done, null, `${done} files`);
      else bar.show(done, total, `${done} of ${total} files`);
    });
  } finally {
    bar.end();
  }
}

/** CMake refuses a build folder that was made for another source folder, as after the repository was moved. */
function forgetMovedCache() {
  const cache = join(root, 'build/CMakeCache.txt');
  if (!existsSync(cache)) return;
  const home = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(readFileSync(cache, 'utf8'))?.[1];
  if (home === root.replaceAll('\\', '/')) return;
  rmSync(cache);
  rmSync(join(root, 'build/CMakeFiles'), { recursive: true, force: true });
}

async function buildApp() {
  rmSync(join(root, 'dist/app'), { recursive: true, force: true });
  await quietly('app', commandOf('typescript', 'tsc'), ['-p', 'app/tsconfig.json']);
  // What exported programs are made of.
  const programs = 'export/python/programs';
  cpSync(join(root, 'app', programs), join(root, 'dist/app', programs), { recursive: true });
  if (existsSync(join(root, preload.source))) await bundlePreload();
  await quietly('app', join(root, 'scripts/programBundles.js'), []);
}

/** A sandboxed preload cannot import files, so it is one CommonJS file that requires only `electron`. */
async function bundlePreload() {
  const vite = await import('vite');
  // Vite sets NODE_ENV for its whole process; what runs afterwards in ours, such as the tests, must not inherit it.
  const before = process.env.NODE_ENV;
  await vite.build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      lib: { entry: join(root, preload.source), formats: ['cjs'], fileName: () => preload.file },
      rolldownOptions: { external: ['electron'] },
      outDir: join(root, preload.folder),
      emptyOutDir: false,
      minify: false,
      target: 'node22',
    },
  });
  if (before === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = before;
}

async function buildPage() {
  await quietly('page', commandOf('vite'), ['build', '--logLevel', 'warn']);
}

/**
 * Runs a build tool, and shows what it said only when it fails.
 * @param {string} what
 * @param {string} script
 * @param {string[]} args
 * @param {(line: string) => void} [onLine] gets every line as it comes
 */
async function quietly(what, script, args, onLine) {
  /** @type {string[]} */
  const said = [];
  const code = await runNode(script, args, {
    onLine(line) {
      said.push(line);
      onLine?.(line);
    },
  });
  if (code === 0) return;
  throw new BuildError(`${said.join('\n')}\nThe ${what} could not be built: see above.`);
}

/**
 * As `build`; says why it failed on stderr and ends the process.
 * @param {(line: string) => void} log
 */
export async function buildOrExit(log) {
  try {
    await build(log);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

if (isMain(import.meta.url)) {
  await buildOrExit(console.log);
}
