// "Save as one file": runs with their tables as one file, which the backend sends in pieces. One at a time for the whole page; its progress
// and what the file lacks are shown above every screen.

import type { LeftOut, PackInput } from '../../../app/contract/packs.ts';
import { saveFile } from '../saveFile.ts';
import type { Workspace } from '../workspace.svelte.ts';

export interface PackedFile {
  name: string;
  bytes: number;
  leftOut: readonly LeftOut[];
}

export class Packing {
  readonly #workspace: Workspace;
  #abort = $state.raw<AbortController | null>(null);
  #fraction = $state<number | null>(null);
  #saved = $state.raw<PackedFile | null>(null);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get going(): boolean {
    return this.#abort !== null;
  }
  /** 0..1 of the work, null while the tables are being checked. */
  get fraction(): number | null {
    return this.#fraction;
  }
  /** The last file that was saved; null once it was dismissed or another one is on its way. */
  get saved(): PackedFile | null {
    return this.#saved;
  }

  /** Packs these runs, or without ids all that are kept, and hands the file to the person. */
  async save(runIds?: string[]): Promise<void> {
    this.cancel();
    const stop = new AbortController();
    this.#abort = stop;
    this.#fraction = null;
    this.#saved = null;
    const input: PackInput = runIds === undefined ? {} : { runIds };
    const file = await this.#workspace.command((client) => this.#pieces(client, input, stop.signal));
    if (this.#abort !== stop) return;
    this.#abort = null;
    if (!file) return;
    saveFile(file.file);
    this.#saved = { name: file.file.name, bytes: file.file.size, leftOut: file.leftOut };
  }

  cancel(): void {
    this.#abort?.abort();
    this.#abort = null;
  }

  dismiss(): void {
    this.#saved = null;
  }

  /** null when it was cancelled. */
  async #pieces(client: Workspace['client'], input: PackInput, signal: AbortSignal) {
    const parts: Blob[] = [];
    let [name, leftOut] = ['', [] as LeftOut[]];
    try {
      for await (const piece of await client.packs.make(input, { signal })) {
        if (piece.kind === 'begin') ({ name, leftOut } = piece);
        else {
          // A browser keeps large blobs on disk.
          parts.push(new Blob([bytesOf(piece.bytes)]));
          this.#fraction = piece.fraction;
        }
      }
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
    return { file: new File(parts, name, { type: 'application/zip' }), leftOut };
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return bytes;
}
