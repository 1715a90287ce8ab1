// The real electron-updater on Linux, with Node's requests in place of Electron's, against a release on this computer: what is not
// the file that the release names never replaces the program.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  request,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImageUpdater, CancellationToken } from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type UpdaterModule, Updates } from '../../../../app/hosts/electron/updates.ts';

const installed = 'the installed program';
/** The installer runs the new program once, to let it say that it starts. */
const released = '#!/bin/sh\nexit 0\n# the new program\n';
const sha512 = (text: string) => createHash('sha512').update(text).digest('base64');

let folder: string;
let program: string;
let server: Server;
let served: string;
let asked: { url: string; headers: IncomingHttpHeaders }[];
let quit: () => void;

/** The release names `released`; what is sent is `served`. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-verified-'));
  program = join(folder, 'chainrule.AppImage');
  writeFileSync(program, installed, { mode: 0o755 });
  vi.stubEnv('APPIMAGE', program);
  served = released;
  asked = [];
  const file = `url: new.AppImage\n    sha512: ${sha512(released)}\n    size: ${released.length}`;
  const release = `version: 1.2.0\nfiles:\n  - ${file}\npath: new.AppImage\nsha512: ${sha512(released)}\n`;
  server = createServer(({ url = '', headers }, response) => {
    asked.push({ url, headers });
    response.end(url.includes('.yml') ? release : served);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => {
  server.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function load(): Promise<UpdaterModule> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const place = join(folder, 'app-update.yml');
  writeFileSync(place, `provider: generic\nurl: ${url}\nupdaterCacheDirName: cache\n`);
  for (const inner of ['data', 'caches']) mkdirSync(join(folder, inner), { recursive: true });
  const autoUpdater = new AppImageUpdater(null, {
    version: '1.0.0',
    name: 'chainrule',
    isPackaged: true,
    appUpdateConfigPath: place,
    userDataPath: join(folder, 'data'),
    baseCachePath: join(folder, 'caches'),
    whenReady: async () => {},
    relaunch: () => {},
    quit: () => {},
    onQuit: (handler: (exitCode: number) => void) => {
      quit = () => handler(0);
    },
  });
  const createRequest = (options: RequestOptions, answer: (response: IncomingMessage) => void) =>
    request(options, answer);
  Object.assign(autoUpdater, { httpExecutor: Object.assign(new ElectronHttpExecutor(), { createRequest }) });
  return { autoUpdater, CancellationToken };
}

describe.runIf(process.platform === 'linux')('an update', () => {
  let updates: Updates;
  beforeEach(async () => {
    quit = () => {};
    updates = new Updates(load, { read: async () => false, write: async () => {} }, () => {});
    await updates.choose('on');
    expect(updates.state).toEqual({ state: 'available', version: '1.2.0' });
    expect(asked).toHaveLength(1);
  });

  it('that is what the release names replaces the program at quit, and not before', async () => {
    await updates.choose('download');
    expect(updates.state).toEqual({ state: 'ready', version: '1.2.0' });
    expect(readFileSync(program, 'utf8')).toBe(installed);
    quit();
    expect(readFileSync(program, 'utf8')).toBe(released);
  });

  it('with another byte is refused, kept nowhere and never installed', async () => {
    served = released.replace('new', 'n3w');
    await updates.choose('download');
    expect(updates.state).toMatchObject({ state: 'failed', why: 'refused' });
    quit();
    expect(readFileSync(program, 'utf8')).toBe(installed);
    const left = readdirSync(join(folder, 'caches'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.AppImage'))).toEqual([]);
  });

  it('that is switched off again after the download is not installed', async () => {
    await updates.choose('download');
    await updates.choose('off');
    quit();
    expect(readFileSync(program, 'utf8')).toBe(installed);
  });

  it('is asked for without a number that tells this installation from another', async () => {
    await updates.choose('download');
    const numbers = asked.map(({ headers }) => headers['x-user-staging-id']);
    expect(numbers).toEqual(['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000']);
  });
});
