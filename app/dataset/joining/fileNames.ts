// Names that tell several files apart: the file's name, or as much of its path as is needed.
import { isMissing } from '../values/spelling.ts';

/** One name for each path, in their order, all different where the paths are. They do not depend on the folder that holds all
 *  of the files. Slashes separate their parts. */
export function distinctNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[\\/]/).filter((part) => part !== '' && part !== '.'));
  const names = parts.map((path) => shortest(path, parts));
  // As a cell, such a name would be a missing value.
  return numbered(names.map((name) => (isMissing(name) ? `./${name}` : name)));
}

/** The shortest end of a path that no other path has. */
function shortest(path: readonly string[], all: readonly (readonly string[])[]): string {
  for (let length = 1; length <= path.length; length++) {
    const end = path.slice(-length).join('/');
    if (all.filter((other) => other.slice(-length).join('/') === end).length === 1) return end;
  }
  return path.join('/');
}

/** Files that were uploaded have no folders that could tell them apart. */
function numbered(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; used.has(free); n++) free = `${name} (${n})`;
    used.add(free);
    return free;
  });
}
