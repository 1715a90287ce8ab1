// Electron's download against a mirror on this machine that misbehaves: every way it can fail ends with a reason, soon,
// and leaves nothing installed. Its success is not tested here: that would need the real archive.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { downloadProgress, electronBinary, fetchElectron, hasDisplay } from '../../scripts/electronBinary.js';

let server: Server | undefined;
let cache: string;

async function mirror(answer: RequestListener): Promise<void> {
  const listening = createServer(answer);
  server = listening;
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`);
}

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'electron-cache-'));
  vi.stubEnv('electron_config_cache', cache);
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(cache, { recursive: true, force: true });
});

describe('the download of Electron', () => {
  test('is given up when no byte comes', async () => {
    await mirror(() => {});
    expect(await fetchElectron({ onBytes: () => {}, silence: 500 })).toBe('no byte came for 0.5 s');
  });

  test('is given up when bytes stop coming, and has told of those that came', async () => {
    await mirror((_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write(Buffer.alloc(250));
    });
    const seen: unknown[] = [];
    const reason = await fetchElectron({ onBytes: (bytes) => seen.push(bytes), silence: 2000 });
    expect(reason).toBe('no byte came for 2 s');
    expect(seen).toEqual([{ transferred: 250, total: 1000 }]);
  });

  test('with other bytes than Electron published is refused', async () => {
    const before = electronBinary();
    await mirror((_, response) => response.end('not electron'));
    expect(await fetchElectron({ onBytes: () => {} })).toMatch(/checksum/i);
    expect(electronBinary()).toBe(before);
  });

  test('from where nothing listens says so', async () => {
    vi.stubEnv('ELECTRON_MIRROR', 'http://127.0.0.1:9/');
    expect(await fetchElectron({ onBytes: () => {} })).toMatch(/ECONNREFUSED|bad port/);
  });
});

test('progress outside a terminal is a line for every tenth', () => {
  const lines: string[] = [];
  const show = downloadProgress({ isTTY: false, write: (text: string) => lines.push(text) } as never);
  for (let transferred = 0; transferred <= 100e6; transferred += 1e6) show({ transferred, total: 100e6 });
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('  100% (100 MB)\n');
});

test.runIf(process.platform === 'linux')('without DISPLAY and WAYLAND_DISPLAY there is no display', () => {
  vi.stubEnv('DISPLAY', undefined);
  vi.stubEnv('WAYLAND_DISPLAY', '');
  expect(hasDisplay()).toBe(false);
  vi.stubEnv('WAYLAND_DISPLAY', 'wayland-0');
  expect(hasDisplay()).toBe(true);
});
