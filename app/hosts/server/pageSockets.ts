// The WebSockets of all open pages. Each is relayed to a logical connection of the current backend. When the backend
// dies, its pages get our own close code and reconnect. Buffers are limited in both directions: a page or a backend
// that does not read stops the other side instead of filling memory.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { closeCodes, largestFrame } from '../../contract/connection.ts';
import type { Frame } from '../frame.ts';
import { frameBytes } from './channel.ts';
import type { ForkedBackend } from './forkedBackend.ts';

/** Pages open at once; tabs beyond it are refused. */
const mostPages = 64;
/** Bytes on their way to the backend after which a page's socket is not read on. */
const inboundWindow = 4 * 2 ** 20;
/** Between two pings, milliseconds; a page that missed one is gone. */
const heartbeat = 30_000;

export class PageSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    clientTracking: true,
  });
  readonly #alive = new WeakSet<WebSocket>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(
    readonly backend: () => Promise<ForkedBackend | null>,
    /** The close code for pages while there is none. */
    readonly whyNone: () => number,
  ) {
    this.#timer = setInterval(() => this.#beat(), heartbeat);
    this.#timer.unref();
  }

  get full() {
    return this.#server.clients.size >= mostPages;
  }

  /** `request` has passed the gate. The handshake is answered when the backend takes connections. */
  async accept(request: IncomingMessage, stream: Duplex, head: Buffer) {
    const backend = await this.backend();
    if (stream.destroyed) return;
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      if (backend === null) socket.close(this.whyNone());
      else this.#relay(socket, backend);
    });
  }

  /** Closes all pages' sockets. */
  closeAll(code: number) {
    for (const socket of this.#server.clients) socket.close(code);
  }

  close() {
    clearInterval(this.#timer);
    this.closeAll(closeCodes.goingAway);
    for (const socket of this.#server.clients) setTimeout(() => socket.terminate(), 1_000).unref();
    this.#server.close();
  }

  #relay(socket: WebSocket, backend: ForkedBackend) {
    this.#alive.add(socket);
    const connection = backend.connect((frame) => {
      const bytes = frameBytes(frame);
      socket.send(frame, () => connection.written(bytes));
    });
    let inbound = 0;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      const frame: Frame = isBinary ? new Uint8Array(data) : data.toString('utf8');
      inbound += frameBytes(frame);
      if (inbound > inboundWindow) socket.pause();
      connection.send(frame, () => {
        inbound -= frameBytes(frame);
        if (inbound <= inboundWindow) socket.resume();
      });
    });
    socket.on('pong', () => this.#alive.add(socket));
    socket.on('close', () => connection.close());
    // An oversized or broken frame: ws has closed the socket with the right code by then.
    socket.on('error', () => {});
  }

  #beat() {
    for (const socket of this.#server.clients) {
      if (!this.#alive.has(socket)) {
        socket.terminate();
        continue;
      }
      this.#alive.delete(socket);
      socket.ping();
    }
  }
}
