// A running host with its page, and what the page reports and asks for meanwhile.
import type { Page } from '@playwright/test';

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

/** What was noted since: errors, and requests to other origins. */
export function watched(page: Page, origin: string) {
  const { errors, requests } = watches.get(page) ?? { errors: [], requests: new Set<string>() };
  const strangers = [...requests].filter((url) => {
    const { protocol, host } = new URL(url);
    return !['data:', 'blob:'].includes(protocol) && host !== new URL(origin).host;
  });
  return { errors, strangers };
}

/** Runs in every document of the page: specs train to the end often, so nothing is held back to be watched unless the spec chooses it.
 *  A document without an origin, such as a sandboxed frame, has no storage. */
export function trainAtFullSpeed(): void {
  if (window.origin === 'null') return;
  if (localStorage.getItem('chainrule.pace') === null) localStorage.setItem('chainrule.pace', 'full');
}
