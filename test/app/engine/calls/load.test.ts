// Where the addon is looked for: from the source tree, from dist, and beside a packaged app's archive.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAddon } from '../../../../app/engine/addon.ts';
import { loadEngine } from '../../../../app/engine/load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'addon-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(...path: string[]): string {
  const addonFolder = join(folder, ...path, 'build/Release');
  mkdirSync(addonFolder, { recursive: true });
  const file = join(addonFolder, 'chainrule.node');
  writeFileSync(file, '');
  return file;
}

test('this process has one, which says what it runs on', () => {
  const { isa, threads } = loadEngine().info();
  expect(['scalar', 'avx2', 'avx512', 'neon']).toContain(isa);
  expect(threads).toBeGreaterThanOrEqual(1);
});

test('it is found from app/engine and from dist/app/engine', () => {
  const file = put('clone');
  expect(findAddon(join(folder, 'clone/app/engine'))).toBe(file);
  expect(findAddon(join(folder, 'clone/dist/app/engine'))).toBe(file);
});

test('from within an archive it is found unpacked beside it', () => {
  const file = put('packaged/app.asar.unpacked');
  expect(findAddon(join(folder, 'packaged/app.asar/dist/app/engine'))).toBe(file);
});

test('where there is none, that is said', () => {
  expect(findAddon(join(folder, 'elsewhere/app/engine'))).toBeNull();
});
