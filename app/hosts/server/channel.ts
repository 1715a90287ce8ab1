// What the loopback server and its forked backend say to each other. Frames of the contract pass through unread,
// each with the number of the page's connection it belongs to.
import type { HomeChoice, HomeHolder } from '../../contract/holder.ts';
import type { Frame } from '../frame.ts';

export type ToBackend =
  | { type: 'open'; connection: number }
  | { type: 'frame'; connection: number; frame: Frame }
  | { type: 'close'; connection: number }
  /** Bytes of earlier frames that were written to the page's socket. */
  | { type: 'written'; connection: number; bytes: number }
  | { type: 'dispose' };

export type FromBackend =
  | { type: 'ready' }
  | { type: 'frame'; connection: number; frame: Frame }
  /** Another process has the home folder, or has taken it over. */
  | { type: 'held'; holder: HomeHolder }
  /** The backend cannot run on this machine, and a restart would not help. */
  | { type: 'unable'; sentence: string };

/** Set for the forked process, as JSON in the environment variable `backendVariable`. */
export interface BackendSettings {
  home: string;
  restore: boolean;
  restartedAfter?: string;
  choice?: HomeChoice;
  /** The link to the server's page. */
  page: string;
}
export const backendVariable = 'CHAINRULE_BACKEND';

export function frameBytes(frame: Frame): number {
  return frame.length;
}
