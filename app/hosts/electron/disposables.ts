// The desktop's processes for one task: unpacking a file, running a foreign script. Only Electron's main process can start a utility
// process, so the backend asks it to; what the process says is passed on unread. Both sides of that conversation are here.
import type { UtilityProcess, utilityProcess } from 'electron';
import type {
  ChildEvents,
  DisposableChild,
  StartUnpacker,
  UnpackRequest,
} from '../../dataset/source/unpacker/unpackerPort.ts';
import type { ScriptRequest, StartScript } from '../../workspace/exporting/scriptPort.ts';
import { scriptEnvironment } from '../scripts/scriptEnvironment.ts';
import { unpackerArguments } from '../unpackerArguments.ts';

/** Each with the backend's number for the process. */
export type ToDisposables =
  | { type: 'unpack'; id: number; request: UnpackRequest }
  | { type: 'runScript'; id: number; request: ScriptRequest }
  | { type: 'endDisposable'; id: number };
export type FromDisposables =
  | { type: 'disposableSaid'; id: number; message: unknown }
  | { type: 'disposableExited'; id: number; how: string };

export interface DisposableScripts {
  unpacker: string;
  scriptRunner: string;
}

/** Names in process lists. */
const serviceNames = { unpacker: 'Chainrule file reader', scriptRunner: 'Chainrule export checker' };

/** In the main process: those of one backend. */
export class DisposableProcesses {
  readonly #running = new Map<number, Pick<UtilityProcess, 'kill'>>();

  constructor(
    readonly fork: typeof utilityProcess.fork,
    readonly scripts: DisposableScripts,
    readonly tell: (message: FromDisposables) => void,
  ) {}

  take(message: ToDisposables): void {
    if (message.type === 'unpack') this.#start(message.id, 'unpacker', unpackerArguments(message.request));
    else if (message.type === 'runScript') {
      const child = this.#start(message.id, 'scriptRunner', {
        args: [],
        execArgv: [],
        env: scriptEnvironment,
      });
      child.postMessage(message.request);
    } else this.#running.get(message.id)?.kill();
  }

  #start(
    id: number,
    which: keyof DisposableScripts,
    { args, ...options }: { args: string[]; execArgv: string[]; env?: Record<string, string> },
  ): Pick<UtilityProcess, 'postMessage'> {
    const settings = { serviceName: serviceNames[which], ...options, stdio: 'ignore' } as const;
    const child = this.fork(this.scripts[which], args, settings);
    this.#running.set(id, child);
    child.on('message', (message: unknown) => this.tell({ type: 'disposableSaid', id, message }));
    // A fatal error of its JavaScript engine; `exit` follows.
    child.on('error', () => {});
    child.once('exit', (code) => {
      if (this.#running.delete(id)) this.tell({ type: 'disposableExited', id, how: `exit code ${code}` });
    });
    return child;
  }

  /** The backend is gone. */
  endAll(): void {
    const running = [...this.#running.values()];
    this.#running.clear();
    for (const child of running) child.kill();
  }
}

/** In the backend: the ports, on top of the messages to and from the main process. */
export class AskedDisposables {
  readonly #waiting = new Map<number, ChildEvents>();
  #next = 1;

  constructor(readonly ask: (message: ToDisposables) => void) {}

  readonly startUnpacker: StartUnpacker = (request, events) =>
    this.#started(events, (id) => ({ type: 'unpack', id, request }));

  readonly startScript: StartScript = (request, events) =>
    this.#started(events, (id) => ({ type: 'runScript', id, request }));

  #started(events: ChildEvents, asking: (id: number) => ToDisposables): DisposableChild {
    const id = this.#next++;
    this.#waiting.set(id, events);
    this.ask(asking(id));
    return { kill: () => this.ask({ type: 'endDisposable', id }) };
  }

  take(message: FromDisposables): void {
    const events = this.#waiting.get(message.id);
    if (message.type === 'disposableSaid') events?.message(message.message);
    else {
      this.#waiting.delete(message.id);
      events?.exited(message.how);
    }
  }
}
