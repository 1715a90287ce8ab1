// What `npm run package -- --dir` puts into the app, with a stub in place of Electron's own files: the system's loader finds
// the engine and DuckDB outside the archive, the archive holds all that runs and nothing of development, and what is in it
// trains a network when it is unpacked far from this repository.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeBillOfMaterials } from '../../scripts/billOfMaterials.js';
import { releasePlace } from '../../scripts/releasePlace.js';
import { signingFor } from '../../scripts/signing.js';
import { commandOf, root } from '../../scripts/tool.js';
import { number, row, text, workbookOf } from '../app/dataset/source/writtenWorkbook.ts';
import { writeStubElectron } from './stubElectron.ts';

const builderRequire = createRequire(createRequire(import.meta.url).resolve('app-builder-lib'));
const asar = builderRequire('@electron/asar');
const fuses = builderRequire('@electron/fuses');

const packageFile = /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/;

/** How the wire writes a fuse that is on. */
const on = '1'.charCodeAt(0);
/** Those that are on loosen nothing: they encrypt, or check what is loaded. */
const wantedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

let scratch: string;
/** Folder of the packaged app, and its files as in the archive, with `/`. */
let packaged: string;
let files: string[];
/** The archive and what lies beside it, unpacked into one folder. */
let unpacked: string;

function pack() {
  for (const built of [
    'dist/app/hosts/electron/main.js',
    'dist/renderer/index.html',
    'build/Release/chainrule.node',
  ])
    if (!existsSync(join(root, built))) throw new Error(`${built} is not built: run npm run build first.`);
  writeStubElectron(join(scratch, 'electron'));
  const output = join(scratch, 'release');
  // As scripts/package.js does.
  const signing = signingFor('linux', {});
  const place = releasePlace('linux', false, 'github:people/chainrule', undefined);
  if ('refusal' in signing || 'refusal' in place) throw new Error('The package was refused.');
  const options = [`-c.electronDist=${join(scratch, 'electron')}`, `-c.directories.output=${output}`];
  const ran = spawnSync(
    process.execPath,
    [
      commandOf('electron-builder'),
      '--dir',
      '--publish',
      'never',
      ...signing.options,
      ...place.options,
      ...options,
    ],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (ran.status !== 0) throw new Error(ran.stdout + ran.stderr);
  return join(output, readdirSync(output).find((name) => name.endsWith('unpacked')) ?? '');
}

describe.runIf(process.platform === 'linux')('the packaged app', () => {
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'packaging-'));
    packaged = pack();
    const archive = join(packaged, 'resources/app.asar');
    files = asar.listPackage(archive).map((file: string) => file.replaceAll('\\', '/').slice(1));
    unpacked = join(scratch, 'unpacked');
    asar.extractAll(archive, unpacked);
  }, 120_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test('has the engine, DuckDB and the examples outside the archive, where they are opened by path', () => {
    const beside = (file: string) => existsSync(join(packaged, 'resources/app.asar.unpacked', file));
    const bindings = `node_modules/@duckdb/node-bindings-linux-${process.arch}`;
    expect(beside('build/Release/chainrule.node')).toBe(true);
    expect(beside(`${bindings}/duckdb.node`)).toBe(true);
    expect(beside(`${bindings}/libduckdb.so`)).toBe(true);
    expect(beside('examples/iris.csv')).toBe(true);
  });

  test('has at the top only what runs', () => {
    const top = new Set(files.map((file) => file.split('/')[0]));
    expect([...top].sort()).toEqual(['LICENSE', 'build', 'dist', 'examples', 'node_modules', 'package.json']);
    expect(files.filter((file) => file.startsWith('build/') && /\w\.\w/.test(file))).toEqual([
      'build/Release/chainrule.node',
    ]);
    expect(files.filter((file) => /\.(ts|map|svelte|cts|mts|tsbuildinfo)$/.test(file))).toEqual([]);
  });

  test('has exactly the packages that package.json needs at run time', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const needed = Object.entries<{ dev?: boolean; version: string }>(lock.packages)
      .filter(([path, entry]) => path && !entry.dev && existsSync(join(root, path, 'package.json')))
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`);
    // A package of a package may lie one folder higher there.
    const there = packagesInArchive().map(({ name, version }) => `${name}@${version}`);
    expect(there.sort()).toEqual(needed.sort());
  });

  test('names every package in it and in the page, with its licence, in the notices and in the bill of materials', () => {
    const beside = readFileSync(join(packaged, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const inPage = readFileSync(join(unpacked, 'dist/renderer/THIRD_PARTY_NOTICES.txt'), 'utf8');
    expect(inPage).toBe(beside);
    // Of what the page is built from, npm says nothing then unless it is asked to.
    vi.stubEnv('NODE_ENV', 'production');
    const bill = JSON.parse(readFileSync(writeBillOfMaterials(join(scratch, 'bill')), 'utf8'));
    vi.unstubAllEnvs();
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'chainrule' } } });
    const billed = new Map(bill.components.map((one: { purl: string }) => [one.purl, one]));
    const packages = [...packagesInArchive(), ...packagesOfPage()];
    expect(packages.length).toBeGreaterThan(40);
    for (const { name, version } of packages) {
      expect(beside).toMatch(new RegExp(`^  ${name} ${version}: \\S.*$`, 'm'));
      // Above the words of its licence.
      expect(beside).toContain(`\n${name} ${version}\n`);
      const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
      expect(billed.get(purl), purl).toMatchObject({ name, version, licenses: [{}] });
    }
    const others = bill.components.map(({ name }: { name: string }) => name);
    expect(others).toEqual(expect.arrayContaining(['electron', 'Pretendard', 'IBM Plex Mono', 'ICU']));
  });

  test('has no font in its page but those of the notices', () => {
    const fonts = files.filter((file) => /^dist\/renderer\/.*\.(woff2?|ttf|otf)$/.test(file));
    const known = /\/(KaTeX_|PretendardVariable-|ibm-plex-mono-)[\w-]+\.woff2$/;
    expect(fonts.filter((font) => !known.test(font))).toEqual([]);
    expect(fonts.length).toBeGreaterThan(10);
  });

  test('finds every module that its own code imports', () => {
    const walk = join(scratch, 'resolveImports.mjs');
    writeFileSync(walk, resolveImports);
    const ran = spawnSync(process.execPath, ['--experimental-import-meta-resolve', walk, unpacked], {
      encoding: 'utf8',
    });
    expect(ran.stderr.replace(/.*ExperimentalWarning[\s\S]*/, '')).toBe('');
    const { imports, missing } = JSON.parse(ran.stdout);
    // Timing the page is for where Chainrule is developed; elsewhere the verb says that it is not there.
    const names = missing.map((line: string) => line.replace(/^.*?: /, ''));
    expect([...new Set(names)]).toEqual(['@playwright/test (ERR_MODULE_NOT_FOUND)']);
    expect(missing).toContain('hosts/cli/bench/pageLoad.js: @playwright/test (ERR_MODULE_NOT_FOUND)');
    expect(imports).toBeGreaterThan(100);
  });

  test('reads an example, trains on it and scores it, away from this repository', () => {
    const script = join(unpacked, 'train.mjs');
    writeFileSync(script, trainFromTerminal);
    const ran = spawnSync(process.execPath, [script], {
      cwd: scratch,
      encoding: 'utf8',
      env: ownHome(),
    });
    expect(ran.stderr).toBe('');
    expect(JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'result',
      task: 'multiclass',
    });
  });

  test('has the typesetter that checks the formulas of a lesson', () => {
    expect(files).toContain('dist/formulas/checkFormula.js');
  });

  test('unpacks a workbook in a process of its own, which is in the archive', () => {
    expect(files).toContain('dist/app/hosts/unpacker.js');
    expect(files).toContain('dist/app/hosts/scripts/scriptWorker.js');
    const sheet = row([text('a'), text('b')]) + row([number(1), number(2)]);
    writeFileSync(join(scratch, 'book.xlsx'), workbookOf({ sheets: [{ name: 's', rows: sheet }] }));
    const script = join(unpacked, 'inspect.mjs');
    writeFileSync(script, inspectFromTerminal);
    const ran = spawnSync(process.execPath, [script], {
      cwd: scratch,
      encoding: 'utf8',
      env: ownHome(),
    });
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toMatch(/^book\.xlsx: 1 row, 2 columns/);
  });

  test('is told where its releases are, and has what asks for them', () => {
    const place = readFileSync(join(packaged, 'resources/app-update.yml'), 'utf8');
    expect(place).toMatch(/^owner: people\nrepo: chainrule\nprovider: github\nupdaterCacheDirName: \S+\n$/);
    expect(files).toContain('node_modules/electron-updater/package.json');
  });

  test('has every fuse set: it cannot be run as Node, debugged, or given other code', async () => {
    const names = Object.values(fuses.FuseV1Options).filter((name) => typeof name === 'string');
    // A fuse that a newer Electron brings is to be decided here, too.
    expect(Object.keys(wantedFuses).sort()).toEqual(names.sort());
    const wire = await fuses.getCurrentFuseWire(join(packaged, 'chainrule'));
    const read = names.map((name) => [name, wire[fuses.FuseV1Options[name]] === on]);
    expect(Object.fromEntries(read)).toEqual(wantedFuses);
  });
});

interface Package {
  name: string;
  version: string;
}
const packageAt = (folder: string): Package => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const packagesInArchive = () =>
  files.filter((file) => packageFile.test(file)).map((file) => packageAt(join(unpacked, file, '..')));

/** Those that the page's sources import by name. */
function packagesOfPage(): Package[] {
  const folder = join(root, 'renderer');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(svelte|ts|css)$/.test(file),
  );
  const imports = /(?:^|\s)@?import (?!type)(?:[^;'"]* from )?['"]((?:@[\w-]+\/)?[\w-]+)[^'"]*['"]/gm;
  const names = sources.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(imports)].map(([, name]) => name ?? ''),
  );
  expect(names).toEqual(expect.arrayContaining(['svelte', 'katex', 'uplot', 'bits-ui', 'tailwindcss']));
  return [...new Set(names)].map((name) => packageAt(join(root, 'node_modules', name)));
}

/** Of a process that keeps to the scratch folder. */
const ownHome = () => ({
  PATH: process.env.PATH,
  HOME: scratch,
  CHAINRULE_HOME: join(scratch, 'home'),
});

/** Run by Node beside the unpacked app: resolves what every file of dist/app imports as Node would. */
const resolveImports = `
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
const app = join(process.argv[2], 'dist/app');
const missing = [];
let imports = 0;
for (const name of readdirSync(app, { recursive: true }).filter((name) => /\\.c?js$/.test(name))) {
  const file = join(app, name);
  // Comments of packages that are joined into a file name types of others.
  const code = readFileSync(file, 'utf8').replace(/\\/\\*\\*[\\s\\S]*?\\*\\//g, '');
  const specifiers = code.matchAll(/^\\s*(?:import|export)\\s(?:[\\w$*{},\\s]*?\\sfrom\\s)?\\s*['"]([^'"]+)['"]|\\b(?:import|require)\\(['"]([^'"]+)['"]\\)/gm);
  for (const [, named, called] of specifiers) {
    const specifier = named ?? called;
    imports++;
    if (/^electron(\\/|$)/.test(specifier) || isBuiltin(specifier)) continue;
    try {
      const found = fileURLToPath(import.meta.resolve(specifier, pathToFileURL(file)));
      if (!existsSync(found)) missing.push(name + ': ' + specifier);
    } catch (error) {
      missing.push(name + ': ' + specifier + ' (' + error.code + ')');
    }
  }
}
console.log(JSON.stringify({ imports, missing }));
`;

const inspectFromTerminal = `
process.argv.push('inspect', 'book.xlsx');
await import('./dist/app/hosts/cli/main.js');
`;

const trainFromTerminal = `
process.argv.push('train', new URL('examples/iris.csv', import.meta.url).pathname, '--target', 'species', '--epochs', '5', '--seed', '1', '--json');
await import('./dist/app/hosts/cli/main.js');
`;
