// The forked process's side of the channel: opens and closes logical connections as the server requests, and ends when the
// server is gone. The caller passes in the router.
import type { AnyRouter } from '@orpc/server';
import { type ServedConnection, serveRouter } from '../connections.ts';
import type { Frame } from '../frame.ts';
import type { FromBackend, ToBackend } from './channel.ts';
import { frameBytes } from './channel.ts';

/** Bytes that may be in transit to one page; further frames wait, so a page that does not read uses no memory. */
const window = 2 ** 20;

/** The part of `process` that is used. */
export interface ParentChannel {
  send(message: FromBackend): void;
  onMessage(listener: (message: ToBackend) => void): void;
  /** Called when the parent asks the process to end, or is gone. */
  onEnd(listener: () => void): void;
}

export function serveParent(router: AnyRouter, parent: ParentChannel) {
  const served = serveRouter(router);
  const open = new Map<number, { connection: ServedConnection; outlet: Outlet }>();
  parent.onMessage((message) => {
    if (message.type === 'dispose') return;
    const page = open.get(message.connection);
    if (message.type === 'open') {
      const outlet = new Outlet((frame) =>
        parent.send({ type: 'frame', connection: message.connection, frame }),
      );
      open.set(message.connection, { connection: served.connect(outlet.send), outlet });
    } else if (message.type === 'frame') {
      page?.connection.receive(message.frame);
    } else if (message.type === 'written') {
      page?.outlet.written(message.bytes);
    } else {
      open.delete(message.connection);
      page?.connection.close();
      page?.outlet.close();
    }
  });
  parent.send({ type: 'ready' });
}

/** Allows at most `window` bytes in transit, plus the frame that exceeds it. */
class Outlet {
  #underway = 0;
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(readonly post: (frame: Frame) => void) {}

  send = async (frame: Frame): Promise<void> => {
    if (this.#closed) return;
    this.#underway += frameBytes(frame);
    this.post(frame);
    if (this.#underway > window) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  };

  written(bytes: number) {
    this.#underway -= bytes;
    if (this.#underway <= window) this.#release();
  }

  close() {
    this.#closed = true;
    this.#release();
  }

  #release() {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** The real `process` as a ParentChannel. Ctrl-C and a closed terminal
 *  reach the whole group of processes: the parent decides what they mean. */
export function parentProcess(): ParentChannel {
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  return {
    send: (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => {});
    },
    onMessage: (listener) => process.on('message', listener as (message: unknown) => void),
    onEnd: (listener) => {
      process.once('disconnect', listener);
      process.once('SIGTERM', listener);
      process.on('message', (message: ToBackend) => {
        if (message.type === 'dispose') listener();
      });
    },
  };
}

/** Milliseconds that cleanup may take at the end. */
const patience = 5_000;

/** Disposes once when the parent asks for the end or is gone, and then always exits. */
export function endWithParent(parent: ParentChannel, dispose: () => Promise<void>) {
  let ending = false;
  parent.onEnd(() => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), patience);
    dispose().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
