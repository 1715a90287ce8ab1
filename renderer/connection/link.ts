// One client for the life of the page over channels that are replaced when they break. oRPC's WebSocket link runs on a socket-like
// object, through which both transports pass their frames.

import {
  type ClientLink,
  type ClientOptions,
  createORPCClient,
  mapEventIterator,
  ORPCError,
} from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../app/contract/calls.ts';
import type { HomeHolder } from '../../app/contract/holder.ts';
import { ConnectionLost, type ConnectionStatus } from './connection.ts';

export type Frame = string | ArrayBufferLike | ArrayBufferView;
type NoContext = Record<never, never>;
type Listener = (event: { data: unknown }) => void;

/** The small part of a WebSocket that oRPC's link uses. It counts as open until `close`. */
export class FrameSocket {
  readonly readyState = 1;
  #listeners = { message: new Set<Listener>(), close: new Set<Listener>() };
  #send: ((frame: Frame) => void) | null;

  constructor(send: (frame: Frame) => void) {
    this.#send = send;
  }
  addEventListener = (type: string, listener: Listener) => {
    if (type === 'message' || type === 'close') this.#listeners[type].add(listener);
  };
  removeEventListener = (type: string, listener: Listener) => {
    if (type === 'message' || type === 'close') this.#listeners[type].delete(listener);
  };
  send = (frame: Frame) => {
    // A call that began before the channel closed must reject instead of waiting for ever.
    if (!this.#send) throw new Error('The channel is closed.');
    this.#send(frame);
  };

  /** Passes on a frame that was received. */
  deliver(data: unknown) {
    for (const listener of this.#listeners.message) listener({ data });
  }
  /** Closes the socket: pending calls reject. */
  close() {
    this.#send = null;
    for (const listener of this.#listeners.close) listener({ data: null });
  }
}

/** Holds the status and hands each call to the channel that is open. */
export class Switchboard implements ClientLink<NoContext> {
  /** Who has the home folder, while the status is `homeHeld`. */
  holder: HomeHolder | null = null;
  readonly client: ContractRouterClient<Contract> = createORPCClient(this);
  #status: ConnectionStatus = 'connecting';
  #link: RPCLink<NoContext> | null = null;
  #socket: FrameSocket | null = null;
  #listeners = new Set<(status: ConnectionStatus) => void>();

  get status() {
    return this.#status;
  }

  onStatus = (listener: (status: ConnectionStatus) => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** From now on calls go through `send`; the caller delivers received frames to the returned socket. */
  open(send: (frame: Frame) => void): FrameSocket {
    this.#socket?.close();
    this.#socket = new FrameSocket(send);
    this.#link = new RPCLink({ websocket: this.#socket as unknown as WebSocket });
    this.#become('open');
    return this.#socket;
  }

  /** The channel is gone; pending calls reject with ConnectionLost(status). */
  lose(status: Exclude<ConnectionStatus, 'open' | 'connecting'>) {
    const socket = this.#socket;
    this.#link = null;
    this.#socket = null;
    this.#become(status);
    socket?.close();
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<NoContext>): Promise<unknown> {
    const link = this.#link ?? (await this.#whenOpen(options.signal));
    try {
      const output = await link.call(path, input, options);
      if (!isAsyncIterator(output)) return output;
      return mapEventIterator(output, {
        value: async (value: unknown) => value,
        error: async (error: unknown) => this.#meaning(error, link, options.signal),
      });
    } catch (error) {
      throw this.#meaning(error, link, options.signal);
    }
  }

  /** Another process has the home folder. */
  held(holder: HomeHolder) {
    this.holder = holder;
    if (this.#status === 'homeHeld') this.#tell();
    else this.lose('homeHeld');
  }

  /** A person has chosen what to do: the channel is being opened again. */
  chosen() {
    this.holder = null;
    this.#become('connecting');
  }

  #become(status: ConnectionStatus) {
    if (status === this.#status) return;
    this.#status = status;
    this.#tell();
  }

  #tell() {
    for (const listener of [...this.#listeners]) listener(this.#status);
  }

  #whenOpen(signal?: AbortSignal): Promise<RPCLink<NoContext>> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        if (this.#status === 'connecting' && !signal?.aborted) return;
        unsubscribe();
        signal?.removeEventListener('abort', settle);
        if (signal?.aborted) reject(signal.reason);
        else if (this.#link) resolve(this.#link);
        else reject(new ConnectionLost(this.#status));
      };
      const unsubscribe = this.onStatus(settle);
      signal?.addEventListener('abort', settle);
      settle();
    });
  }

  /** oRPC reports a closed channel as an aborted call; a person who cancelled must not read of a lost connection. */
  #meaning(error: unknown, link: RPCLink<NoContext>, signal?: AbortSignal): unknown {
    if (error instanceof ORPCError || signal?.aborted) return error;
    return link === this.#link ? error : new ConnectionLost(this.#status);
  }
}

function isAsyncIterator(value: unknown): value is AsyncIteratorObject<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
