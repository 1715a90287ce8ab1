// Everything of others that Chainrule is shipped with. The page's part is known only to its build, which hands it over
// (noticesPlugin.js); the rest is read from package-lock.json, what the engine is compiled with, and DuckDB's parts.
import { join } from 'node:path';
import { root } from '../tool.js';
import { duckdbParts } from './duckdbParts.js';
import { runtimeSoftware, softwareAt, standardText } from './software.js';

/** @typedef {import('./software.js').Software} Software */

/** Headers of these are compiled into the addon; it links nothing but the system's own libraries. */
const engineHeaders = ['node-addon-api', 'node-api-headers'];

/**
 * Sorted by name; what is in the page and in the app too is named once.
 * @param {readonly Software[]} page
 * @returns {Software[]}
 */
export function shippedSoftware(page) {
  const all = [
    ...runtimeSoftware(),
    ...page,
    ...engineHeaders.map((name) => softwareAt(join(root, 'node_modules', name), 'the engine')),
    ...duckdbParts.map(({ name, license, copyright }) => ({
      name,
      version: null,
      license,
      texts: [standardText(license, copyright)],
      usedIn: 'DuckDB',
      npm: false,
    })),
  ];
  /** @type {Map<string, Software>} */
  const once = new Map();
  for (const software of all) {
    const key = `${software.name} ${software.version}`;
    const other = once.get(key);
    once.set(key, other ? { ...other, usedIn: bothUses(other.usedIn, software.usedIn) } : software);
  }
  return [...once.values()].sort((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()));
}

/** @type {(a: string, b: string) => string} */
const bothUses = (a, b) => (a.split(', ').includes(b) ? a : `${a}, ${b}`);

/** The same on every machine, whatever its language. @type {(a: string, b: string) => number} */
const compare = (a, b) => (a < b ? -1 : Number(a > b));
