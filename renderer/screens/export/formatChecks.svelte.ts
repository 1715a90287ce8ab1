// What is known of each format of one model: nothing yet, a check that goes on, files that were checked, or why there are none. Files that
// were checked are kept, so that saving them asks nobody again.

import { SvelteMap } from 'svelte/reactivity';
import type { ExportCheck, ExportFormat } from '../../../app/contract/exportFormats.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { saveFile } from '../../state/saveFile.ts';
import type { Client, Workspace } from '../../state/workspace.svelte.ts';

interface Exported {
  files: File[];
  check: ExportCheck | null;
}

export type Standing =
  | { kind: 'unchecked' }
  | { kind: 'checking'; stop: AbortController }
  | { kind: 'checked'; file: File; check: ExportCheck | null }
  /** The written file is not correct, or this model cannot be written so. */
  | { kind: 'failed' | 'unsuited'; failure: Failure };

const unchecked: Standing = { kind: 'unchecked' };

/** Failures that say something about the format; all others are the page's. */
const kinds: Partial<Record<Failure['code'], 'failed' | 'unsuited'>> = {
  export_differs: 'failed',
  export_unchecked: 'failed',
  export_unsuited: 'unsuited',
};

export class FormatChecks {
  readonly #workspace: Workspace;
  readonly #runId: string;
  readonly #standings = new SvelteMap<ExportFormat, Standing>();
  readonly #saved = new SvelteMap<ExportFormat, { name: string; bytes: number }>();
  #last = $state<ExportFormat | null>(null);
  /** Of "Check all": formats that wait for their turn. */
  #waiting = $state.raw<readonly ExportFormat[]>([]);

  constructor(workspace: Workspace, runId: string) {
    this.#workspace = workspace;
    this.#runId = runId;
  }

  standing(format: ExportFormat): Standing {
    return this.#standings.get(format) ?? unchecked;
  }
  /** The last file of a format that was saved. */
  saved(format: ExportFormat): { name: string; bytes: number } | null {
    return this.#saved.get(format) ?? null;
  }
  /** The format whose check ended last. */
  get last(): ExportFormat | null {
    return this.#last;
  }
  /** How many formats "Check all" has not begun. */
  get waiting(): number {
    return this.#waiting.length;
  }

  async check(format: ExportFormat): Promise<void> {
    const { kind } = this.standing(format);
    if (kind === 'checked' || kind === 'checking') return;
    const stop = new AbortController();
    this.#standings.set(format, { kind: 'checking', stop });
    const standing = await this.#checked(format, stop.signal);
    this.#standings.set(format, standing);
    if (standing.kind !== 'unchecked') this.#last = format;
  }

  /** Checks first what was not checked. Nothing is saved that is not correct. */
  async save(format: ExportFormat): Promise<void> {
    await this.check(format);
    const standing = this.standing(format);
    if (standing.kind !== 'checked') return;
    this.#last = format;
    saveFile(standing.file);
    this.#saved.set(format, { name: standing.file.name, bytes: standing.file.size });
  }

  /** One after the other. */
  async checkAll(formats: readonly ExportFormat[]): Promise<void> {
    this.#waiting = formats.filter((format) => this.standing(format).kind === 'unchecked');
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      this.#waiting = this.#waiting.slice(1);
      await this.check(next);
    }
  }

  cancel(format: ExportFormat): void {
    const standing = this.standing(format);
    if (standing.kind === 'checking') standing.stop.abort();
  }

  cancelAll(): void {
    this.#waiting = [];
    for (const format of this.#standings.keys()) this.cancel(format);
  }

  async #checked(format: ExportFormat, signal: AbortSignal): Promise<Standing> {
    const outcome = await this.#workspace.command(async (client) => {
      try {
        return await this.#exported(client, format, signal);
      } catch (error) {
        const failure = failureOf(error);
        const kind = kinds[failure.code];
        if (signal.aborted) return undefined;
        if (kind === undefined) throw error;
        return { kind, failure };
      }
    });
    return outcome ?? unchecked;
  }

  async #exported(client: Client, format: ExportFormat, signal: AbortSignal): Promise<Standing> {
    const model = { kind: 'run', id: this.#runId } as const;
    const { files, check }: Exported = await client.export.file({ model, format }, { signal });
    const [file] = files;
    return file === undefined ? unchecked : { kind: 'checked', file, check };
  }
}
