// The backend's process dies, or the server does: the other one, and the pages, know what to do.
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { connectBrowser } from '../../../../renderer/connection/browser.ts';
import type { Connection, ConnectionStatus } from '../../../../renderer/connection/connection.ts';
import { bundled } from './bundled.ts';
import { startTestServer, stubScript, type TestServer } from './testServer.ts';

let server: TestServer;
let page: Connection;
beforeEach(async () => {
  server = await startTestServer();
  asBrowserOf(server);
  page = connectBrowser();
  await becomes(page, 'open');
});
afterEach(async () => {
  page.close();
  await server.close();
  vi.unstubAllGlobals();
});

it.each(['SIGSEGV', 'SIGKILL', 'SIGABRT'] as const)(
  'after %s the page is told, another backend is started, and the same page goes on',
  async (signal) => {
    await page.client.workspace.dismiss({ notice: 'hang' });
    const pending = page.client.runs.list().catch((error) => error);
    const stream = await page.client.workspace.watch();
    const next = stream.next().catch((error) => error);
    const statuses = record(page);
    process.kill(await backendPid(), signal);
    expect(await pending).toMatchObject({ name: 'ConnectionLost', status: 'backendStopped' });
    expect(await next).toMatchObject({ name: 'ConnectionLost', status: 'backendStopped' });
    await becomes(page, 'open');
    expect(statuses).toEqual(['backendStopped', 'open']);
    expect(await page.client.dataset.examples()).toHaveLength(1);
    expect((await server.journal()).at(-1)).toMatchObject({ restartedAfter: signal, restore: true });
    expect(server.lines.at(-1)).toContain(`stopped (${signal})`);
    expect(server.lines.slice(1).join()).not.toContain(new URL(server.url).searchParams.get('token'));
  },
);

it('a backend that cannot live is given up, and pages are told so', async () => {
  process.env.STUB_DIES = '1';
  try {
    process.kill(await backendPid(), 'SIGKILL');
    await becomes(page, 'backendFailed');
    expect(server.lines.at(-1)).toMatch(/stopped 5 times in a row \(last: exit code 3\)/);
    const late = connectBrowser();
    await becomes(late, 'backendFailed');
    late.close();
  } finally {
    delete process.env.STUB_DIES;
  }
});

it.each(['takeOver', 'look'] as const)(
  'another process has the home: pages are told which one, and the backend starts when a person says %s',
  async (choice) => {
    process.env.STUB_HELD = '1';
    try {
      process.kill(await backendPid(), 'SIGKILL');
      await becomes(page, 'homeHeld');
      expect(page.holder).toMatchObject({ pid: 4711, kind: 'desktop' });
      expect(server.lines.at(-1)).toMatch(
        /^Another Chainrule \(process 4711, the desktop window, since .*\) has the folder/,
      );
      page.choose(choice);
      await becomes(page, 'open');
      expect(page.holder).toBeNull();
      expect(await page.client.dataset.examples()).toHaveLength(1);
      expect((await server.journal()).filter(({ event }) => event === 'started').at(-1)).toMatchObject({
        choice,
      });
      const upload = server.request('POST', '/upload?name=a.csv', trusted(server), 'x\n1\n');
      expect((await upload).status).toBe(choice === 'look' ? 400 : 200);
    } finally {
      delete process.env.STUB_HELD;
    }
  },
);

it('only a page of ours learns who has the home, or chooses', async () => {
  const { cookie } = server;
  expect((await server.request('GET', '/holder')).status).toBe(403);
  expect((await server.request('GET', '/holder', { cookie })).body).toBe('null');
  expect((await server.request('POST', '/holder?choice=takeOver', { cookie })).status).toBe(403);
  expect((await server.request('POST', '/holder?choice=everything', trusted(server))).status).toBe(404);
});

it('a page of an earlier start is told that its session has ended', async () => {
  await server.close();
  await becomes(page, 'lost');
  server = await startTestServer({ port: server.port });
  page.retry();
  await becomes(page, 'ended');
});

it('closing the server ends the backend in good order', async () => {
  const pid = await backendPid();
  await server.stop();
  expect((await server.journal()).map(({ event }) => event)).toEqual(['started', 'disposed']);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

it('a killed server takes its backend with it', async () => {
  const script = await bundled(new URL('./serverProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [script, server.home, await stubScript()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const pids = async () => (await server.journal()).filter(({ event }) => event === 'started');
  while ((await pids()).length < 2) await turn();
  const orphan = (await pids()).at(-1)?.pid;
  child.kill('SIGKILL');
  const disposed = async () =>
    (await server.journal()).some(({ event, pid }) => event === 'disposed' && pid === orphan);
  while (!(await disposed())) await turn();
});

const trusted = ({ cookie, origin }: TestServer) => ({ cookie, origin, 'x-chainrule': '1' });

async function backendPid(): Promise<number> {
  const started = (await server.journal()).filter(({ event }) => event === 'started');
  return started.at(-1)?.pid as number;
}

function record(connection: Connection): ConnectionStatus[] {
  const statuses: ConnectionStatus[] = [];
  connection.onStatus((status) => statuses.push(status));
  return statuses;
}

function becomes(connection: Connection, wanted: ConnectionStatus): Promise<void> {
  return new Promise((resolve) => {
    if (connection.status === wanted) return resolve();
    const unsubscribe = connection.onStatus((status) => {
      if (status !== wanted) return;
      unsubscribe();
      resolve();
    });
  });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function asBrowserOf({ cookie, origin }: TestServer) {
  vi.stubGlobal('location', new URL(origin));
  vi.stubGlobal('fetch', (path: string, options: RequestInit) =>
    originalFetch(new URL(path, origin), { ...options, headers: { ...options.headers, cookie, origin } }),
  );
  vi.stubGlobal(
    'WebSocket',
    class extends NodeSocket {
      constructor(url: URL) {
        super(url, { headers: { cookie, origin } });
        this.on('error', () => {});
      }
    },
  );
}
const originalFetch = fetch;
