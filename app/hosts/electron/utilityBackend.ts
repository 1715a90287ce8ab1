// The desktop's backend process: an Electron utility process, handed one MessagePort per connecting page.
import type { MessagePortMain, UtilityProcess, utilityProcess } from 'electron';
import type { BackendEvents, BackendProcess, StartOptions } from '../supervisor.ts';

/** The name in process lists. */
export const serviceName = 'Chainrule backend';

/** Passed as JSON in the last argument. */
export interface BackendSettings extends StartOptions {
  home: string;
}
export type ToBackend = { type: 'page' } | { type: 'dispose' };
export type FromBackend =
  | { type: 'ready' }
  | { type: 'unable'; sentence: string }
  /** Whether a run trains, after each change. */
  | { type: 'training'; training: boolean };

/** Milliseconds that the process may take to end; then it is killed. */
const patience = 6_000;

export class UtilityBackend implements BackendProcess {
  readonly #process: Pick<UtilityProcess, 'postMessage' | 'kill'>;
  readonly #gone: Promise<void>;
  #training = false;

  constructor(
    fork: typeof utilityProcess.fork,
    script: string,
    home: string,
    options: StartOptions,
    events: BackendEvents,
  ) {
    const settings: BackendSettings = { home, ...options };
    const child = fork(script, [JSON.stringify(settings)], { serviceName, stdio: 'inherit' });
    this.#process = child;
    this.#gone = new Promise((resolve) =>
      child.once('exit', (code) => {
        resolve();
        events.exited(`exit code ${code}`);
      }),
    );
    // A fatal error of its JavaScript engine; `exit` follows.
    child.on('error', () => {});
    child.on('message', (message: FromBackend) => {
      if (message.type === 'ready') events.ready();
      else if (message.type === 'unable') events.unable(message.sentence);
      else this.#training = message.training;
    });
  }

  /** Whether a run trains in it. */
  get training() {
    return this.#training;
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
