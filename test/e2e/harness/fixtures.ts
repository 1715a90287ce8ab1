// What every spec starts from: an empty home folder, a host that knows nothing, and its page already opened in a browser context of
// its own. A test fails on any console error and on any request that leaves our own origin, unless it says beforehand that it
// means to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { windowRefusal } from '../../../scripts/electronBinary.js';
import { type KeptServer, openBrowserPage, startFresh, startKept } from './browserHost.ts';
import { openDesktopHost } from './desktopHost.ts';
import { type Host, type HostName, watched } from './host.ts';

export { expect };

interface Fixtures {
  hostName: HostName;
  /** Console errors that the test provokes. */
  expectedErrors: RegExp[];
  /** Whether the test has a server and a backend process of its own, as where it kills them or looks at how they start. */
  ownProcesses: boolean;
  host: Host;
}

interface WorkerFixtures {
  /** Of all tests of this worker that have no processes of their own; started when the first one asks. */
  keptServer: () => Promise<KeptServer>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  hostName: ['browser', { option: true }],
  expectedErrors: [[], { option: true }],
  ownProcesses: [false, { option: true }],
  keptServer: [
    async ({ browserName: _ }, use) => {
      let kept: Promise<KeptServer> | undefined;
      await use(() => {
        kept ??= startKept();
        return kept;
      });
      await (await kept)?.close();
    },
    { scope: 'worker' },
  ],
  host: async (
    { hostName, ownProcesses, keptServer, browser, contextOptions, viewport, locale },
    use,
    info,
  ) => {
    const refusal = hostName === 'desktop' ? windowRefusal() : null;
    info.skip(refusal !== null, refusal ?? '');
    const newContext = () => browser.newContext({ ...contextOptions, viewport, locale });
    if (hostName === 'desktop') await withDesktop(use);
    else if (ownProcesses) {
      const server = await startFresh();
      await usePage(await openBrowserPage(server, newContext), use);
      await server.close();
    } else {
      const server = await keptServer();
      await server.beginAnew();
      await usePage(await openBrowserPage(server, newContext), use);
    }
  },
  page: async ({ host, expectedErrors }, use) => {
    await use(host.page);
    const { errors, strangers } = watched(host.page, host.origin);
    expect(errors.filter((line) => !expectedErrors.some((expected) => expected.test(line)))).toEqual([]);
    expect(strangers).toEqual([]);
  },
});

async function usePage(host: Host, use: (host: Host) => Promise<void>) {
  await use(host);
  await host.close();
}

async function withDesktop(use: (host: Host) => Promise<void>) {
  const home = await mkdtemp(join(tmpdir(), 'chainrule-e2e-'));
  await usePage(await openDesktopHost(home), use);
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
}
