// What every spec starts from: a fresh home folder, a host of its own, and its page already opened. A test fails on
// any console error and on any request that leaves our own origin, unless it says beforehand that it means to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { windowRefusal } from '../../../scripts/electronBinary.js';
import { openBrowserHost } from './browserHost.ts';
import { openDesktopHost } from './desktopHost.ts';

export { expect };
export type HostName = 'browser' | 'desktop';

/** One running host and its page. */
export interface Host {
  name: HostName;
  page: Page;
  /** Folder of runs, uploads and settings. */
  home: string;
  /** Origin of the page. */
  origin: string;
  /** Process id of the backend, once it is ready. */
  backendPid(): Promise<number>;
  close(): Promise<void>;
}

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

interface Watched {
  errors: string[];
  requests: Set<string>;
}
const watches = new WeakMap<Page, Watched>();

/** Begins to note what the page reports and asks for; to be called before it loads. */
export function watch(page: Page): void {
  const noted: Watched = { errors: [], requests: new Set() };
  watches.set(page, noted);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') noted.errors.push(message.text());
  });
  page.on('pageerror', (error) => noted.errors.push(String(error)));
  page.on('crash', () => noted.errors.push('the page crashed'));
  page.on('request', (request) => noted.requests.add(request.url()));
  page.on('requestfailed', (request) => {
    // Stopped by the page's own policy: it never left.
    if (request.failure()?.errorText === 'csp') noted.requests.delete(request.url());
  });
  page.on('websocket', (socket) => noted.requests.add(socket.url()));
}

function watched(page: Page, origin: string) {
  const { errors, requests } = watches.get(page) ?? { errors: [], requests: new Set<string>() };
  const strangers = [...requests].filter((url) => {
    const { protocol, host } = new URL(url);
    return !['data:', 'blob:'].includes(protocol) && host !== new URL(origin).host;
  });
  return { errors, strangers };
}
