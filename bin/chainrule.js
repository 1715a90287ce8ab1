#!/usr/bin/env node
// The command `chainrule`: starts the built command line, and says so where it was not built yet.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// From Node 22 on compiled code is kept for the next start: in the program's own folder, since into a shared one somebody else could put
// code. Where that cannot be written to, nothing is kept.
const { enableCompileCache } = /** @type {{ enableCompileCache?: (folder: string) => void }} */ (module);
enableCompileCache?.(fileURLToPath(new URL('../dist/compiled', import.meta.url)));

const main = new URL('../dist/app/hosts/cli/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href).catch((error) => {
    if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error;
    console.error('Chainrule cannot open its own files: raise the limit of open files (ulimit -n) to 256.');
    process.exit(1);
  });
} else {
  console.error('Chainrule is not built yet: run "npm run build" first.');
  process.exitCode = 1;
}
