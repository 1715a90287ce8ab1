// Licence notices: whose code a module of the page is, and that nothing without a licence is passed over. What the built page and the
// packaged app name is tested in test/packaging.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duckdbParts, readFor } from '../../scripts/notices/duckdbParts.js';
import { noticesText } from '../../scripts/notices/noticesText.js';
import { pageSoftware } from '../../scripts/notices/pageSoftware.js';
import { softwareAt, standardText } from '../../scripts/notices/software.js';
import { root } from '../../scripts/tool.js';

const names = (...ids: string[]) => pageSoftware(ids).map(({ name }) => name);

describe('a module of the page', () => {
  test.each([
    [`${root}/node_modules/uplot/dist/uPlot.esm.js`, 'uplot'],
    [`${root}/node_modules/katex/dist/katex.min.css?inline`, 'katex'],
    [`${root}/node_modules/@orpc/client/dist/index.mjs`, '@orpc/client'],
    [`${root}/renderer/paraglide/messages/en.js`, '@inlang/paraglide-js'],
    ['\0vite/preload-helper.js', 'vite'],
    ['\0rolldown/runtime.js', 'rolldown'],
    ['renderer/fonts/PretendardVariable.woff2', 'Pretendard'],
  ])('%j belongs to %s', (id, name) => {
    expect(names(id)).toEqual(['tailwindcss', name]);
  });

  test.each([
    `${root}/renderer/App.svelte`,
    `${root}/renderer/App.svelte?svelte&type=style&lang.css`,
    `${root}/app/contract/limits.ts`,
    'renderer/icon.svg',
  ])('%j is ours', (id) => {
    expect(names(id)).toEqual(['tailwindcss']);
  });

  test.each(['\0some-plugin/runtime.js', 'renderer/fonts/Other.woff2', '/elsewhere/code.js'])(
    '%j of nobody we know ends the build',
    (id) => {
      expect(() => names(id)).toThrow('no licence is known');
    },
  );

  test('is a font whose licence is known, if it is a font', () => {
    for (const font of readdirSync(join(root, 'renderer/fonts')).filter((file) => file.endsWith('.woff2')))
      expect(pageSoftware([`renderer/fonts/${font}`]).at(-1)).toMatchObject({ license: 'OFL-1.1' });
  });
});

describe('a package', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'notices-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function packageWith(license: string | undefined, files: Record<string, string>) {
    const path = mkdtempSync(join(folder, 'package-'));
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'some', version: '1.0.0', license }));
    for (const [name, words] of Object.entries(files)) writeFileSync(join(path, name), words);
    return softwareAt(path, 'the app');
  }

  test('has all its licence files, and its notice', () => {
    const { texts } = packageWith('Apache-2.0', { LICENSE: 'the licence\r\n', NOTICE: 'the notice' });
    expect(texts).toEqual(['the licence', 'the notice']);
  });

  test('that names no licence is known by the words of the MIT licence, and by no other', () => {
    expect(packageWith(undefined, { 'LICENSE.md': 'MIT License\n...' }).license).toBe('MIT');
    expect(() => packageWith(undefined, { LICENSE: 'Take it.' })).toThrow('some is shipped');
  });

  test('that comes without a file of its licence is known by its author, if we looked it up', () => {
    const { license, texts } = softwareAt(join(root, 'node_modules/lazy-val'), 'the app');
    expect([license, texts.length]).toEqual(['MIT', 1]);
    expect(texts[0]).toMatch(/^Copyright \(c\) Vladimir Krivosheev\n\nPermission is hereby granted/);
  });

  test('in the public domain has the licence of what it was made from', () => {
    const { license, texts } = softwareAt(join(root, 'node_modules/jsfive'), 'the app');
    expect(license).toBe('BSD-3-Clause');
    expect(texts[1]).toMatch(/^Copyright \(c\) 2016 Jonathan J. Helmus\n\nRedistribution and use/);
  });

  test('without the words of its licence ends the build', () => {
    expect(() => packageWith('MIT', {})).toThrow('some is shipped, and has no licence');
    expect(() => packageWith('MIT', { LICENSE: ' \n' })).toThrow('is empty');
  });
});

test('words that hold for several are there once, below all their names', () => {
  const one = { license: 'MIT', texts: ['Do what you like.'], usedIn: 'the app', npm: true };
  const shipped = [
    { ...one, name: 'a', version: '1.0.0' },
    { ...one, name: 'b', version: null },
  ];
  const text = noticesText({ version: '9.9.9', copyright: 'Copyright us' }, shipped);
  expect(text).toContain('Chainrule 9.9.9\nCopyright us\n');
  expect(text).toContain('  a 1.0.0: MIT (in the app)\n  b: MIT (in the app)\n');
  expect(text).toContain('-\na 1.0.0\nb\n\nDo what you like.\n');
  expect(text.match(/Do what you like/g)).toHaveLength(1);
});

describe("DuckDB's parts", () => {
  const bindings = join(root, `node_modules/@duckdb/node-bindings-${process.platform}-${process.arch}`);
  const library = join(bindings, 'libduckdb.so');

  test('were read for the DuckDB that is installed', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    expect(lock.packages['node_modules/@duckdb/node-api'].version, 'read its third_party folder again').toBe(
      readFor,
    );
  });

  test('have a licence whose words we have', () => {
    for (const { license, copyright } of duckdbParts) {
      expect(copyright).not.toEqual([]);
      expect(standardText(license, copyright)).toContain(copyright[0]);
    }
  });

  test.runIf(existsSync(library))('are in its library, and none of its own namespace is missing here', () => {
    const bytes = readFileSync(library);
    const traces = duckdbParts.map(({ trace }) => trace).filter(Boolean);
    for (const trace of traces) expect([trace, bytes.includes(trace)]).toEqual([trace, true]);
    // DuckDB puts each part into a namespace of its own, which its mangled names write after the length.
    const namespaces = bytes.toString('latin1').matchAll(/N(?:K)?(\d\d)(duckdb_[a-z0-9_]+?)(?=\d)/g);
    const found = new Set(
      [...namespaces].filter(([, n, name]) => Number(n) === name?.length).map(([, , name]) => name),
    );
    const unknown = [...found].filter((name) => !traces.some((trace) => name?.startsWith(trace)));
    expect(unknown).toEqual([]);
  });
});
