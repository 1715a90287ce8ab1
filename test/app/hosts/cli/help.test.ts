// What `chainrule --help` loads: followed through the sources, since the time it takes is the machine's.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../../../app/hosts/cli/main.ts');

/** Files of ours and packages that come with `file`; `import()` and types do not. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
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

it('--help loads no package but the parser of the command line, and few files', () => {
  const loaded = [...loadedWith(main)];
  expect(loaded.filter((name) => !name.startsWith('/') && !/^[A-Z]:/.test(name))).toEqual(['commander']);
  expect(loaded.length).toBeLessThan(15);
});
