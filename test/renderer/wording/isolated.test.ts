// Names in other text: letters and marks that run from right to left stay within the name.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isolated } from '../../../renderer/wording/isolated.ts';
import { NumberFormat } from '../../../renderer/wording/numberFormat.ts';
import { runTitle } from '../../../renderer/wording/runTitle.ts';
import { withIsolatedValues } from '../../../scripts/messages.js';

const [open, close] = ['\u2068', '\u2069'];

test.each(['plain', '가격', 'naïve', 'price ($)', '😀', '日本', ''])('%j needs no isolation', (name) => {
  expect(isolated(name)).toBe(name);
});

test.each([
  ['Hebrew', 'גיל'],
  ['Arabic', 'السعر (ر.س)'],
  ['Arabic forms', 'ﷲ'],
  ['a script beyond 16 bits', '𞤀𞤁'],
  ['an override', 'a\u202Egnp'],
  ['a mark', 'a\u200F'],
])('%s is isolated', (_, name) => {
  expect(isolated(name)).toBe(open + name + close);
});

test('marks that a name opens are closed with it, and what it would close outside stays open', () => {
  expect(isolated('a\u2067b')).toBe(`${open}a\u2067b${close}${close}`);
  expect(isolated('a\u2069b\u202Ec')).toBe(`${open}ab\u202Ec${close}`);
  expect(isolated(isolated('גיל'))).toBe(`${open}${open}גיל${close}${close}`);
});

test('what is no text comes back as it is', () => {
  expect(isolated(3)).toBe(3);
});

test('names in lists and in the titles of runs are isolated', () => {
  expect(new NumberFormat('en').list(['גיל', 'a'])).toBe(`${open}גיל${close} and a`);
  expect(runTitle({ name: '', fileName: 'אב.csv', target: 'גיל', parent: null })).toBe(
    `${open}אב.csv${close}: ${open}גיל${close}`,
  );
});

test.each(['en', 'ko'])('every value of every message is isolated in what is built, in %s', (language) => {
  const file = new URL(`../../../renderer/paraglide/messages/${language}.js`, import.meta.url);
  const built = withIsolatedValues(readFileSync(file, 'utf8'));
  const values = built.match(/\$\{[^}]*\}/g) ?? [];
  expect(values.length).toBeGreaterThan(400);
  expect(values.filter((value) => !/^\$\{isolated\(i\?\.\w+\)\}$/.test(value))).toEqual([]);
});
