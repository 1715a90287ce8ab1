// Whether something built still belongs to its sources: by a hash of their contents, so that a fresh clone, a branch
// switched back and forth, or a copied folder are judged right where modification times are not.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './tool.js';

/**
 * @typedef {object} Part
 * @property {string} title what it is, for a person
 * @property {string[]} sources files and folders under the root; what is not there counts as empty
 * @property {string[]} [ignored] folders among them that are themselves built
 * @property {string[]} outputs files that are there once it is built
 * @property {string} stamp where the hash of the sources it was built from is kept
 */

/** @param {Part} part */
export function isFresh(part) {
  const stamp = join(root, part.stamp);
  if (!part.outputs.every((file) => existsSync(join(root, file)))) return false;
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash(part);
}

/**
 * Call before building, with the hash that `sourceHash` gave then: what changes meanwhile is built the next time.
 * @param {Part} part
 */
export function forget(part) {
  rmSync(join(root, part.stamp), { force: true });
}

/**
 * @param {Part} part
 * @param {string} hash of the sources as they were before the build began
 */
export function remember(part, hash) {
  const stamp = join(root, part.stamp);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/** @param {Part} part */
export function sourceHash(part) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const ignored = new Set(part.ignored?.map((path) => join(root, path)));
  for (const source of part.sources) {
    for (const file of filesUnder(join(root, source), ignored)) {
      hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @param {Set<string>} ignored
 * @returns {string[]} in an order that is the same everywhere
 */
function filesUnder(path, ignored) {
  if (!existsSync(path) || ignored.has(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name), ignored));
}
