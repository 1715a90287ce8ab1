// Updates of the desktop program, off until the person switches them on: a check at the start and once a day, a download when it is
// asked for, an installation at quit. electron-updater does the work: it compares the SHA-512 of the download with that of the
// release and, on Windows and macOS, its signature with that of the running program. It is not even loaded while updates are off.
import type { AppUpdater } from 'electron-updater';
import type { UpdateChoice, UpdateState } from '../../contract/updates.ts';
import type { UpdateSwitch } from './updateSwitch.ts';

/** The part of electron-updater that is used. */
export interface UpdaterModule {
  autoUpdater: Pick<
    AppUpdater,
    | 'on'
    | 'checkForUpdates'
    | 'downloadUpdate'
    | 'autoDownload'
    | 'autoInstallOnAppQuit'
    | 'allowPrerelease'
    | 'allowDowngrade'
    | 'disableDifferentialDownload'
    | 'disableWebInstaller'
    | 'logger'
    | 'requestHeaders'
  >;
  CancellationToken: typeof import('electron-updater').CancellationToken;
}

const day = 24 * 3_600_000;
/** electron-updater would send a number of its own for each installation; all of ours send this one. */
const nobody = '00000000-0000-0000-0000-000000000000';
/** Longest text of an error that is shown. */
const longestDetail = 300;

export class Updates {
  #state: UpdateState = { state: 'off' };
  #loading: Promise<UpdaterModule> | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #download: { cancel(): void } | null = null;

  constructor(
    readonly load: () => Promise<UpdaterModule>,
    readonly kept: UpdateSwitch,
    readonly tell: (state: UpdateState) => void,
  ) {}

  get state(): UpdateState {
    return this.#state;
  }

  /** At the program's start. */
  async start(): Promise<void> {
    if (await this.kept.read()) await this.#begin();
  }

  async choose(choice: UpdateChoice): Promise<void> {
    if (choice === 'off') return this.#end();
    if (choice === 'on') {
      // Where it cannot be kept it holds until the program quits.
      await this.kept.write(true).catch(() => {});
      return this.#begin();
    }
    if (this.#state.state === 'off') return;
    if (choice === 'check') await this.#check();
    else if (this.#state.state === 'available') await this.#fetch(this.#state.version);
  }

  async #begin(): Promise<void> {
    if (this.#state.state !== 'off') return;
    this.#timer = setInterval(() => void this.#check(), day);
    await this.#check();
  }

  /** What was downloaded is not installed any more, but on macOS, where the system has it already. */
  async #end(): Promise<void> {
    clearInterval(this.#timer);
    this.#download?.cancel();
    this.#download = null;
    this.#become({ state: 'off' });
    const updater = (await this.#loading?.catch(() => null))?.autoUpdater;
    if (updater && this.#state.state === 'off') updater.autoInstallOnAppQuit = false;
    await this.kept.write(false).catch((error) => this.#become(failure(error)));
  }

  async #check(): Promise<void> {
    const { state } = this.#state;
    if (state === 'checking' || state === 'downloading' || state === 'ready') return;
    this.#become({ state: 'checking' });
    try {
      const { autoUpdater } = await this.#loaded();
      // Switched off meanwhile: nothing is asked.
      if (this.#state.state !== 'checking') return;
      autoUpdater.autoInstallOnAppQuit = true;
      const found = await autoUpdater.checkForUpdates();
      if (this.#state.state !== 'checking') return;
      if (found === null) this.#become({ state: 'failed', why: 'unsupported', detail: '' });
      else if (found.isUpdateAvailable)
        this.#become({ state: 'available', version: found.updateInfo.version });
      else this.#become({ state: 'newest' });
    } catch (error) {
      this.#fail(error);
    }
  }

  async #fetch(version: string): Promise<void> {
    this.#become({ state: 'downloading', version, fraction: 0 });
    try {
      const { autoUpdater, CancellationToken } = await this.#loaded();
      const token = new CancellationToken();
      this.#download = token;
      await autoUpdater.downloadUpdate(token);
      if (this.#state.state === 'downloading') this.#become({ state: 'ready', version });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#download = null;
    }
  }

  #loaded(): Promise<UpdaterModule> {
    this.#loading ??= this.load().then(
      (module) => {
        this.#setUp(module.autoUpdater);
        return module;
      },
      (error) => {
        this.#loading = null;
        throw error;
      },
    );
    return this.#loading;
  }

  #setUp(updater: UpdaterModule['autoUpdater']): void {
    updater.autoDownload = false;
    updater.allowPrerelease = false;
    updater.allowDowngrade = false;
    updater.disableWebInstaller = true;
    // The whole file, so that a release needs nothing beside it to be compared with.
    updater.disableDifferentialDownload = true;
    updater.logger = null;
    updater.requestHeaders = { 'x-user-staging-id': nobody };
    updater.on('error', (error) => this.#fail(error));
    updater.on('download-progress', ({ percent }) => {
      if (this.#state.state === 'downloading') this.#become({ ...this.#state, fraction: percent / 100 });
    });
  }

  #fail(error: unknown): void {
    // What is cancelled fails, too; and nothing is said twice.
    if (this.#state.state === 'off' || this.#state.state === 'failed') return;
    this.#become(failure(error));
  }

  #become(state: UpdateState): void {
    this.#state = state;
    this.tell(state);
  }
}

const refusals = ['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE'];

function failure(error: unknown): UpdateState {
  const why = isRefusal(error) ? 'refused' : 'failed';
  const detail = String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
  return { state: 'failed', why, detail: detail.slice(0, longestDetail) };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && refusals.includes(String(error.code));
}
