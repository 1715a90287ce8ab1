// What the page itself may do in a real browser, and what a page of somebody else can do to us: nothing.
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '../harness/fixtures.ts';

test.use({ ownProcesses: true });

test('the token is in no address, no cookie that a script can read, and no referrer', async ({
  page,
  host,
}) => {
  expect(new URL(page.url()).search).toBe('');
  expect(page.url().startsWith(`${host.origin}/`)).toBe(true);
  expect(await page.evaluate(() => [document.cookie, document.referrer])).toEqual(['', '']);
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
});

test.describe('the page', () => {
  test.use({ expectedErrors: [/Content Security Policy/] });

  test('runs no script, and loads and asks nothing, that is not its own', async ({ page }) => {
    const blocked = await page.evaluate(async () => {
      const violations: string[] = [];
      const all = new Promise<void>((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) => {
          violations.push(event.effectiveDirective);
          if (violations.length === 4) resolve();
        }),
      );
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      const image = document.createElement('img');
      image.src = 'http://127.0.0.1:9/pixel.png';
      const frame = document.createElement('iframe');
      frame.src = 'data:text/html,x';
      document.body.append(script, image, frame);
      const answered = await fetch('http://127.0.0.1:9/').then(
        () => true,
        () => false,
      );
      await all;
      return { violations: violations.sort(), answered, injected: 'injected' in window };
    });
    expect(blocked).toEqual({
      violations: ['connect-src', 'frame-src', 'img-src', 'script-src-elem'],
      answered: false,
      injected: false,
    });
  });
});

test('without the link, only the page that says so is served', async ({ browser, host }) => {
  test.skip(host.name === 'desktop', 'the desktop window has no link');
  const context = await browser.newContext();
  const stranger = await context.newPage();
  const answer = await stranger.goto(host.origin);
  expect(answer?.status()).toBe(403);
  await expect(stranger.getByText('Open the link that Chainrule printed')).toBeVisible();
  await context.close();
});

test('a page of another program on this machine, cookie and all, gets nothing', async ({ page, host }) => {
  test.skip(host.name === 'desktop', 'the desktop window listens on no port');
  const evil = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title>'),
  );
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  const tab = await page.context().newPage();
  await tab.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}`);
  const got = await tab.evaluate(async (origin) => {
    const outcome = (promise: Promise<unknown>) =>
      promise.then(
        () => 'got through',
        () => 'refused',
      );
    const socket = () =>
      new Promise((resolve, reject) => {
        const attempt = new WebSocket(`${origin.replace('http', 'ws')}/backend`);
        attempt.onopen = resolve;
        attempt.onerror = reject;
      });
    const framed = () =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = origin;
        frame.onload = () => {
          try {
            resolve(frame.contentDocument === null);
          } catch {
            resolve(true);
          }
        };
        document.body.append(frame);
      });
    await fetch(`${origin}/upload?name=evil.csv`, {
      method: 'POST',
      mode: 'no-cors',
      body: 'a,b',
      credentials: 'include',
    }).catch(() => {});
    return {
      socket: await outcome(socket()),
      read: await outcome(fetch(origin, { credentials: 'include' })),
      blindRead: await outcome(fetch(origin, { mode: 'no-cors', credentials: 'include' })),
      withHeader: await outcome(
        fetch(`${origin}/upload?name=evil.csv`, {
          method: 'POST',
          credentials: 'include',
          headers: { 'x-chainrule': '1' },
        }),
      ),
      framedIsForeign: await framed(),
    };
  }, host.origin);
  expect(got).toEqual({
    socket: 'refused',
    read: 'refused',
    blindRead: 'refused',
    withHeader: 'refused',
    framedIsForeign: true,
  });
  expect(await readdir(join(host.home, 'uploads')).catch(() => [])).toEqual([]);
  await tab.close();
  evil.close();
});
