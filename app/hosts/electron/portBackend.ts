// The backend's side of the desktop window's MessagePorts: each port that main hands over is one page's connection.
import type { AnyRouter } from '@orpc/server';
import { serveRouter } from '../connections.ts';
import type { Frame } from '../frame.ts';

/** The part of Electron's MessagePortMain that is used. */
export interface BackendPort {
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
}

/** Returns a function that takes each new port. Frames that are neither text nor bytes are dropped. */
export function servePorts(router: AnyRouter): (port: BackendPort) => void {
  const served = serveRouter(router);
  return (port) => {
    const connection = served.connect((frame) => port.postMessage(frame));
    port.on('message', ({ data }) => {
      if (isFrame(data)) connection.receive(data);
    });
    port.on('close', () => connection.close());
    port.start();
  };
}

function isFrame(data: unknown): data is Frame {
  return typeof data === 'string' || data instanceof Uint8Array;
}
