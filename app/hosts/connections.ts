// The backend's side of all connections: frames in and out, one logical connection per page. The caller provides the transport
// (a forked child's channel, a MessagePort). A frame that is not a message of the contract is dropped.
import { type AnyRouter, ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/websocket';
import { CallTurns } from './callTurns.ts';
import type { Frame } from './frame.ts';

export interface ServedConnection {
  receive(frame: Frame): void;
  /** The page is gone: aborts the signal of every call in progress. */
  close(): void;
}

export interface ServedRouter {
  /** `send` may return a promise; streams wait for it, so a slow page only slows its own streams. */
  connect(send: (frame: Frame) => void | Promise<void>): ServedConnection;
}

export function serveRouter(
  router: AnyRouter,
  report: (error: unknown) => void = (error) => console.error(error),
): ServedRouter {
  const handler = new RPCHandler(router, {
    interceptors: [
      onError((error) => {
        if (!(error instanceof ORPCError) && !isAbort(error) && !isMalformed(error)) report(error);
      }),
    ],
  });
  return {
    connect(send) {
      const socket = { send, addEventListener: () => {} } as unknown as Pick<
        WebSocket,
        'send' | 'addEventListener'
      >;
      const turns = new CallTurns((frame) => handler.message(socket, frame as string | ArrayBuffer));
      return {
        receive: (frame) => turns.take(frame),
        close: () => {
          turns.close();
          handler.close(socket);
        },
      };
    },
  };
}

function isAbort(error: unknown) {
  return error instanceof Error && error.name === 'AbortError';
}

/** The page sent what no value can be made of, such as a path through `__proto__`: it is refused, and is no bug of ours. */
function isMalformed(error: unknown) {
  return error instanceof TypeError && error.message.startsWith('Invalid RPC serialized data');
}
