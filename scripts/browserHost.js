// Starts the built browser host and opens its page in the default browser; where there is none, the printed link is
// what a person follows.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './tool.js';

export async function serveInBrowser() {
  const { startServer } = await import(pathToFileURL(join(root, 'dist/app/hosts/server/serve.js')).href);
  const open = !process.argv.includes('--no-open');
  await startServer({ port: 0, home: process.env.CHAINRULE_HOME, open, log: console.log });
}
