// A double of the small part of Electron that main and preload use: events, ports and windows as plain objects, with
// the stub backend where the utility process would be. What main does to them can be read off.
import { EventEmitter } from 'node:events';
import { vi } from 'vitest';
import type { DesktopBridge } from '../../../../app/contract/connection.ts';
import type { DesktopElectron } from '../../../../app/hosts/electron/desktop.ts';
import { servePorts } from '../../../../app/hosts/electron/portBackend.ts';
import { exposeBridge, type PreloadElectron } from '../../../../app/hosts/electron/preloadBridge.ts';
import { createStubRouter } from '../../contract/stubRouter.ts';

/** A Node port with the face of a MessagePortMain. */
class PortDouble extends EventEmitter {
  constructor(readonly port: MessagePort) {
    super();
    port.addEventListener('message', ({ data }) => this.emit('message', { data, ports: [] }));
    port.addEventListener('close', () => this.emit('close'));
  }
  postMessage = (message: unknown) => this.port.postMessage(message);
  start = () => this.port.start();
}

export class UtilityDouble extends EventEmitter {
  readonly settings: Record<string, unknown>;
  /** What it was told, but for pages and its end. */
  readonly told: unknown[] = [];
  #serve = servePorts(createStubRouter());
  #ports: PortDouble[] = [];

  constructor(
    readonly script: string,
    args: string[],
    readonly execArgv: string[] = [],
    readonly env?: Record<string, string>,
  ) {
    super();
    this.settings = JSON.parse(args[0] ?? '{}');
  }
  postMessage = (message: { type: string }, ports: PortDouble[] = []) => {
    if (message.type === 'dispose') return this.dies(0);
    if (message.type !== 'page') this.told.push(message);
    this.#ports.push(...ports);
    for (const port of ports) this.#serve(port);
  };
  kill = () => this.dies(15);
  becomesReady = () => this.emit('message', { type: 'ready' });
  dies = (code: number) => {
    for (const port of this.#ports) port.port.close();
    this.emit('exit', code);
  };
}

export class WindowDouble extends EventEmitter {
  readonly calls: string[] = [];
  readonly webContents: ContentsDouble;
  constructor(readonly options: { webPreferences: Record<string, unknown> }) {
    super();
    this.webContents = new ContentsDouble();
  }
  loadURL = async (url: string) => void this.calls.push(`load ${url}`);
  show = () => void this.calls.push('show');
  focus = () => void this.calls.push('focus');
  reload = () => void this.calls.push('reload');
  restore = () => void this.calls.push('restore');
  isMinimized = () => false;
  setProgressBar = (fraction: number) => void this.calls.push(`progress ${fraction}`);
}

export class ContentsDouble extends EventEmitter {
  readonly mainFrame = { url: 'app://chainrule/' };
  readonly toPreload = new EventEmitter();
  openHandler: (() => { action: string }) | undefined;
  setWindowOpenHandler = (handler: () => { action: string }) => {
    this.openHandler = handler;
  };
  isDestroyed = () => false;
  isLoading = () => false;
  send = (channel: string, ...values: unknown[]) => this.toPreload.emit(channel, {}, ...values);
  postMessage = (channel: string, message: unknown, ports: PortDouble[]) =>
    this.toPreload.emit(channel, { ports: ports.map(({ port }) => port) }, message);
}

export function electronDouble() {
  const app = Object.assign(new EventEmitter(), {
    calls: [] as string[],
    requestSingleInstanceLock: (): boolean => true,
    whenReady: async () => {},
    getLocale: (): string => 'en-GB',
    quit: () => void app.calls.push('quit'),
  });
  const windows: WindowDouble[] = [];
  const processes: UtilityDouble[] = [];
  const ipcMain = Object.assign(new EventEmitter(), {
    handlers: new Map<string, (event: unknown) => unknown>(),
    handle: (channel: string, handler: (event: unknown) => unknown) =>
      void ipcMain.handlers.set(channel, handler),
  });
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setSpellCheckerEnabled: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  });
  const protocol = {
    registerSchemesAsPrivileged: vi.fn(),
    answer: async (_request: { method: string; url: string }): Promise<Response> => new Response(),
    handle: (_scheme: string, answer: (request: { method: string; url: string }) => Promise<Response>) => {
      protocol.answer = answer;
    },
  };
  const dialog = {
    showErrorBox: vi.fn(),
    showMessageBoxSync: vi.fn(() => 0),
    showOpenDialog: vi.fn(async (..._: unknown[]) => ({ canceled: false, filePaths: ['/data/iris.csv'] })),
  };
  class MessageChannelMain {
    port1: PortDouble;
    port2: PortDouble;
    constructor() {
      const { port1, port2 } = new MessageChannel();
      this.port1 = new PortDouble(port1);
      this.port2 = new PortDouble(port2);
    }
  }
  class BrowserWindow extends WindowDouble {
    constructor(options: { webPreferences: Record<string, unknown> }) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  const utilityProcess = {
    fork: (
      script: string,
      args: string[],
      { execArgv, env }: { execArgv?: string[]; env?: Record<string, string> } = {},
    ) => {
      const process = new UtilityDouble(script, args, execArgv, env);
      processes.push(process);
      return process;
    },
  };
  const menu: {
    template: { label?: string; submenu?: { label?: string; role?: string; click?: () => void }[] }[];
  } = {
    template: [],
  };
  const Menu = {
    buildFromTemplate: (template: typeof menu.template) => template,
    setApplicationMenu: (template: typeof menu.template) => {
      menu.template = template;
    },
  };
  const parts = {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu,
    MessageChannelMain,
    protocol,
    session: { defaultSession: session },
    utilityProcess,
  };
  const electron = parts as unknown as DesktopElectron;
  return { electron, app, windows, processes, ipcMain, session, protocol, dialog, menu };
}
export type ElectronDouble = ReturnType<typeof electronDouble>;

/** Runs the preload script in `window` and gives what the page finds there. */
export function preloadIn(window: WindowDouble, { ipcMain }: ElectronDouble) {
  const contents = window.webContents;
  const page = new EventTarget();
  const exposed: Record<string, unknown> = {};
  const event = { sender: contents, senderFrame: contents.mainFrame };
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: unknown) => {
        exposed[name] = bridge;
      },
    },
    ipcRenderer: {
      on: (channel: string, listener: (...values: unknown[]) => void) =>
        contents.toPreload.on(channel, listener),
      send: (channel: string, ...values: unknown[]) => ipcMain.emit(channel, event, ...values),
      invoke: async (channel: string) => ipcMain.handlers.get(channel)?.(event),
    },
    webUtils: { getPathForFile: (file: File) => `/data/${file.name}` },
  };
  exposeBridge(electron as unknown as PreloadElectron, {
    postMessage: (data, targetOrigin, ports) =>
      page.dispatchEvent(Object.assign(new Event('message'), { data, targetOrigin, ports, source: page })),
  });
  return { page, exposed, bridge: exposed.chainrule as DesktopBridge };
}
