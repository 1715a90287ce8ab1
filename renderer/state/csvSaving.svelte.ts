// A table on its way to the person as a CSV file: the backend writes it in pieces, and the page gathers them and saves the file. Tells how
// much is written, and can be cancelled. A refusal is the workspace's, as of every command.

import { saveFile } from './saveFile.ts';
import type { Client, Workspace } from './workspace.svelte.ts';

type Pieces = AsyncIterator<string, { formulaCells: number } | undefined>;

export class CsvSaving {
  readonly #workspace: Workspace;
  #abort = $state.raw<AbortController | null>(null);
  #bytes = $state(0);
  #formulaCells = $state(0);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get going(): boolean {
    return this.#abort !== null;
  }
  /** Written up to now. */
  get bytes(): number {
    return this.#bytes;
  }
  /** Cells of the last file that begin a formula and got an apostrophe. */
  get formulaCells(): number {
    return this.#formulaCells;
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** Saves `TABLE-what.csv`, where TABLE is the open table's name. */
  async save(
    what: string,
    open: (client: Client, options: { signal: AbortSignal }) => Promise<Pieces>,
  ): Promise<void> {
    const stop = new AbortController();
    this.#abort = stop;
    this.#bytes = 0;
    this.#formulaCells = 0;
    const pieces = await this.#workspace.command(async (client) => {
      try {
        return await this.#gathered(await open(client, { signal: stop.signal }));
      } catch (error) {
        if (stop.signal.aborted) return undefined;
        throw error;
      }
    });
    this.#abort = null;
    if (!pieces) return;
    const stem = (this.#workspace.dataset?.fileName ?? 'table').replace(/\.[^.]+$/, '');
    saveFile(new File(pieces, `${stem}-${what}.csv`, { type: 'text/csv' }));
  }

  async #gathered(stream: Pieces): Promise<string[]> {
    const pieces: string[] = [];
    for (;;) {
      const { done, value } = await stream.next();
      if (done) {
        this.#formulaCells = value?.formulaCells ?? 0;
        return pieces;
      }
      pieces.push(value);
      this.#bytes += value.length;
    }
  }
}
