// The browser host for the specs: the built server in this process, its backend a process of its own.
import type { BrowserContext } from '@playwright/test';
import type { startServer } from '../../../app/hosts/server/serve.ts';
import { type Host, watch } from './host.ts';

const built = new URL('../../../dist/app/hosts/server/serve.js', import.meta.url).href;

/** Opens the page through the printed link, as a person does. */
export async function openBrowserHost(
  home: string,
  newContext: () => Promise<BrowserContext>,
): Promise<Host> {
  const server: { startServer: typeof startServer } = await import(built);
  const running = await server.startServer({ home, open: false, log: () => {} });
  const context = await newContext();
  const page = await context.newPage();
  watch(page);
  await page.goto(running.url);
  return {
    name: 'browser',
    page,
    home,
    origin: new URL(running.url).origin,
    backendPid: async () => (await running.backendPid()) ?? Number.NaN,
    close: async () => {
      await context.close();
      await running.close();
    },
  };
}
