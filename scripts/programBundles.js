// Joins the terminal's program and the server's backend, each hundreds of compiled files and packages, into few files: finding,
// opening and linking them one by one takes more CPU time than all that `chainrule inspect` does with a small table. Each program stays
// in its place in dist/app, what the two share lies in dist/app/joined, and what is loaded by `import()` stays a file of its own.
// Runs after the compiler, in a process of its own: Vite sets NODE_ENV for all of it.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'vite';
import { root } from './tool.js';

const compiled = join(root, 'dist/app');
const programs = ['hosts/cli/main', 'hosts/server/backend'].filter((name) =>
  existsSync(join(compiled, `${name}.js`)),
);

/** Where a file lies below or beside dist/app, with `/` on every system. */
const placeOf = (/** @type {string} */ file) => relative(compiled, file).replaceAll('\\', '/');

/** Modules that are one file with all that they import, but for what is in a file named before it. A program is in none of them:
 *  it waits for what it loads, and a file that waits for itself would never be ready. */
const files = [
  // All that `--help` loads.
  {
    name: 'start',
    of: [
      ...['hosts/cli/program', 'hosts/cli/output/failure', 'hosts/cli/output/lastResort'],
      'hosts/cli/output/interruption',
    ],
  },
  // Reading a table, as `inspect` does.
  {
    name: 'table',
    of: [
      ...['hosts/cli/verbs/table/inspectVerb', 'hosts/cli/verbs/table/inspect'],
      ...['hosts/cli/inProcess', 'hosts/forkedUnpacker', 'hosts/scripts/forkedScript', 'hosts/runProgram'],
      ...['engine/load', 'storage/home', 'workspace/backend', 'workspace/table/datasetRouter'],
    ],
  },
  // Training, beside that.
  {
    name: 'training',
    of: [
      ...['hosts/cli/verbs/training/trainingVerbs', 'hosts/cli/verbs/training/train'],
      ...['workspace/workspaceRouter', 'workspace/spec/specRouter', 'workspace/table/prepareData'],
      ...['workspace/runs/trainingRouter', 'workspace/results/evaluationRouter'],
    ],
  },
];

/** Packages that stay outside: those with files beside them (binaries, scripts), one that opens half a megabyte of tables only where
 *  they are needed, and those that are no part of the program. */
const outside = ['@duckdb/node-bindings', 'electron-updater', 'open', 'ws', 'iconv-lite'];
const { devDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

if (programs.length > 0) await joinPrograms();

async function joinPrograms() {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [ownAddresses(), soonStarted()],
    ssr: { noExternal: true, external: [...outside, ...Object.keys(devDependencies)] },
    build: {
      ssr: true,
      outDir: compiled,
      emptyOutDir: false,
      // A trace names our functions; without names and blanks the files are half as large and take as long to load.
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(programs.map((name) => [name, join(compiled, `${name}.js`)])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'joined/[name]-[hash].js',
          codeSplitting: {
            groups: files.map(({ name, of }, index) => ({
              name,
              test: (id) => of.some((module) => placeOf(id) === `${module}.js`),
              priority: files.length - index,
            })),
          },
        },
      },
    },
  });
}

/**
 * A module finds files beside it by `import.meta.url`, which in a joined file is that file's: the module's own place is put there.
 * @returns {import('vite').Plugin}
 */
function ownAddresses() {
  const mark = 'import.meta.url';
  return {
    name: 'own-addresses',
    transform(code, id) {
      if (id.startsWith('\0') || !code.includes(mark)) return null;
      return code.replaceAll(mark, `__ownAddress__(${JSON.stringify(placeOf(id))})`);
    },
    renderChunk(code, chunk) {
      const up = '../'.repeat(chunk.fileName.split('/').length - 1);
      return code.replaceAll(/__ownAddress__\("([^"]*)"\)/g, `new URL("${up}$1", ${mark}).href`);
    },
  };
}

/**
 * Ends the build where the terminal's program comes with more than the file `start`: `--help` would wait for it.
 * @returns {import('vite').Plugin}
 */
function soonStarted() {
  return {
    name: 'soon-started',
    generateBundle(_, chunks) {
      const found = chunks['hosts/cli/main.js'];
      const more =
        found?.type === 'chunk' ? found.imports.filter((file) => !/joined\/(start|rolldown)/.test(file)) : [];
      if (more.length > 0)
        throw new Error(`--help loads ${more.join(', ')}: name what it needs of them in 'start'.`);
    },
  };
}
