// The desktop's unpacking processes. Only Electron's main process can start a utility process, so the backend asks it to; what the
// process says is passed on unread. Both sides of that conversation are here.
import type { UtilityProcess, utilityProcess } from 'electron';
import type {
  StartUnpacker,
  UnpackerEvents,
  UnpackRequest,
} from '../../dataset/source/unpacker/unpackerPort.ts';
import { unpackerArguments } from '../unpackerArguments.ts';

/** Each with the backend's number for the process. */
export type ToUnpackers =
  | { type: 'unpack'; id: number; request: UnpackRequest }
  | { type: 'endUnpacking'; id: number };
export type FromUnpackers =
  | { type: 'unpackerSaid'; id: number; message: unknown }
  | { type: 'unpackerExited'; id: number; how: string };

/** The name in process lists. */
const serviceName = 'Chainrule file reader';

/** In the main process: the unpacking processes of one backend. */
export class UnpackerProcesses {
  readonly #running = new Map<number, Pick<UtilityProcess, 'kill'>>();

  constructor(
    readonly fork: typeof utilityProcess.fork,
    readonly script: string,
    readonly tell: (message: FromUnpackers) => void,
  ) {}

  take(message: ToUnpackers): void {
    if (message.type === 'unpack') this.#start(message.id, message.request);
    else this.#running.get(message.id)?.kill();
  }

  #start(id: number, request: UnpackRequest): void {
    const { args, execArgv } = unpackerArguments(request);
    const child = this.fork(this.script, args, { serviceName, execArgv, stdio: 'ignore' });
    this.#running.set(id, child);
    child.on('message', (message: unknown) => this.tell({ type: 'unpackerSaid', id, message }));
    // A fatal error of its JavaScript engine; `exit` follows.
    child.on('error', () => {});
    child.once('exit', (code) => {
      if (this.#running.delete(id)) this.tell({ type: 'unpackerExited', id, how: `exit code ${code}` });
    });
  }

  /** The backend is gone. */
  endAll(): void {
    const running = [...this.#running.values()];
    this.#running.clear();
    for (const child of running) child.kill();
  }
}

/** In the backend: the port, on top of the messages to and from the main process. */
export class AskedUnpackers {
  readonly #waiting = new Map<number, UnpackerEvents>();
  #next = 1;

  constructor(readonly ask: (message: ToUnpackers) => void) {}

  readonly start: StartUnpacker = (request, events) => {
    const id = this.#next++;
    this.#waiting.set(id, events);
    this.ask({ type: 'unpack', id, request });
    return { kill: () => this.ask({ type: 'endUnpacking', id }) };
  };

  take(message: FromUnpackers): void {
    const events = this.#waiting.get(message.id);
    if (message.type === 'unpackerSaid') events?.message(message.message);
    else {
      this.#waiting.delete(message.id);
      events?.exited(message.how);
    }
  }
}
