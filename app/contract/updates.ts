// Updates of the packaged desktop program: what the page may ask for, and what it is told. The terminal and the server have none.

export const updateChoices = ['on', 'off', 'check', 'download'] as const;
export type UpdateChoice = (typeof updateChoices)[number];

/**
 * off: nothing is asked and nothing is downloaded. ready: downloaded and verified; installed when the program quits.
 * refused: the download was not what the release names, or not signed by the same author. unsupported: this copy was not installed
 * in a way that can be replaced.
 */
export type UpdateState =
  | { state: 'off' | 'checking' | 'newest' }
  | { state: 'available' | 'ready'; version: string }
  /** From 0 to 1. */
  | { state: 'downloading'; version: string; fraction: number }
  | { state: 'failed'; why: 'failed' | 'refused' | 'unsupported'; detail: string };
