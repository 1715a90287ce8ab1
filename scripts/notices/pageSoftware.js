// A module or file of the built page -> the software of others that it belongs to. One that belongs to nobody we know ends the build.
import { relative } from 'node:path';
import { root } from '../tool.js';
import { fontSoftware, softwareAt } from './software.js';

/** @typedef {import('./software.js').Software} Software */

/** What build tools write into the page without a module of their own: the base of the style sheet. */
const writtenByTools = ['tailwindcss'];
/** Code that a build tool makes up, by the start of its id (after the marker of such modules). */
const madeUp = /** @type {const} */ ([
  ['vite/', 'vite'],
  ['rolldown/', 'rolldown'],
  ['plugin-svelte', '@sveltejs/vite-plugin-svelte'],
]);
const fonts = /** @type {const} */ ([
  [/^renderer\/fonts\/Pretendard/, 'Pretendard', 'Pretendard-LICENSE.txt'],
  [/^renderer\/fonts\/ibm-plex-mono/, 'IBM Plex Mono', 'IBMPlexMono-LICENSE.txt'],
]);

/**
 * @param {Iterable<string>} ids of modules, and paths of files that are copied
 * @returns {Software[]}
 */
export function pageSoftware(ids) {
  /** @type {Map<string, Software>} */
  const found = new Map();
  for (const name of writtenByTools) found.set(name, installed(name));
  for (const id of ids) {
    const software = softwareOf(id);
    if (software) found.set(software.name, software);
  }
  return [...found.values()];
}

/** @param {string} id */
function softwareOf(id) {
  const [marked = ''] = id.replaceAll('\\', '/').split('?');
  const path = marked.replace('\0', '');
  const inPackage = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (inPackage) return softwareAt(inPackage, 'the page');
  const tool = madeUp.find(([start]) => marked.startsWith('\0') && path.startsWith(start));
  if (tool) return installed(tool[1]);
  return softwareInRepository(path.startsWith('/') || /^\w:/.test(path) ? relative(root, path) : path);
}

/** @param {string} file relative to the root */
function softwareInRepository(file) {
  const path = file.replaceAll('\\', '/');
  const font = fonts.find(([start]) => start.test(path));
  if (font) return fontSoftware(font[1], font[2]);
  // Messages that it compiled, with the code that it adds to them.
  if (path.startsWith('renderer/paraglide/')) return installed('@inlang/paraglide-js');
  if (/^(renderer|app)\/.*(?<!\.woff2?|\.ttf|\.otf)$/.test(path)) return null;
  throw new Error(`The page contains ${file}, and no licence is known for it: see scripts/notices.`);
}

/** @param {string} name */
const installed = (name) => softwareAt(`${root}/node_modules/${name}`, 'the page');
