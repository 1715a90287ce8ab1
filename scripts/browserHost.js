// Starts the built browser host and opens its page in the default browser; where there is none, the printed link is
// what a person follows. Ends in good order on Ctrl-C.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './tool.js';

/** @param {string} file under dist/app */
const built = (file) => import(pathToFileURL(join(root, 'dist/app', file)).href);

/**
 * @param {object} options
 * @param {number} [options.port] the first to try, without it any free one
 * @param {boolean} options.open whether to open the default browser
 * @param {boolean} [options.rereadPage] whether the page is built anew meanwhile
 */
export async function serveInBrowser({ port, open, rereadPage }) {
  const { startServer } = await built('hosts/server/serve.js');
  const { homeFolder } = await built('storage/home.js');
  const server = await startServer({ port, home: homeFolder(), open, rereadPage, log: console.log });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => server.close().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
  }
}
