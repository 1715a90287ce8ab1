// The desktop's backend process: an Electron utility process, handed one MessagePort per connecting page. The processes that it
// asks for, to unpack files and to run foreign scripts, end with it.
import type { MessagePortMain, UtilityProcess, utilityProcess } from 'electron';
import type { HomeHolder } from '../../contract/holder.ts';
import type { BackendEvents, BackendProcess, StartOptions } from '../supervisor.ts';
import {
  DisposableProcesses,
  type DisposableScripts,
  type FromDisposables,
  type ToDisposables,
} from './disposables.ts';
import type { AtStake } from './trainingNotice.ts';

/** The name in process lists. */
export const serviceName = 'Chainrule backend';

/** Passed as JSON in the last argument. */
export interface BackendSettings extends StartOptions {
  home: string;
}
export type ToBackend = { type: 'page' } | { type: 'dispose' } | FromDisposables;
export type FromBackend =
  | { type: 'ready' }
  | { type: 'unable'; sentence: string }
  /** Another process has the home folder, or has taken it over. */
  | { type: 'held'; holder: HomeHolder }
  /** What quitting would cost, after each change. */
  | { type: 'atStake'; atStake: AtStake | null }
  | ToDisposables;

/** Milliseconds that the process may take to end; then it is killed. */
const patience = 6_000;

export class UtilityBackend implements BackendProcess {
  readonly #process: Pick<UtilityProcess, 'postMessage' | 'kill'>;
  readonly #gone: Promise<void>;
  #atStake: AtStake | null = null;

  constructor(
    fork: typeof utilityProcess.fork,
    scripts: { backend: string } & DisposableScripts,
    home: string,
    options: StartOptions,
    events: BackendEvents,
  ) {
    const settings: BackendSettings = { home, ...options };
    const child = fork(scripts.backend, [JSON.stringify(settings)], { serviceName, stdio: 'inherit' });
    this.#process = child;
    const disposables = new DisposableProcesses(fork, scripts, (message: ToBackend) =>
      child.postMessage(message),
    );
    this.#gone = new Promise((resolve) =>
      child.once('exit', (code) => {
        disposables.endAll();
        resolve();
        events.exited(`exit code ${code}`);
      }),
    );
    // A fatal error of its JavaScript engine; `exit` follows.
    child.on('error', () => {});
    child.on('message', (message: FromBackend) => {
      if (message.type === 'ready') events.ready();
      else if (message.type === 'held') events.held(message.holder);
      else if (message.type === 'unable') events.unable(message.sentence);
      else if (message.type === 'atStake') this.#atStake = message.atStake;
      else disposables.take(message);
    });
  }

  /** What ending it would cost. */
  get atStake() {
    return this.#atStake;
  }

  /** The other end of `port` belongs to a page. */
  take(port: MessagePortMain) {
    this.#process.postMessage({ type: 'page' } satisfies ToBackend, [port]);
  }

  async stop() {
    this.#process.postMessage({ type: 'dispose' } satisfies ToBackend);
    const timer = setTimeout(() => this.#process.kill(), patience);
    await this.#gone;
    clearTimeout(timer);
  }
}
