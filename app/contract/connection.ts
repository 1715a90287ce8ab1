// What a host and a page agree on before any call of the contract: where the page connects, how it uploads, and what a closed
// connection means.
import type { HomeChoice, HomeHolder } from './holder.ts';
import type { UpdateChoice, UpdateState } from './updates.ts';

/** Path of the WebSocket that carries the contract's frames. */
export const socketPath = '/backend';
/** GET: 204 while the page's session is valid, else 403. */
export const sessionPath = '/session';
/** POST the bytes of one file to `/upload?name=...`: `{ "id": ... }` for a FileRef, else an UploadRefusal. */
export const uploadPath = '/upload';
/** GET: the HomeHolder, or null. POST `/holder?choice=...` with a HomeChoice: the backend starts accordingly. */
export const holderPath = '/holder';
/** A header that only a script of our own page can send; its value does not matter. */
export const ownHeader = 'x-chainrule';

/** Codes with which a host closes a page's WebSocket. */
export const closeCodes = {
  /** The backend's process died; another one is being started. */
  backendStopped: 4001,
  /** The process died so often that the host gave up. */
  backendFailed: 4002,
  /** Another process has the home folder: GET holderPath says who. */
  homeHeld: 4004,
  /** The page did not read what was sent to it. */
  tooSlow: 4003,
  /** The program is quitting. */
  goingAway: 1001,
} as const;

/** Largest frame from a page, in bytes; anything larger is sent as an upload. */
export const largestFrame = 16 * 2 ** 20;

/** The body of a refused upload: an error of errors.ts. */
export interface UploadRefusal {
  code: string;
  message: string;
  values: Record<string, string | number>;
}

/** What the desktop's preload script puts on the page's `window.chainrule`; absent in a browser. */
export interface DesktopBridge {
  /** Asks for a MessagePort to the backend. It arrives as a message event of the window whose data is `portMessage`, as soon as
   *  the backend is ready. Earlier ports no longer work then. */
  connect(): void;
  /** Called when the backend's process died. */
  onBackend(listener: (event: 'backendStopped' | 'backendFailed') => void): void;
  /** Called when another process has the home folder, also when it takes it. */
  onHeld(listener: (holder: HomeHolder) => void): void;
  /** What to do then. */
  choose(choice: HomeChoice): void;
  /** The path of a dropped or picked file; empty where it has none. */
  pathOf(file: File): string;
  /** The system's open dialog; null when it was cancelled. */
  chooseFile(): Promise<string | null>;
  /** Progress of a run, 0 to 1, for the dock or taskbar; null: none is in progress. Other values are ignored. */
  showProgress(fraction: number | null): void;
  /** Null where this copy of the program has no updates: it was started from its sources, or packaged without them. */
  updates(): Promise<UpdateState | null>;
  /** Called after each change. */
  onUpdates(listener: (state: UpdateState) => void): void;
  chooseUpdates(choice: UpdateChoice): void;
  /** A file chosen through the menu or handed over by the system. */
  onOpenFile(listener: (path: string) => void): void;
}
export const portMessage = 'chainrule:port';
