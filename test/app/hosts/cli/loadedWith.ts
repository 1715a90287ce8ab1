// What comes with a source file: followed through the sources, `import()` and types left out.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The path of `file` and of all files of ours, and names of packages, that come with it. */
export function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, types, name] of text.matchAll(/^(?:import|export) (type )?(?:[^;']*? from )?'([^']+)';/gm)) {
    if (types !== undefined) continue;
    if (name!.startsWith('.')) loadedWith(join(dirname(file), name!), found);
    else if (!name!.startsWith('node:')) found.add(name!);
  }
  return found;
}
