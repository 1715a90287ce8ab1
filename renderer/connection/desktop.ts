// The connection of a page in the desktop window: a MessagePort to the backend's process, asked for through
// the preload script and asked for again when that process was replaced.

import { type DesktopBridge, portMessage } from '../../app/contract/connection.ts';
import type { ChosenFile, Connection } from './connection.ts';
import { type FrameSocket, Switchboard } from './link.ts';

export function connectDesktop(bridge: DesktopBridge): Connection {
  const board = new Switchboard();
  let port: MessagePort | null = null;

  window.addEventListener('message', (event) => {
    const [next] = event.ports;
    if (event.source !== window || event.data !== portMessage || !next) return;
    port?.close();
    port = next;
    receive(next, board);
  });
  bridge.onBackend((event) => {
    port?.close();
    port = null;
    board.lose(event);
    if (event === 'backendStopped') bridge.connect();
  });
  bridge.onHeld((holder) => {
    port?.close();
    port = null;
    board.held(holder);
  });
  bridge.connect();

  return {
    client: board.client,
    get status() {
      return board.status;
    },
    onStatus: board.onStatus,
    retry: () => {
      if (board.status === 'lost') bridge.connect();
    },
    get holder() {
      return board.holder;
    },
    choose: (choice) => {
      const waits = board.status === 'homeHeld';
      if (waits) board.chosen();
      bridge.choose(choice);
      // A page that looks on is told that its backend was replaced.
      if (waits) bridge.connect();
    },
    chooseFile: async () => chosen(await bridge.chooseFile()),
    showProgress: (fraction) => bridge.showProgress(fraction),
    onOpenFile: openedFiles(bridge),
    updates: {
      state: () => bridge.updates(),
      onState: shared((tell) => bridge.onUpdates(tell)),
      choose: (choice) => bridge.chooseUpdates(choice),
    },
    fileRef: async (file, onProgress, signal) => {
      signal?.throwIfAborted();
      const path = bridge.pathOf(file);
      onProgress?.(1);
      // What is not on disk, such as a pasted table, is kept among the uploads.
      if (path === '') return board.client.workspace.keep({ file }, { ...(signal && { signal }) });
      return { kind: 'path', path };
    },
    close: () => {
      port?.close();
      board.lose('lost');
    },
  };
}

function receive(port: MessagePort, board: Switchboard) {
  const frames: FrameSocket = board.open((frame) => port.postMessage(frame));
  port.onmessage = ({ data }) => frames.deliver(data);
}

function chosen(path: string | null): ChosenFile | null {
  if (path === null) return null;
  return { ref: { kind: 'path', path }, name: path.split(/[\\/]/).at(-1) ?? path };
}

/** The bridge accepts one listener for the life of the page; this passes its events to several. */
function shared<Value>(subscribe: (listener: (value: Value) => void) => void) {
  const listeners = new Set<(value: Value) => void>();
  subscribe((value) => {
    for (const listener of listeners) listener(value);
  });
  return (listener: (value: Value) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
}

const openedFiles = (bridge: DesktopBridge) =>
  shared<ChosenFile>((tell) =>
    bridge.onOpenFile((path) => {
      const file = chosen(path);
      if (file) tell(file);
    }),
  );
