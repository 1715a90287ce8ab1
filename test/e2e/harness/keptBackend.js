// A backend process that many tests use one after the other: as app/hosts/server/backend.ts, and told over a socket it puts
// everything away, empties its home and begins anew. The process stays warm, which is two thirds of what a new one costs.
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const built = new URL('../../../dist/app/', import.meta.url);
const load = (/** @type {string} */ file) => import(new URL(file, built).href);
const { loadEngine } = await load('engine/load.js');
/** @type {typeof import('../../../app/workspace/backend.ts')} */
const { createBackend } = await load('workspace/backend.js');
/** @type {typeof import('../../../app/hosts/pageCode.ts')} */
const { loadCheckFormula } = await load('hosts/pageCode.js');
/** @type {typeof import('../../../app/hosts/server/childBackend.ts')} */
const { endWithParent, parentProcess, serveParent } = await load('hosts/server/childBackend.js');
/** @type {typeof import('../../../app/hosts/server/channel.ts')} */
const { backendVariable } = await load('hosts/server/channel.js');

/** @type {import('../../../app/hosts/server/channel.ts').BackendSettings} */
const settings = JSON.parse(process.env[backendVariable] ?? '{}');
const parent = parentProcess();
/** @type {(message: import('../../../app/hosts/server/channel.ts').ToBackend) => void} */
let listener = () => {};
parent.onMessage((message) => listener(message));
let ready = false;

async function begin() {
  const backend = await createBackend({
    ...settings,
    engine: loadEngine(),
    loadCheckFormula,
    allowPaths: false,
  });
  serveParent(backend.router, {
    onMessage: (next) => {
      listener = next;
    },
    send: (message) => {
      if (message.type === 'ready' && ready) return;
      ready ||= message.type === 'ready';
      parent.send(message);
    },
    onEnd: parent.onEnd,
  });
  return backend;
}

async function beginAnew() {
  await (await backend).dispose();
  for (const name of await readdir(settings.home))
    await rm(join(settings.home, name), { recursive: true, force: true });
  return begin();
}

let backend = begin();
endWithParent(parent, async () => (await backend).dispose());
createServer((_request, response) => {
  backend = beginAnew();
  backend.then(
    () => response.end(),
    (error) => response.writeHead(500).end(String(error)),
  );
}).listen(process.env.CHAINRULE_KEPT_BACKEND);
await backend;
