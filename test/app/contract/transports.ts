// The two ways from a page to a backend, each with the page's real connection at one end and the real serving code at the
// other: a MessageChannel as in the desktop window, a WebSocket through the loopback server and its forked process.
import type { AnyRouter } from '@orpc/server';
import { vi } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { portMessage } from '../../../app/contract/connection.ts';
import { servePorts } from '../../../app/hosts/electron/portBackend.ts';
import { connectBrowser } from '../../../renderer/connection/browser.ts';
import type { Connection } from '../../../renderer/connection/connection.ts';
import { connectDesktop } from '../../../renderer/connection/desktop.ts';
import { startTestServer } from '../hosts/server/testServer.ts';
import { createStubRouter } from './stubRouter.ts';

export interface Transport {
  /** A new page. */
  page(): Connection;
  close(): Promise<void>;
}

export async function overMessageChannel(router: AnyRouter = createStubRouter()): Promise<Transport> {
  const serve = servePorts(router);
  return {
    page: () => {
      const page = new EventTarget();
      vi.stubGlobal('window', page);
      return connectDesktop({
        connect: () => {
          const { port1, port2 } = new MessageChannel();
          serve({
            on: (event: 'message' | 'close', listener: (message: { data: unknown }) => void) =>
              port2.addEventListener(event, listener as unknown as (event: Event) => void),
            postMessage: (message) => port2.postMessage(message),
            start: () => port2.start(),
          });
          const handedOver = Object.assign(new Event('message'), {
            data: portMessage,
            ports: [port1],
            source: page,
          });
          page.dispatchEvent(handedOver);
        },
        onBackend: () => {},
        onHeld: () => {},
        choose: () => {},
        pathOf: () => '',
        chooseFile: async () => null,
        showProgress: () => {},
        updates: async () => null,
        onUpdates: () => {},
        chooseUpdates: () => {},
        onOpenFile: () => {},
      });
    },
    close: async () => {
      vi.unstubAllGlobals();
    },
  };
}

export async function overWebSocket(): Promise<Transport> {
  const server = await startTestServer();
  const headers = { cookie: server.cookie, origin: server.origin };
  vi.stubGlobal('location', new URL(server.origin));
  vi.stubGlobal(
    'WebSocket',
    class extends NodeSocket {
      constructor(url: URL) {
        super(url, { headers });
        // A browser's socket reports failure by `close` alone.
        this.on('error', () => {});
      }
    },
  );
  return {
    page: connectBrowser,
    close: async () => {
      await server.close();
      vi.unstubAllGlobals();
    },
  };
}
