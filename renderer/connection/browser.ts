// The connection of a page that the loopback server sent: one WebSocket to the origin it came from, opened
// again whenever it breaks. Cookie and Origin are the browser's doing; the page holds no secret.

import { closeCodes, holderPath, ownHeader, sessionPath, socketPath } from '../../app/contract/connection.ts';
import type { HomeChoice, HomeHolder } from '../../app/contract/holder.ts';
import type { Connection } from './connection.ts';
import { Switchboard } from './link.ts';
import { retryDelay } from './retryDelays.ts';
import { upload } from './upload.ts';

export function connectBrowser(): Connection {
  const board = new Switchboard();
  const attempts = new Attempts(board);
  attempts.start();
  return {
    client: board.client,
    get status() {
      return board.status;
    },
    onStatus: board.onStatus,
    retry: () => attempts.retry(),
    get holder() {
      return board.holder;
    },
    choose: (choice) => void attempts.choose(choice),
    fileRef: upload,
    close: () => attempts.close(),
  };
}

/** Milliseconds between two questions whether the home folder is free. */
const holderEvery = 2_000;

class Attempts {
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #closed = false;

  constructor(readonly board: Switchboard) {}

  start() {
    const url = new URL(socketPath, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    // Blobs would be read asynchronously and could overtake each other.
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      const frames = this.board.open((frame) => {
        // A frame sent to a closing socket is lost; onclose follows and reports it.
        if (socket.readyState === WebSocket.OPEN) socket.send(frame as string | BufferSource);
      });
      socket.onmessage = ({ data }) => {
        this.#failures = 0;
        frames.deliver(data);
      };
    };
    socket.onclose = ({ code }) => {
      if (this.#closed || this.#socket !== socket) return;
      void this.#broken(code);
    };
  }

  retry() {
    if (this.board.status !== 'lost' || this.#closed) return;
    clearTimeout(this.#timer);
    this.start();
  }

  async choose(choice: HomeChoice) {
    if (this.#closed) return;
    // A page that looks on is told by its socket, which closes.
    const waits = this.board.status === 'homeHeld';
    if (waits) this.board.chosen();
    await fetch(`${holderPath}?choice=${choice}`, { method: 'POST', headers: { [ownHeader]: '1' } }).catch(
      () => {},
    );
    if (waits && !this.#closed) this.start();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.board.lose('lost');
  }

  /** Asks now and then whether the other process has left the folder, until the person chooses. */
  #wait(holder: HomeHolder) {
    this.board.held(holder);
    this.#timer = setTimeout(async () => {
      const now = await homeHolder();
      if (this.board.status === 'homeHeld' && !this.#closed) this.#wait(now ?? holder);
    }, holderEvery);
  }

  async #broken(code: number) {
    if (code === closeCodes.homeHeld) {
      const holder = await homeHolder();
      if (holder !== null) return this.#wait(holder);
    }
    if (code === closeCodes.backendFailed) return this.board.lose('backendFailed');
    if (code === closeCodes.backendStopped) this.board.lose('backendStopped');
    else {
      // A refused handshake and a server that is gone look the same to a page: ask which it was.
      const session = await sessionState();
      if (session === 'refused') return this.board.lose('ended');
      if (session === 'gone' || this.board.status !== 'backendStopped') this.board.lose('lost');
    }
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.start(), retryDelay(this.#failures++));
  }
}

/** null where nobody else has it any more, or the server is gone. */
async function homeHolder(): Promise<HomeHolder | null> {
  try {
    const answer = await fetch(holderPath, { headers: { [ownHeader]: '1' }, cache: 'no-store' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function sessionState(): Promise<'valid' | 'refused' | 'gone'> {
  try {
    const answer = await fetch(sessionPath, { headers: { [ownHeader]: '1' }, cache: 'no-store' });
    return answer.status === 403 ? 'refused' : 'valid';
  } catch {
    return 'gone';
  }
}
