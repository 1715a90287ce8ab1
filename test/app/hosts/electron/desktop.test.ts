// Main and preload against a double of the part of Electron that they use; the page's real connection at the end.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileEndings } from '../../../../app/contract/table/fileEndings.ts';
import { Desktop, type DesktopOptions, fileArgument } from '../../../../app/hosts/electron/desktop.ts';
import type { Connection } from '../../../../renderer/connection/connection.ts';
import { connectDesktop } from '../../../../renderer/connection/desktop.ts';
import { type ElectronDouble, electronDouble, preloadIn, type WindowDouble } from './electronDouble.ts';

let folder: string;
let double: ElectronDouble;
let desktop: Desktop;
const pages: Connection[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-desktop-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'assets', 'a.js'), 'export {}');
  double = electronDouble();
  desktop = newDesktop({ developerTools: false, loadUpdater: null });
});
function newDesktop(options: DesktopOptions) {
  const paths = {
    page: folder,
    preload: '/program/preload.cjs',
    backend: '/program/backend.js',
    unpacker: '/program/unpacker.js',
    scriptRunner: '/program/scripts/scriptRunner.js',
    home: '/home/data',
    updateSwitch: join(folder, 'updates'),
  };
  return new Desktop(double.electron, paths, options);
}
afterEach(async () => {
  for (const page of pages.splice(0)) page.close();
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true, force: true });
});

const window = () => double.windows[0] as WindowDouble;
const backend = () => double.processes.at(-1) as ElectronDouble['processes'][number];

function openPage() {
  const { page, bridge, exposed } = preloadIn(window(), double);
  vi.stubGlobal('window', page);
  const connection = connectDesktop(bridge);
  pages.push(connection);
  return { connection, exposed };
}

function becomes(connection: Connection, wanted: Connection['status']) {
  return new Promise<void>((resolve) => {
    if (connection.status === wanted) return resolve();
    connection.onStatus((status) => status === wanted && resolve());
  });
}

describe('the window', () => {
  it('shows the page of our own scheme, sandboxed, isolated and without Node', async () => {
    await desktop.start(null);
    expect(window().calls).toEqual(['load app://chainrule/']);
    expect(window().options.webPreferences).toMatchObject({
      preload: '/program/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    window().emit('ready-to-show');
    expect(window().calls.at(-1)).toBe('show');
  });

  it('opens no other window, goes nowhere else, embeds nothing', async () => {
    await desktop.start(null);
    const contents = window().webContents;
    expect(contents.openHandler?.()).toEqual({ action: 'deny' });
    const denied = (event: string, url: string) => {
      const preventDefault = vi.fn();
      contents.emit(event, { preventDefault, url }, url);
      return preventDefault.mock.calls.length > 0;
    };
    const elsewhere = ['https://evil.test/', 'file:///etc/passwd', 'app://other/', 'app://chainrule.evil/'];
    for (const url of [...elsewhere, 'javascript:alert(1)', 'smb://server/share', 'data:text/html,x'])
      for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'])
        expect([event, url, denied(event, url)]).toEqual([event, url, true]);
    expect(denied('will-navigate', 'app://chainrule/')).toBe(false);
    expect(denied('will-attach-webview', '')).toBe(true);
  });

  it('is given no permission but to copy, no device, no spell checker and no address outside', async () => {
    await desktop.start(null);
    const { session } = double;
    const asked = (permission: string) => {
      const answer = vi.fn();
      session.setPermissionRequestHandler.mock.calls[0]?.[0](null, permission, answer);
      return answer.mock.calls[0]?.[0];
    };
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'fileSystem'])
      expect([permission, asked(permission)]).toEqual([permission, false]);
    expect(asked('clipboard-sanitized-write')).toBe(true);
    expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]()).toBe(false);
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
    const cancelled = (url: string) => {
      const answer = vi.fn();
      session.webRequest.onBeforeRequest.mock.calls[0]?.[0]({ url }, answer);
      return answer.mock.calls[0]?.[0].cancel;
    };
    for (const url of ['https://evil.test/', 'http://127.0.0.1:1/', 'file:///etc/passwd', 'wss://evil.test/'])
      expect([url, cancelled(url)]).toEqual([url, true]);
    for (const url of ['app://chainrule/assets/a.js', 'blob:app://chainrule/1', 'data:image/png,x'])
      expect([url, cancelled(url)]).toEqual([url, false]);
  });

  it('saves files that the page made, and downloads none', async () => {
    await desktop.start(null);
    const prevented = (url: string) => {
      const preventDefault = vi.fn();
      double.session.emit('will-download', { preventDefault }, { getURL: () => url });
      return preventDefault.mock.calls.length > 0;
    };
    expect(prevented('blob:app://chainrule/1')).toBe(false);
    expect(prevented('https://evil.test/a.exe')).toBe(true);
    expect(prevented('blob:https://evil.test/1')).toBe(true);
  });

  it('is loaded again when its page crashed, but not for ever', async () => {
    await desktop.start(null);
    for (let i = 0; i < 10; i++) window().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    window().webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(window().calls.filter((call) => call === 'reload')).toHaveLength(3);
  });
});

describe('the scheme', () => {
  const get = (url: string, method = 'GET') => double.protocol.answer({ method, url });

  it('answers with the built page under a strict policy', async () => {
    await desktop.start(null);
    const answer = await get('app://chainrule/');
    expect(await answer.text()).toBe('<!doctype html><title>page</title>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect((await get('app://chainrule/assets/a.js')).status).toBe(200);
  });

  it.each([
    'app://chainrule/../../etc/passwd',
    'app://chainrule/%2e%2e%2fetc/passwd',
    'app://other/',
    'app://chainrule/x',
  ])('has nothing at %s', async (url) => {
    await desktop.start(null);
    expect((await get(url)).status).toBe(404);
  });

  it('takes nothing', async () => {
    await desktop.start(null);
    expect((await get('app://chainrule/', 'POST')).status).toBe(404);
  });
});

describe('the dock or taskbar', () => {
  const bars = () => window().calls.filter((call) => call.startsWith('progress'));

  it('shows how far the page says that a run is, and nothing once there is none or the page is gone', async () => {
    await desktop.start(null);
    const { connection } = openPage();
    for (const fraction of [0, 0.25, 1, null]) connection.showProgress?.(fraction);
    expect(bars()).toEqual(['progress 0', 'progress 0.25', 'progress 1', 'progress -1']);
    connection.showProgress?.(0.5);
    window().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(bars().slice(4)).toEqual(['progress 0.5', 'progress -1']);
  });

  it.each([-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY, '0.5', undefined, { valueOf: () => 0.5 }])(
    'hears no %s',
    async (fraction) => {
      await desktop.start(null);
      const sender = window().webContents;
      double.ipcMain.emit('chainrule:progress', { sender, senderFrame: sender.mainFrame }, fraction);
      expect(bars()).toEqual([]);
    },
  );

  it('hears no other page', async () => {
    await desktop.start(null);
    const sender = window().webContents;
    double.ipcMain.emit('chainrule:progress', { sender, senderFrame: { url: 'app://chainrule/' } }, 0.5);
    sender.mainFrame.url = 'https://evil.test/';
    double.ipcMain.emit('chainrule:progress', { sender, senderFrame: sender.mainFrame }, 0.5);
    expect(bars()).toEqual([]);
  });
});

describe('the backend', () => {
  it('is a utility process that knows the home folder; a page talks to it over a port of its own', async () => {
    await desktop.start(null);
    expect(backend().settings).toEqual({ home: '/home/data', restore: true });
    const { connection, exposed } = openPage();
    expect(Object.keys(exposed)).toEqual(['chainrule']);
    expect(connection.status).toBe('connecting');
    backend().becomesReady();
    expect(await connection.client.dataset.examples()).toHaveLength(1);
  });

  it('that dies is replaced: the page is told, connects again by itself and goes on', async () => {
    await desktop.start(null);
    backend().becomesReady();
    const { connection } = openPage();
    await becomes(connection, 'open');
    await connection.client.workspace.dismiss({ notice: 'hang' });
    const pending = connection.client.runs.list().catch((error) => error);
    backend().dies(11);
    expect(await pending).toMatchObject({ name: 'ConnectionLost', status: 'backendStopped' });
    await vi.waitFor(() => expect(double.processes).toHaveLength(2), 20_000);
    expect(backend().settings).toMatchObject({ restartedAfter: 'exit code 11' });
    backend().becomesReady();
    await becomes(connection, 'open');
    expect(await connection.client.dataset.examples()).toHaveLength(1);
  });

  it('that cannot work here is not tried again, and its sentence is shown', async () => {
    await desktop.start(null);
    const { connection } = openPage();
    backend().emit('message', { type: 'unable', sentence: 'The engine is missing.' });
    await becomes(connection, 'backendFailed');
    expect(double.dialog.showErrorBox).toHaveBeenCalledWith('Chainrule', 'The engine is missing.');
    expect(double.processes).toHaveLength(1);
  });

  it('of a home that another process has is started again when a person says so', async () => {
    await desktop.start(null);
    const { connection } = openPage();
    const holder = { pid: 4711, kind: 'browser', since: '2026-01-02T03:04:05.000Z', page: null, refusal: '' };
    backend().emit('message', { type: 'held', holder });
    await becomes(connection, 'homeHeld');
    expect(connection.holder).toEqual(holder);
    connection.choose('takeOver');
    await vi.waitFor(() => expect(double.processes).toHaveLength(2));
    expect(backend().settings).toMatchObject({ choice: 'takeOver' });
    backend().becomesReady();
    await becomes(connection, 'open');
    // Taken over by another window later.
    backend().emit('message', { type: 'held', holder });
    await becomes(connection, 'homeHeld');
  });

  it('gives a reloaded page a new port', async () => {
    await desktop.start(null);
    backend().becomesReady();
    const first = openPage();
    await becomes(first.connection, 'open');
    first.connection.close();
    const second = openPage();
    expect(await second.connection.client.dataset.examples()).toHaveLength(1);
  });

  it.each([
    ['a frame inside the page', { url: 'app://chainrule/' }],
    ['no frame', null],
  ])('is not given to %s', async (_, senderFrame) => {
    await desktop.start(null);
    backend().becomesReady();
    const sender = window().webContents;
    const posted = vi.spyOn(sender, 'postMessage');
    double.ipcMain.emit('chainrule:connect', { sender, senderFrame });
    expect(await double.ipcMain.handlers.get('chainrule:choose-file')?.({ sender, senderFrame })).toBeNull();
    sender.mainFrame.url = 'https://evil.test/';
    double.ipcMain.emit('chainrule:connect', { sender, senderFrame: sender.mainFrame });
    await new Promise((resolve) => setImmediate(resolve));
    expect(posted).not.toHaveBeenCalled();
    expect(double.dialog.showOpenDialog).not.toHaveBeenCalled();
  });

  it('that trains is not left without a question, which is asked once', async () => {
    await desktop.start(null);
    backend().becomesReady();
    const leaves = (source: { emit(event: string, value: unknown): unknown }, event: string) => {
      const preventDefault = vi.fn();
      source.emit(event, { preventDefault });
      return preventDefault.mock.calls.length === 0;
    };
    expect(leaves(window(), 'close')).toBe(true);
    backend().emit('message', { type: 'atStake', atStake: 'training' });
    expect(leaves(window(), 'close')).toBe(false);
    double.app.emit('before-quit', { preventDefault: () => {} });
    expect(double.app.calls).toEqual([]);
    expect(double.dialog.showMessageBoxSync).toHaveBeenCalledTimes(2);
    double.dialog.showMessageBoxSync.mockReturnValue(1);
    expect(leaves(window(), 'close')).toBe(true);
    double.app.emit('before-quit', { preventDefault: () => {} });
    await vi.waitFor(() => expect(double.app.calls).toEqual(['quit']), 20_000);
    expect(double.dialog.showMessageBoxSync).toHaveBeenCalledTimes(3);
  });

  it('is ended in good order before the program quits', async () => {
    await desktop.start(null);
    backend().becomesReady();
    const preventDefault = vi.fn();
    double.app.emit('before-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(double.app.calls).toEqual(['quit']), 20_000);
    double.app.emit('before-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(double.processes).toHaveLength(1);
  });
});

describe('a file', () => {
  const files = () => {
    const { connection } = openPage();
    const opened: unknown[] = [];
    connection.onOpenFile?.((file) => opened.push(file));
    return { connection, opened };
  };
  const iris = { ref: { kind: 'path', path: '/data/iris.csv' }, name: 'iris.csv' };

  it('that is dropped is named by its path', async () => {
    await desktop.start(null);
    const { connection } = files();
    expect(await connection.fileRef(new File([], 'iris.csv'))).toEqual(iris.ref);
  });

  it('is chosen in the system dialog, from the page or from the menu', async () => {
    await desktop.start(null);
    const { connection, opened } = files();
    expect(await connection.chooseFile?.()).toEqual(iris);
    double.menu.template
      .flatMap(({ submenu }) => submenu ?? [])
      .find(({ click }) => click)
      ?.click?.();
    await vi.waitFor(() => expect(opened).toEqual([iris]), 20_000);
    double.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] });
    expect(await connection.chooseFile?.()).toBeNull();
  });

  it('on the command line is opened when the page is there, and one of a second start at once', async () => {
    await desktop.start('/data/iris.csv');
    const { opened } = files();
    window().webContents.emit('did-finish-load');
    expect(opened).toEqual([iris]);
    double.app.emit('second-instance', {}, ['program', '--flag', 'wine.csv'], '/data');
    expect(opened).toHaveLength(2);
    expect(window().calls.at(-1)).toBe('focus');
  });

  it.each([
    [['program', '/a/b.csv'], '/a/b.csv'],
    [['program', '.', 'b.tsv', '--no-sandbox'], '/folder/b.tsv'],
    [['program', '/a/sales.XLSX'], '/a/sales.XLSX'],
    [['program', 'file:///a/b%20c.parquet'], '/a/b c.parquet'],
    [['program', '/a/rows.jsonl.gz'], '/a/rows.jsonl.gz'],
    [['program', '/a/picture.png'], null],
    [['program', '.'], null],
    [['program'], null],
  ])('named by %j is %s', (argv, path) => {
    expect(fileArgument(argv, '/folder')).toBe(path);
  });

  it.each(fileEndings)(
    'ending in .%s is offered by the dialog and opened from the command line',
    async (ending) => {
      await desktop.start(null);
      await files().connection.chooseFile?.();
      const options = double.dialog.showOpenDialog.mock.lastCall?.at(-1);
      expect(options).toMatchObject({ filters: [{ extensions: expect.arrayContaining([ending]) }, {}] });
      expect(fileArgument(['program', `table.${ending}`], '/folder')).toBe(`/folder/table.${ending}`);
    },
  );
});

it('a second start leaves the window to the first', async () => {
  double.app.requestSingleInstanceLock = () => false;
  await desktop.start(null);
  expect(double.app.calls).toEqual(['quit']);
  expect(double.windows).toEqual([]);
  expect(double.processes).toEqual([]);
});

it('the menu speaks Korean where the system does', async () => {
  double.app.getLocale = () => 'ko-KR';
  await desktop.start(null);
  expect(double.menu.template.map(({ label }) => label)).toContain('파일');
});

it.each([
  ['as shipped has no developer tools', false],
  ['has developer tools where they are asked for', true],
])('the window %s, by the menu or otherwise', async (_, developerTools) => {
  await newDesktop({ developerTools, loadUpdater: null }).start(null);
  const roles = double.menu.template.flatMap(({ submenu }) => submenu ?? []).map(({ role }) => role);
  expect(roles).toContain('reload');
  expect(roles.includes('toggleDevTools')).toBe(developerTools);
  expect(window().options.webPreferences).toMatchObject({ devTools: developerTools });
});
