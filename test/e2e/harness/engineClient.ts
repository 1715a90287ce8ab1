// A client of the same backend beside the page, with the page's own cookie: what the engine says, to compare with what the page shows.
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { socketPath } from '../../../app/contract/connection.ts';
import { type Frame, Switchboard } from '../../../renderer/connection/link.ts';

export interface EngineClient {
  client: Switchboard['client'];
  close(): void;
}

export async function engineClient(page: Page, origin: string): Promise<EngineClient> {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const socket = new WebSocket(origin.replace(/^http/, 'ws') + socketPath, { headers: { cookie, origin } });
  socket.binaryType = 'arraybuffer';
  const board = new Switchboard();
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const frames = board.open((frame: Frame) => socket.send(frame));
  socket.on('message', (data, binary) => frames.deliver(binary ? data : data.toString()));
  return {
    client: board.client,
    close: () => {
      board.lose('lost');
      socket.close();
    },
  };
}
