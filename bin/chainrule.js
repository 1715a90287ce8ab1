#!/usr/bin/env node
// The command `chainrule`: starts the built command line, and says so where it was not built yet.
import { existsSync } from 'node:fs';

const main = new URL('../dist/app/hosts/cli/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('Chainrule is not built yet: run "npm run build" first.');
  process.exitCode = 1;
}
