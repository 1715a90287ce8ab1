// Every request that is not our own page's is refused, by a real server, before anything is done.

import { readdir } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from './testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('the link', () => {
  it('is printed alone on its line and holds 128 random bits', () => {
    expect(server.lines).toEqual([server.url]);
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{32}$/);
  });

  it('is turned into a cookie of this port that no script and no other site gets, by a redirect that strips the token', async () => {
    const { status, headers, body } = await server.request('GET', `/${new URL(server.url).search}`);
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^chainrule-${server.port}=[0-9a-f]{32}; HttpOnly; SameSite=Strict; Path=/$`),
      ),
    ]);
    expect(body).toBe('');
  });

  it.each([
    ['without a token', '/'],
    ['with an empty one', '/?token='],
    ['with another one', `/?token=${'0'.repeat(32)}`],
    ['with a short one', '/?token=0'],
  ])('%s opens nothing and says what to do', async (_, path) => {
    const { status, headers, body } = await server.request('GET', path);
    expect(status).toBe(403);
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).toContain('Open the link that Chainrule printed');
    expect(body).toContain('링크를 여십시오');
  });

  it('does not matter once the cookie is there', async () => {
    const { status, headers } = await server.request('GET', '/?token=old', { cookie: server.cookie });
    expect([status, headers.location]).toEqual([303, '/']);
  });
});

describe('a request', () => {
  const own = () => ({ cookie: server.cookie, origin: server.origin });

  it.each(['127.0.0.1', 'localhost', '[::1]'])('to %s with our port passes', async (host) => {
    const headers = { ...own(), host: `${host}:${server.port}` };
    expect((await server.request('GET', '/', headers)).status).toBe(200);
  });

  it.each([
    ['evil.test', 0],
    ['127.0.0.1.evil.test', 0],
    ['0.0.0.0', 0],
    ['127.0.0.1', 1],
  ])('to %s (port off by %i) is refused even with the cookie', async (name, off) => {
    const headers = { cookie: server.cookie, host: `${name}:${server.port + off}` };
    expect((await server.request('GET', '/', headers)).status).toBe(403);
  });

  it.each(['http://evil.test', 'null', 'https://127.0.0.1', 'http://127.0.0.1', 'file://'])(
    'from the origin %s is refused even with the cookie',
    async (origin) => {
      const headers = { cookie: server.cookie, origin };
      expect((await server.request('GET', '/', headers)).status).toBe(403);
    },
  );

  it('with the cookie of an earlier start is told that the session has ended', async () => {
    const cookie = `chainrule-${server.port}=${'a'.repeat(32)}`;
    const page = await server.request('GET', '/', { cookie });
    expect([page.status, page.body.includes('This session has ended')]).toEqual([403, true]);
    expect((await server.request('GET', '/session', { cookie })).status).toBe(403);
  });

  it('with a second, foreign cookie of our name is not locked out', async () => {
    const cookie = `chainrule-${server.port}=x; ${server.cookie}`;
    expect((await server.request('GET', '/session', { cookie })).status).toBe(204);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s without an Origin or without our own header is refused and leaves nothing',
    async (method) => {
      const { cookie, origin } = own();
      const forms: Record<string, string>[] = [
        { cookie },
        { cookie, origin },
        { cookie, 'x-chainrule': '1' },
        { cookie, origin: 'http://evil.test', 'x-chainrule': '1' },
        { origin, 'x-chainrule': '1' },
      ];
      for (const headers of forms)
        expect((await server.request(method, '/upload?name=a.csv', headers, 'a,b')).status).toBe(403);
      expect(await readdir(join(server.home, 'uploads')).catch(() => [])).toEqual([]);
    },
  );

  it('of any outcome carries the headers that keep other sites out, and never a CORS header', async () => {
    const answers = await Promise.all([
      server.request('GET', '/', own()),
      server.request('GET', '/'),
      server.request('GET', '/nothing', own()),
      server.request('OPTIONS', '/', { origin: 'http://evil.test' }),
    ]);
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toContain('unsafe-eval');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/assets/../../secret.txt',
    '//evil.test/secret.txt',
    '/%00',
    '/file:///etc/passwd',
    '/__proto__',
    '/constructor',
    `/${'a'.repeat(300)}`,
  ])('for %s finds nothing', async (path) => {
    expect((await server.request('GET', path, own())).status).toBe(404);
  });

  it('for a file of the page is answered with its type; a hashed name may be cached, the page itself not', async () => {
    const [page, script, head] = await Promise.all([
      server.request('GET', '/', own()),
      server.request('GET', '/assets/index-1.js', own()),
      server.request('HEAD', '/', own()),
    ]);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '34']);
  });
});

describe('a WebSocket', () => {
  const attempt = (headers: Record<string, string>, path = '/backend') =>
    new Promise<number | 'open'>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
      socket.on('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', () => {});
    });

  it('opens with the cookie from our own origin', async () => {
    expect(await attempt({ cookie: server.cookie, origin: server.origin })).toBe('open');
  });

  it.each<[string, () => Record<string, string>]>([
    ['a foreign origin', () => ({ cookie: server.cookie, origin: 'http://evil.test' })],
    ['the origin null', () => ({ cookie: server.cookie, origin: 'null' })],
    ['no origin', () => ({ cookie: server.cookie })],
    ['no cookie', () => ({ origin: server.origin })],
    ['an old cookie', () => ({ cookie: `chainrule-${server.port}=x`, origin: server.origin })],
    [
      'a rebound name',
      () => ({ cookie: server.cookie, origin: server.origin, host: `evil.test:${server.port}` }),
    ],
    [
      'a rebound name, its origin equal to its host',
      () => ({
        cookie: server.cookie,
        host: `evil.test:${server.port}`,
        origin: `http://evil.test:${server.port}`,
      }),
    ],
  ])('is refused before the upgrade for %s', async (_, headers) => {
    expect(await attempt(headers())).toBe(403);
  });

  it('opens at no other path', async () => {
    expect(await attempt({ cookie: server.cookie, origin: server.origin }, '/other')).toBe(404);
  });
});

describe('the port', () => {
  it('is open on 127.0.0.1 and on no other address', async () => {
    expect(await reaches('127.0.0.1')).toBe(true);
    expect(await reaches('127.0.0.2')).toBe(false);
    expect(await reaches('::1')).toBe(false);
  });

  it('that is taken is passed over for the next free one', async () => {
    const other = await startTestServer({ port: server.port });
    expect(other.port).toBeGreaterThan(server.port);
    expect(other.cookie.split('=')[0]).toBe(`chainrule-${other.port}`);
    await other.close();
  });

  const reaches = (host: string) =>
    new Promise<boolean>((resolve) => {
      const socket = createConnection({ host, port: server.port });
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
});
