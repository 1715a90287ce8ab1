// The page's way to the backend, the same over a WebSocket (browser) and a MessagePort (desktop). It says
// how it stands in one word and holds no sentence: the screens have those.

import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../app/contract/calls.ts';
import type { FileRef } from '../../app/contract/workspace.ts';

/**
 * connecting: not open yet, calls wait. open: calls go through.
 * backendStopped: the backend's process died, another one is being started; calls reject, it opens again by itself.
 * lost: nobody answers (program quit, machine asleep); calls reject, it tries again by itself, `retry` at once.
 * backendFailed: the backend died again and again; only starting the program anew helps.
 * ended: the program runs, but this page's session is not its own (an old tab): the new link must be opened.
 */
export type ConnectionStatus = 'connecting' | 'open' | 'backendStopped' | 'lost' | 'backendFailed' | 'ended';

/** A file that the system handed over by path, with the name to show for it. */
export interface ChosenFile {
  ref: FileRef;
  name: string;
}

export interface Connection {
  /**
   * Every call of the contract. Rejects with an ORPCError of code APP_ERROR (its data: `{code, values}`) where the operation
   * failed, with the signal's reason where it was cancelled, and with ConnectionLost where the connection broke: streams
   * too, which are to be asked for again when the status is `open` once more.
   */
  readonly client: ContractRouterClient<Contract>;
  readonly status: ConnectionStatus;
  /** Called after each change of `status`, not for the present one. Returns how to unsubscribe. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void;
  /** Tries now instead of waiting for the next attempt; does nothing unless the status is `lost`. */
  retry(): void;
  /** The system's own open dialog, in the desktop window only; null when it was cancelled. In a browser use `<input type=file>`. */
  chooseFile?: () => Promise<ChosenFile | null>;
  /** Shows how far a run is, 0..1, at the program's picture in the dock or taskbar; null takes it away. In the desktop window only. */
  showProgress?: (fraction: number | null) => void;
  /** A file opened through the desktop's menu or file manager. Returns how to unsubscribe. */
  onOpenFile?: (listener: (file: ChosenFile) => void) => () => void;
  /**
   * What a call takes for a dropped or picked file: an upload in the browser, its path in the desktop window.
   * `onProgress` gets 0..1. Rejects like a call; aborting the signal removes what was uploaded.
   */
  fileRef(file: File, onProgress?: (fraction: number) => void, signal?: AbortSignal): Promise<FileRef>;
  /** Closes for good, for tests. */
  close(): void;
}

/** The connection broke before the answer came. */
export class ConnectionLost extends Error {
  constructor(readonly status: ConnectionStatus) {
    super(`connection ${status}`);
    this.name = 'ConnectionLost';
  }
}
