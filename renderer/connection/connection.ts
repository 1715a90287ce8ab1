// The page's connection to the backend: the same interface over a WebSocket (browser) and a MessagePort (desktop). Its status is one
// word; the screens have the sentences.

import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../app/contract/calls.ts';
import type { FileRef } from '../../app/contract/fileRef.ts';
import type { HomeChoice, HomeHolder } from '../../app/contract/holder.ts';
import type { UpdateChoice, UpdateState } from '../../app/contract/updates.ts';

/**
 * connecting: not open yet; calls wait. open: calls go through.
 * backendStopped: the backend's process died and is being restarted; calls reject, the connection reopens by itself.
 * lost: no answer (program quit, machine asleep); calls reject; the connection is retried after delays, or at once with `retry`.
 * backendFailed: the backend died repeatedly; the program has to be restarted.
 * homeHeld: another process has the home folder, `holder` says which: the person chooses with `choose`.
 * ended: the program has a new session and this page has an old one (an old tab): the new link must be opened.
 */
export type ConnectionStatus =
  | 'connecting'
  | 'open'
  | 'backendStopped'
  | 'lost'
  | 'backendFailed'
  | 'ended'
  | 'homeHeld';

/** A file that the system handed over by path, with the name to show for it. */
export interface ChosenFile {
  ref: FileRef;
  name: string;
}

export interface Updates {
  /** Null where this copy of the program has none. */
  state(): Promise<UpdateState | null>;
  /** The listener is called after each change. Returns a function that unsubscribes. */
  onState(listener: (state: UpdateState) => void): () => void;
  choose(choice: UpdateChoice): void;
}

export interface Connection {
  /**
   * Every call of the contract. Rejects with an ORPCError of code APP_ERROR (its data: `{code, values}`) if the operation failed, with
   * the signal's reason if it was cancelled, and with ConnectionLost if the connection broke. Streams reject in the same way; request
   * them again when the status is `open` again.
   */
  readonly client: ContractRouterClient<Contract>;
  readonly status: ConnectionStatus;
  /** The listener is called after each change of `status`, not for the present one. Returns a function that unsubscribes. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void;
  /** Tries now instead of waiting for the next attempt; does nothing unless the status is `lost`. */
  retry(): void;
  /** Who has the home folder, while the status is `homeHeld`; listeners of the status are called when this changes, too. */
  readonly holder: HomeHolder | null;
  /** Takes the folder over or looks on, while the status is `homeHeld`; a page that looks on may take over later. */
  choose(choice: HomeChoice): void;
  /** Opens the system's file dialog, in the desktop window only; null if it was cancelled. In a browser use `<input type=file>`. */
  chooseFile?: () => Promise<ChosenFile | null>;
  /** Shows a run's progress, 0..1, at the program's icon in the dock or taskbar; null removes it. In the desktop window only. */
  showProgress?: (fraction: number | null) => void;
  /** Updates of the program, in the desktop window only. */
  updates?: Updates;
  /** The listener gets files opened through the desktop's menu or file manager. Returns a function that unsubscribes. */
  onOpenFile?: (listener: (file: ChosenFile) => void) => () => void;
  /**
   * Reference that calls take for a dropped or picked file: an upload in the browser, the file's path in the desktop window.
   * `onProgress` gets 0..1. Rejects as a call does; aborting the signal removes what was uploaded.
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
