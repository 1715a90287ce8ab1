// What every spec starts from: a fresh home folder, a host of its own, and its page already opened. A test fails on
// any console error and on any request that leaves our own origin, unless it says beforehand that it means to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { windowRefusal } from '../../../scripts/electronBinary.js';
import { openBrowserHost } from './browserHost.ts';
import { openDesktopHost } from './desktopHost.ts';
import { type Host, type HostName, watched } from './host.ts';

export { expect };

interface Fixtures {
  hostName: HostName;
  /** Console errors that the test provokes. */
  expectedErrors: RegExp[];
  host: Host;
}

export const test = base.extend<Fixtures>({
  hostName: ['browser', { option: true }],
  expectedErrors: [[], { option: true }],
  host: async ({ hostName, browser, contextOptions, viewport, locale }, use, info) => {
    const refusal = hostName === 'desktop' ? windowRefusal() : null;
    info.skip(refusal !== null, refusal ?? '');
    const home = await mkdtemp(join(tmpdir(), 'chainrule-e2e-'));
    const host =
      hostName === 'browser'
        ? await openBrowserHost(home, () => browser.newContext({ ...contextOptions, viewport, locale }))
        : await openDesktopHost(home);
    await use(host);
    await host.close();
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  },
  page: async ({ host, expectedErrors }, use) => {
    await use(host.page);
    const { errors, strangers } = watched(host.page, host.origin);
    expect(errors.filter((line) => !expectedErrors.some((expected) => expected.test(line)))).toEqual([]);
    expect(strangers).toEqual([]);
  },
});
