// What `chainrule --help` loads: followed through the sources, since the time it takes is the machine's.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadedWith } from './loadedWith.ts';

const main = join(import.meta.dirname, '../../../../app/hosts/cli/main.ts');

it('--help loads no package but the parser of the command line, and few files', () => {
  const loaded = [...loadedWith(main)];
  expect(loaded.filter((name) => !name.startsWith('/') && !/^[A-Z]:/.test(name))).toEqual(['commander']);
  expect(loaded.length).toBeLessThan(15);
});
