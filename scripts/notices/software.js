// What a piece of software of others needs to be shipped: its name, version and licence, and the licence's own words.
// Every way to get one throws an Error where the words are missing, which ends the build.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tool.js';

/**
 * @typedef {object} Software
 * @property {string} name
 * @property {string | null} version null where it has none
 * @property {string} license an SPDX expression
 * @property {string[]} texts the licence's words, of one file each
 * @property {string} usedIn what of Chainrule it is part of
 * @property {boolean} npm whether it is a package of npm
 */

const licenseFile = /^(licen[cs]e|copying|notice)/i;
/** Packages whose licence has no name: in the public domain, but made from what has one. */
const unnamed = new Map([
  ['jsfive', { license: 'BSD-3-Clause', author: 'Copyright (c) 2016 Jonathan J. Helmus' }],
]);
/** Packages whose licence says itself by name only: of each licence whom its words are to name. */
const unworded = new Map([
  ['lazy-val', [['MIT', 'Copyright (c) Vladimir Krivosheev']]],
  [
    '@bufbuild/protobuf',
    [
      ['Apache-2.0', 'Copyright 2021-2026 Buf Technologies, Inc.'],
      // Of its variable-length integers.
      ['BSD-3-Clause', 'Copyright 2008 Google Inc. All rights reserved.'],
    ],
  ],
]);
/** A build tool's licence goes on with those of its own parts, none of which is in what it writes. */
const ownPartsFollow = '# Licenses of bundled dependencies';

/**
 * @param {string} folder of an installed package
 * @param {string} usedIn
 * @returns {Software}
 */
export function softwareAt(folder, usedIn) {
  const { name, version, license: declared } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => licenseFile.test(file))
    .sort()
    .map((file) => wordsOf(join(folder, file)));
  const madeFrom = unnamed.get(name);
  if (madeFrom !== undefined) texts.push(standardText(madeFrom.license, [madeFrom.author]));
  if (texts.length === 0)
    for (const [words, author] of unworded.get(name) ?? [])
      texts.push(standardText(/** @type {string} */ (words), [/** @type {string} */ (author)]));
  // svelte-toolbelt says it only in the words.
  const license =
    madeFrom?.license ?? declared ?? (texts.some((words) => words.startsWith('MIT License')) ? 'MIT' : null);
  if (typeof license !== 'string' || texts.length === 0)
    throw new Error(`The package ${name} is shipped, and has no licence: it must be named with one, or go.`);
  return { name, version, license, texts, usedIn, npm: true };
}

/** The packages that the app needs at run time and that are installed here, by package-lock.json. */
export function runtimeSoftware() {
  /** @type {{ packages: Record<string, { dev?: boolean }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && !dev && existsSync(join(root, path, 'package.json')))
    .map(([path]) => softwareAt(join(root, path), 'the app'));
}

/** @param {string} file */
function wordsOf(file) {
  const [words] = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').split(ownPartsFollow);
  const trimmed = /** @type {string} */ (words).trim();
  if (trimmed === '') throw new Error(`${file} is empty: a licence was to be there.`);
  return trimmed;
}

/**
 * The words of a licence that is the same for all but for the names.
 * @param {string} license SPDX
 * @param {readonly string[]} copyright
 */
export function standardText(license, copyright) {
  return `${copyright.join('\n')}\n\n${wordsOf(join(root, `scripts/notices/texts/${license}.txt`))}`;
}

/**
 * A font in renderer/fonts, whose licence lies beside it.
 * @param {string} name
 * @param {string} file
 * @returns {Software}
 */
export function fontSoftware(name, file) {
  const texts = [wordsOf(join(root, 'renderer/fonts', file))];
  return { name, version: null, license: 'OFL-1.1', texts, usedIn: 'the page', npm: false };
}
