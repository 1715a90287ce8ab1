// When the desktop program asks for updates, and what it does with them: with a double of electron-updater, the real preload script
// and the page's real connection. That a wrong download is refused is tested with the real one in verifiedUpdate.test.ts.
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UpdateChoice, UpdateState } from '../../../../app/contract/updates.ts';
import { Desktop } from '../../../../app/hosts/electron/desktop.ts';
import { updateSwitch } from '../../../../app/hosts/electron/updateSwitch.ts';
import { type UpdaterModule, Updates } from '../../../../app/hosts/electron/updates.ts';
import { connectDesktop } from '../../../../renderer/connection/desktop.ts';
import { electronDouble, preloadIn, type WindowDouble } from './electronDouble.ts';

const day = 24 * 3_600_000;
const version = '1.2.0';

/** What electron-updater answers, and what it was asked. */
class UpdaterDouble extends EventEmitter {
  [setting: string]: unknown;
  readonly asked: string[] = [];
  answer: { isUpdateAvailable: boolean } | null = { isUpdateAvailable: true };
  download: () => Promise<string[]> = async () => ['/cache/chainrule'];
  checkForUpdates = async () => {
    this.asked.push('check');
    return this.answer && { ...this.answer, updateInfo: { version } };
  };
  downloadUpdate = (token: { cancelled: boolean }) => {
    this.asked.push('download');
    this.token = token;
    return this.download();
  };
}

let folder: string;
let updater: UpdaterDouble;
let loads: number;
let kept: boolean;
let told: UpdateState[];
let updates: Updates;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  folder = mkdtempSync(join(tmpdir(), 'chainrule-updates-'));
  updater = new UpdaterDouble();
  loads = 0;
  kept = false;
  told = [];
  const write = async (on: boolean) => {
    kept = on;
  };
  updates = new Updates(load, { read: async () => kept, write }, (state) => told.push(state));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
});

class CancellationToken {
  cancelled = false;
  cancel() {
    this.cancelled = true;
  }
}
async function load() {
  loads++;
  return { autoUpdater: updater, CancellationToken } as unknown as UpdaterModule;
}

describe('updates that are off', () => {
  it('ask for nothing, and do not even load the updater', async () => {
    await updates.start();
    await updates.choose('check');
    await updates.choose('download');
    await vi.advanceTimersByTimeAsync(3 * day);
    expect([loads, updater.asked, told]).toEqual([0, [], []]);
  });

  it('are off unless the file says clearly that they are on', async () => {
    const file = join(folder, 'updates');
    const { read, write } = updateSwitch(file);
    expect(await read()).toBe(false);
    for (const text of ['', 'off\n', 'ON', '{"on":true}', 'on on']) {
      writeFileSync(file, text);
      expect([text, await read()]).toEqual([text, false]);
    }
    await write(true);
    expect(await read()).toBe(true);
    await write(false);
    expect(await read()).toBe(false);
  });

  it('stay on, and say so, where that cannot be written', async () => {
    const write = () => Promise.reject(new Error('the disk is read-only'));
    updates = new Updates(load, { read: async () => true, write }, () => {});
    await updates.start();
    await updates.choose('off');
    expect(updates.state).toMatchObject({ state: 'failed', detail: 'the disk is read-only' });
  });

  it('again cancel a download, ask no more, and install nothing at quit', async () => {
    let arrives = () => {};
    updater.download = () =>
      new Promise((resolve) => {
        arrives = () => resolve([]);
      });
    await updates.choose('on');
    const downloading = updates.choose('download');
    await vi.waitFor(() => expect(updater.token).toBeDefined());
    await updates.choose('off');
    expect(updater.token).toMatchObject({ cancelled: true });
    arrives();
    await downloading;
    updater.emit('error', new Error('cancelled'));
    await vi.advanceTimersByTimeAsync(3 * day);
    expect(updates.state).toEqual({ state: 'off' });
    expect(updater.autoInstallOnAppQuit).toBe(false);
    expect([kept, updater.asked]).toEqual([false, ['check', 'download']]);
  });
});

describe('updates that are on', () => {
  it('check at the start and once a day, and download nothing by themselves', async () => {
    kept = true;
    await updates.start();
    expect(updater.asked).toEqual(['check']);
    await vi.advanceTimersByTimeAsync(2 * day);
    expect(updater.asked).toEqual(['check', 'check', 'check']);
    expect(updater).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: true });
    expect(updates.state).toEqual({ state: 'available', version });
  });

  it('take no older version, no trial version and no installer from elsewhere, and send no number of this computer', async () => {
    await updates.choose('on');
    expect(updater).toMatchObject({
      allowDowngrade: false,
      allowPrerelease: false,
      disableWebInstaller: true,
      requestHeaders: { 'x-user-staging-id': '00000000-0000-0000-0000-000000000000' },
    });
  });

  it('download when asked to, tell how far it is, and are ready to be installed at quit', async () => {
    updater.download = async () => {
      updater.emit('download-progress', { percent: 25 });
      return [];
    };
    await updates.choose('on');
    await updates.choose('download');
    expect(told).toEqual([
      { state: 'checking' },
      { state: 'available', version },
      { state: 'downloading', version, fraction: 0 },
      { state: 'downloading', version, fraction: 0.25 },
      { state: 'ready', version },
    ]);
    await vi.advanceTimersByTimeAsync(2 * day);
    expect([kept, updater.asked]).toEqual([true, ['check', 'download']]);
  });

  it('say that this is the newest version, or that this copy cannot be replaced', async () => {
    updater.answer = { isUpdateAvailable: false };
    await updates.choose('on');
    expect(updates.state).toEqual({ state: 'newest' });
    updater.answer = null;
    await updates.choose('check');
    expect(updates.state).toMatchObject({ state: 'failed', why: 'unsupported' });
  });

  it.each([
    ['refused', 'ERR_CHECKSUM_MISMATCH'],
    ['refused', 'ERR_UPDATER_INVALID_SIGNATURE'],
    ['failed', 'ENOTFOUND'],
  ])('say once that a download was %s (%s), and in one line', async (why, code) => {
    const error = Object.assign(new Error('it says why\nand its headers'), { code });
    updater.download = async () => {
      updater.emit('error', error);
      throw error;
    };
    await updates.choose('on');
    await updates.choose('download');
    expect(told.slice(3)).toEqual([{ state: 'failed', why, detail: 'it says why' }]);
  });

  it('say that the updater could not be loaded, and can be switched off', async () => {
    const failing = new Updates(
      () => Promise.reject(new Error('no such module')),
      { read: async () => true, write: async () => {} },
      (state) => told.push(state),
    );
    await failing.start();
    expect(failing.state).toMatchObject({ state: 'failed', detail: 'no such module' });
    await failing.choose('off');
    expect(failing.state).toEqual({ state: 'off' });
  });
});

describe('the page', () => {
  async function openPage(loadUpdater: typeof load | null) {
    const double = electronDouble();
    writeFileSync(join(folder, 'index.html'), '');
    const scripts = { preload: '', backend: '', unpacker: '', scriptRunner: '', home: folder };
    const paths = { ...scripts, page: folder, updateSwitch: join(folder, 'updates') };
    await new Desktop(double.electron, paths, { developerTools: false, loadUpdater }).start(null);
    const { page, bridge } = preloadIn(double.windows[0] as WindowDouble, double);
    vi.stubGlobal('window', page);
    return { double, connection: connectDesktop(bridge) };
  }

  it('switches them on and hears what comes of it', async () => {
    const { connection } = await openPage(load);
    const heard: UpdateState[] = [];
    connection.updates?.onState((state) => heard.push(state));
    expect(await connection.updates?.state()).toEqual({ state: 'off' });
    connection.updates?.choose('format the disk' as UpdateChoice);
    connection.updates?.choose('on');
    await vi.waitFor(() => expect(heard.at(-1)).toEqual({ state: 'available', version }));
    expect(await updateSwitch(join(folder, 'updates')).read()).toBe(true);
    connection.close();
  });

  it('has none where the program was not packaged with a place of its releases', async () => {
    const { connection } = await openPage(null);
    expect(await connection.updates?.state()).toBeNull();
    connection.close();
  });
});
