// The desktop's backend process: an Electron utility process, handed one MessagePort per connecting page. The processes that it
// asks for, to unpack files, end with it.
import type { MessagePortMain, UtilityProcess, utilityProcess } from 'electron';
import type { HomeHolder } from '../../contract/holder.ts';
import type { BackendEvents, BackendProcess, StartOptions } from '../supervisor.ts';
import type { AtStake } from './trainingNotice.ts';
import { type FromUnpackers, type ToUnpackers, UnpackerProcesses } from './unpackers.ts';

/** The name in process lists. */
export const serviceName = 'Chainrule backend';

/** Passed as JSON in the last argument. */
export interface BackendSettings extends StartOptions {
  home: string;
}
export type ToBackend = { type: 'page' } | { type: 'dispose' } | FromUnpackers;
export type FromBackend =
  | { type: 'ready' }
  | { type: 'unable'; sentence: string }
  /** Another process has the home folder, or has taken it over. */
  | { type: 'held'; holder: HomeHolder }
  /** What quitting would cost, after each change. */
  | { type: 'atStake'; atStake: AtStake | null }
  | ToUnpackers;

/** Milliseconds that the process may take to end; then it is killed. */
const patience = 6_000;

export class UtilityBackend implements BackendProcess {
  readonly #process: Pick<UtilityProcess, 'postMessage' | 'kill'>;
  readonly #gone: Promise<void>;
  #atStake: AtStake | null = null;

  constructor(
    fork: typeof utilityProcess.fork,
    scripts: { backend: string; unpacker: string },
    home: string,
    options: StartOptions,
    events: BackendEvents,
  ) {
    const settings: BackendSettings = { home, ...options };
    const child = fork(scripts.backend, [JSON.stringify(settings)], { serviceName, stdio: 'inherit' });
    this.#process = child;
    const unpackers = new UnpackerProcesses(fork, scripts.unpacker, (message: ToBackend) =>
      child.postMessage(message),
    );
    this.#gone = new Promise((resolve) =>
      child.once('exit', (code) => {
        unpackers.endAll();
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
      else unpackers.take(message);
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
