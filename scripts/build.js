// Builds what is missing or older than its sources: the engine (C++), the app (TypeScript), the page (Svelte).
// Run as `npm run build`, and by start and test before they begin. Nothing is downloaded.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { forget, isFresh, remember, sourceHash } from './freshness.js';
import { thisSystem } from './systemPackages.js';
import { commandOf, isMain, root, runNode } from './tool.js';
import { installSentence, missingTools, outdatedTool } from './toolchain.js';

/** @typedef {import('./freshness.js').Part & { build: () => Promise<void> }} BuiltPart */

/** A failure whose message is all that a person needs to read. */
export class BuildError extends Error {}

const preload = {
  source: 'app/hosts/electron/preload.ts',
  folder: 'dist/app/hosts/electron',
  file: 'preload.cjs',
};

/** @type {BuiltPart[]} */
const parts = [
  {
    title: 'engine (C++)',
    sources: ['native', 'CMakeLists.txt', 'test/native', 'package-lock.json'],
    outputs: ['build/Release/chainrule.node'],
    stamp: 'build/engine.stamp',
    build: buildEngine,
  },
  {
    title: 'app (TypeScript)',
    sources: ['app', 'tsconfig.base.json', 'package-lock.json'],
    outputs: ['dist/app/contract/calls.js'],
    stamp: 'dist/stamps/app',
    build: buildApp,
  },
  {
    title: 'page (Svelte)',
    sources: ['vite.config.ts', 'renderer', 'app/contract', 'scripts/messages.js', 'package-lock.json'],
    ignored: ['renderer/paraglide'],
    outputs: ['dist/renderer/index.html'],
    stamp: 'dist/stamps/page',
    build: buildPage,
  },
];

/**
 * Builds every part that is out of date; throws a BuildError.
 * @param {(line: string) => void} log
 */
export async function build(log) {
  // A part whose own folder is not there is not part of this copy.
  const stale = parts.filter(
    (part) => existsSync(join(root, /** @type {string} */ (part.sources[0]))) && !isFresh(part),
  );
  if (stale.some((part) => part.build === buildEngine)) refuseWithoutTools();
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

async function buildEngine() {
  forgetMovedCache();
  const script = commandOf('cmake-js');
  const threads = String(availableParallelism());
  await quietly('engine', script, ['configure']);
  await quietly('engine', script, ['build', '--parallel', threads]);
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
  if (existsSync(join(root, preload.source))) await bundlePreload();
}

/** A sandboxed preload cannot import files, so it is one CommonJS file that requires only `electron`. */
async function bundlePreload() {
  const vite = await import('vite');
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
}

async function buildPage() {
  await quietly('page', commandOf('vite'), ['build', '--logLevel', 'warn']);
}

/**
 * Runs a build tool, shows how far it is, and what it said only when it fails.
 * @param {string} what
 * @param {string} script
 * @param {string[]} args
 */
async function quietly(what, script, args) {
  /** @type {string[]} */
  const said = [];
  let shown = 0;
  const code = await runNode(script, args, {
    onLine(line) {
      said.push(line);
      const percent = percentOf(line);
      if (percent < shown + 20) return;
      shown = percent;
      console.log(`  ${percent} %`);
    },
  });
  if (code === 0) return;
  throw new BuildError(`${said.join('\n')}\nThe ${what} could not be built: see above.`);
}

/** How far make or ninja is, 0 where the line does not say. @param {string} line */
function percentOf(line) {
  const make = /^\[\s*(\d+)%\]/.exec(line);
  if (make) return Number(make[1]);
  const ninja = /^\[(\d+)\/(\d+)\]/.exec(line);
  return ninja ? Math.floor((100 * Number(ninja[1])) / Number(ninja[2])) : 0;
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
