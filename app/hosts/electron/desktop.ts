// The desktop host, written against the part of Electron that it needs: one window with the built page, one backend process
// that is restarted when it dies, and files by dialog, menu, drop and command line. main.ts passes in the real Electron.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { fileEndings, hasFileEnding, lessonEnding } from '../../contract/table/fileEndings.ts';
import { watchHolder } from '../../storage/holding/watchHolder.ts';
import { readPageFiles } from '../pageFiles.ts';
import { Supervisor } from '../supervisor.ts';
import { answerFrom, origin, privileges, scheme } from './appScheme.ts';
import { ipc } from './ipcChannels.ts';
import { lockApp, lockSession } from './lockdown.ts';
import { menuTemplate } from './menu.ts';
import { linkPages, tellHolder, tellPage } from './pageLinks.ts';
import { quitAnswer, quitQuestion } from './quitQuestion.ts';
import { updateSwitch } from './updateSwitch.ts';
import { type UpdaterModule, Updates } from './updates.ts';
import { UtilityBackend } from './utilityBackend.ts';

/** The part of `electron/main` that is used. */
export type DesktopElectron = Pick<
  typeof import('electron/main'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'protocol'
  | 'session'
  | 'utilityProcess'
>;

export interface DesktopPaths {
  /** Folder of the built page. */
  page: string;
  preload: string;
  backend: string;
  /** Script of the processes that unpack files. */
  unpacker: string;
  /** Script of the processes that run foreign scripts. */
  scriptRunner: string;
  /** Folder of runs and settings. */
  home: string;
  /** Says whether updates are switched on; in the window's own folder. */
  updateSwitch: string;
}

export interface DesktopOptions {
  /** Whether the page can be opened in Chromium's developer tools. */
  developerTools: boolean;
  /** Loads what updates the program; null: this copy cannot be updated. */
  loadUpdater: (() => Promise<UpdaterModule>) | null;
}

/** A page that crashes more often than this within a minute is not loaded again. */
const mostReloads = 3;
/** Removes the progress bar from the dock or taskbar. */
const noProgress = -1;

export class Desktop {
  readonly #electron: DesktopElectron;
  readonly #paths: DesktopPaths;
  readonly #options: DesktopOptions;
  readonly #backend: Supervisor<UtilityBackend>;
  readonly #updates: Updates | null;
  #window: BrowserWindow | null = null;
  #waitingFile: string | null = null;
  #crashes: number[] = [];
  #quitting = false;
  /** The person confirmed quitting in spite of what is at stake. */
  #mayQuit = false;

  constructor(electron: DesktopElectron, paths: DesktopPaths, options: DesktopOptions) {
    this.#electron = electron;
    this.#paths = paths;
    this.#options = options;
    const { utilityProcess } = electron;
    this.#updates =
      options.loadUpdater &&
      new Updates(options.loadUpdater, updateSwitch(paths.updateSwitch), (state) =>
        this.#window?.webContents.send(ipc.updateState, state),
      );
    this.#backend = new Supervisor(
      (options, events) => new UtilityBackend(utilityProcess.fork, paths, paths.home, options, events),
      {
        ready: () => {},
        stopped: () => this.#tell('backendStopped'),
        replaced: () => this.#tell('backendStopped'),
        held: (holder) => {
          if (this.#window) tellHolder(this.#window.webContents, holder);
        },
        failed: (sentence) => {
          this.#tell('backendFailed');
          electron.dialog.showErrorBox('Chainrule', sentence);
        },
      },
      Date.now,
      (tell) => watchHolder(paths.home, tell),
    );
  }

  /** To be called before Electron is ready. Resolves when the window is being shown, or another instance shows it. */
  async start(file: string | null): Promise<void> {
    const { app, protocol } = this.#electron;
    protocol.registerSchemesAsPrivileged(privileges);
    if (!app.requestSingleInstanceLock()) return app.quit();
    this.#waitingFile = file;
    lockApp(app);
    app.on('second-instance', (_event, argv, folder) => {
      this.#show();
      const other = fileArgument(argv, folder);
      if (other) this.#openFile(other);
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#openFile(path);
    });
    app.on('activate', () => this.#show());
    app.on('window-all-closed', () => app.quit());
    app.on('before-quit', (event) => this.#quit(event));
    await app.whenReady();
    await this.#open();
  }

  async #open() {
    const { Menu, MessageChannelMain, ipcMain, protocol, session, app } = this.#electron;
    protocol.handle(scheme, answerFrom(await readPageFiles(this.#paths.page)));
    lockSession(session.defaultSession);
    const template = menuTemplate(
      app.getLocale(),
      process.platform,
      () => void this.#openByMenu(),
      this.#options.developerTools,
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    linkPages({
      ipcMain,
      newChannel: () => new MessageChannelMain(),
      backend: () => this.#backend.whenReady(),
      home: this.#backend,
      chooseFile: () => this.#chooseFile(),
      updates: this.#updates,
      showProgress: (fraction) => this.#window?.setProgressBar(fraction ?? noProgress),
    });
    this.#backend.start();
    this.#show();
    void this.#updates?.start();
  }

  #show() {
    if (this.#window) {
      if (this.#window.isMinimized()) this.#window.restore();
      return this.#window.focus();
    }
    const window = new this.#electron.BrowserWindow(windowOptions(this.#paths.preload, this.#options));
    this.#window = window;
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      if (!this.#quitting && !this.#agreesToQuit()) event.preventDefault();
    });
    window.on('closed', () => {
      this.#window = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      // Until the page that is loaded next reports the run's progress.
      window.setProgressBar(noProgress);
      if (reason !== 'clean-exit') this.#reload(window);
    });
    window.webContents.on('did-finish-load', () => {
      if (this.#waitingFile) this.#openFile(this.#waitingFile);
    });
    void window.loadURL(`${origin}/`);
  }

  /** The run continues in the backend; the reloaded page finds it again. */
  #reload(window: BrowserWindow) {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < 60_000), now];
    if (this.#crashes.length <= mostReloads) window.reload();
  }

  #openFile(path: string) {
    const page = this.#window?.webContents;
    this.#waitingFile = page && !page.isLoading() ? null : path;
    if (this.#waitingFile === null) page?.send(ipc.openFile, path);
  }

  async #openByMenu() {
    const path = await this.#chooseFile();
    if (path) this.#openFile(path);
  }

  async #chooseFile(): Promise<string | null> {
    const { dialog } = this.#electron;
    const options = {
      properties: ['openFile' as const],
      filters: [
        {
          name: 'CSV, Excel, Parquet, JSON, safetensors, Chainrule',
          extensions: [...fileEndings, lessonEnding],
        },
        { name: '*', extensions: ['*'] },
      ],
    };
    const answer = await (this.#window
      ? dialog.showOpenDialog(this.#window, options)
      : dialog.showOpenDialog(options));
    return answer.filePaths[0] ?? null;
  }

  #tell(what: 'backendStopped' | 'backendFailed') {
    if (this.#window) tellPage(this.#window.webContents, what);
  }

  #agreesToQuit(): boolean {
    const { app, dialog } = this.#electron;
    const atStake = this.#backend.process?.atStake ?? null;
    if (this.#mayQuit || atStake === null) return true;
    const question = quitQuestion(atStake, app.getLocale());
    const answer = this.#window
      ? dialog.showMessageBoxSync(this.#window, question)
      : dialog.showMessageBoxSync(question);
    this.#mayQuit = answer === quitAnswer;
    return this.#mayQuit;
  }

  /** Quitting first lets the backend stop its run properly; then the program ends. */
  #quit(event: { preventDefault(): void }) {
    if (this.#quitting) return;
    event.preventDefault();
    if (!this.#agreesToQuit()) return;
    this.#quitting = true;
    void this.#backend.close().finally(() => this.#electron.app.quit());
  }
}

function windowOptions(preload: string, { developerTools }: DesktopOptions): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 540,
    show: false,
    title: 'Chainrule',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: developerTools,
    },
  };
}

/** The table on a command line, as a file manager passes it on a double click: the last argument that is not an option; null if
 *  its ending is not that of a table. */
export function fileArgument(argv: readonly string[], folder: string): string | null {
  const last = argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-'))
    .at(-1);
  if (last === undefined || !hasFileEnding(last)) return null;
  // A file manager on Linux names a file by its URL.
  return last.startsWith('file://') ? fileURLToPath(last) : resolve(folder, last);
}
