// The browser host for the specs: the built server in this process, its backend a process of its own. A server is started for one
// test, or kept for all tests of a worker, whose backend then begins anew in an emptied home.
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import type { RunningServer, startServer } from '../../../app/hosts/server/serve.ts';
import { type Host, trainAtFullSpeed, watch } from './host.ts';

const built = new URL('../../../dist/app/hosts/server/serve.js', import.meta.url).href;
const keptBackend = fileURLToPath(new URL('./keptBackend.js', import.meta.url));

export interface TestServer {
  home: string;
  running: RunningServer;
  close(): Promise<void>;
}

export interface KeptServer extends TestServer {
  /** Empties the home; the backend knows nothing any more. */
  beginAnew(): Promise<void>;
}

/** With the product's own backend. */
export const startFresh = () => start();

export async function startKept(): Promise<KeptServer> {
  const name = `chainrule-kept-${process.pid}`;
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
  await rm(socket, { force: true });
  process.env.CHAINRULE_KEPT_BACKEND = socket;
  const server = await start(keptBackend);
  await server.running.backendPid();
  return { ...server, beginAnew: () => told(socket) };
}

async function start(backend?: string): Promise<TestServer> {
  const { startServer: serve }: { startServer: typeof startServer } = await import(built);
  const home = await mkdtemp(join(tmpdir(), 'chainrule-e2e-'));
  const options = { home, open: false, log: () => {} };
  const running = await serve(backend === undefined ? options : { ...options, backend });
  return {
    home,
    running,
    close: async () => {
      await running.close();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function told(socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method: 'POST' }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error('The backend could not begin anew.'));
    });
    asked.once('error', reject).end();
  });
}

/** Opens the page through the printed link, as a person does. */
export async function openBrowserPage(
  { home, running }: TestServer,
  newContext: () => Promise<BrowserContext>,
): Promise<Host> {
  const context = await newContext();
  await context.addInitScript(trainAtFullSpeed);
  const page = await context.newPage();
  watch(page);
  await page.goto(running.url);
  return {
    name: 'browser',
    page,
    home,
    origin: new URL(running.url).origin,
    backendPid: async () => (await running.backendPid()) ?? Number.NaN,
    close: () => context.close(),
  };
}
