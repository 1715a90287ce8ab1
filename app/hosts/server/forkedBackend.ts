// The server's side of the channel: forks the backend, hands it to the supervisor, and relays frames between it and
// the pages' sockets without reading them.
import { type ChildProcess, fork } from 'node:child_process';
import type { Frame } from '../frame.ts';
import type { BackendEvents, BackendProcess, StartOptions } from '../supervisor.ts';
import { type BackendSettings, backendVariable, type FromBackend, type ToBackend } from './channel.ts';

/** Milliseconds that the process may take to end; then it is killed. */
const patience = 6_000;

export class ForkedBackend implements BackendProcess {
  readonly #child: ChildProcess;
  readonly #pages = new Map<number, (frame: Frame) => void>();
  #next = 1;
  #gone: Promise<void>;

  constructor(
    script: string,
    place: Pick<BackendSettings, 'home' | 'page'>,
    options: StartOptions,
    events: BackendEvents,
  ) {
    const settings: BackendSettings = { ...place, ...options };
    this.#child = fork(script, [], {
      execArgv: [],
      serialization: 'advanced',
      env: { ...process.env, [backendVariable]: JSON.stringify(settings) },
      // Its output goes to stderr: stdout is for the link.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    this.#gone = new Promise((resolve) => {
      const ended = (how: string) => {
        resolve();
        events.exited(how);
      };
      this.#child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
      this.#child.once('error', (error) => ended(error.message));
    });
    this.#child.on('message', (message: FromBackend) => {
      if (message.type === 'ready') events.ready();
      else if (message.type === 'held') events.held(message.holder);
      else if (message.type === 'unable') events.unable(message.sentence);
      else this.#pages.get(message.connection)?.(message.frame);
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Opens a logical connection; `deliver` gets the backend's frames. */
  connect(deliver: (frame: Frame) => void): BackendConnection {
    const connection = this.#next++;
    this.#pages.set(connection, deliver);
    this.#post({ type: 'open', connection });
    return {
      send: (frame, sent) => this.#post({ type: 'frame', connection, frame }, sent),
      written: (bytes) => this.#post({ type: 'written', connection, bytes }),
      close: () => {
        if (this.#pages.delete(connection)) this.#post({ type: 'close', connection });
      },
    };
  }

  async stop() {
    this.#post({ type: 'dispose' });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patience);
    await this.#gone;
    clearTimeout(timer);
  }

  #post(message: ToBackend, sent: () => void = () => {}) {
    // After the process has died but before the exit event, the channel is closed; the frame's call rejects with the socket.
    if (!this.#child.connected) return sent();
    this.#child.send(message, sent);
  }
}

export interface BackendConnection {
  /** `sent` is called when the frame has left this process. */
  send(frame: Frame, sent: () => void): void;
  written(bytes: number): void;
  close(): void;
}
