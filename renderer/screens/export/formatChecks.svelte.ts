// What is known of each format of one model: nothing yet, a check that goes on, files that were checked, or why there are none. Files that
// were checked are kept, so that saving them, one format or all, asks nobody again.

import { SvelteMap } from 'svelte/reactivity';
import type { ExportCheck, ExportFormat } from '../../../app/contract/exportFormats.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { saveFile } from '../../state/saveFile.ts';
import type { Client, Workspace } from '../../state/workspace.svelte.ts';
import { standingText } from './checkWords.ts';
import { type ArchivedFormat, allEntries, archive } from './exportArchive.ts';
import type { FormatCard } from './formats.ts';
import type { Standing } from './standing.ts';

interface Exported {
  files: File[];
  check: ExportCheck | null;
}

interface SavedAll {
  name: string;
  bytes: number;
  /** Formats that were left out, as the page calls them. */
  left: string[];
}

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
  #savingAll = $state(false);
  #savedAll = $state.raw<SavedAll | null>(null);

  /** @param stem of the names of archives. */
  constructor(
    workspace: Workspace,
    runId: string,
    readonly stem: string,
  ) {
    this.#workspace = workspace;
    this.#runId = runId;
  }

  /** Whether an archive of all formats is being written. */
  get savingAll(): boolean {
    return this.#savingAll;
  }
  get savedAll(): SavedAll | null {
    return this.#savedAll;
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
    const file = await this.#packed(format, standing.files);
    saveFile(file);
    this.#saved.set(format, { name: file.name, bytes: file.size });
  }

  async #packed(format: ExportFormat, files: readonly File[]): Promise<File> {
    const [only] = files;
    if (files.length === 1 && only !== undefined) return only;
    return archive(
      `${this.stem}-${format}.zip`,
      files.map((file) => ({ path: file.name, file })),
    );
  }

  /** Checks first what was not checked. What is not correct, or cannot be written, is left out with its reason.
   *  @param head the first line of the archive's README.md */
  async saveAll(cards: readonly Pick<FormatCard, 'format' | 'name'>[], head: string): Promise<void> {
    if (this.#savingAll) return;
    this.#savingAll = true;
    try {
      await this.checkAll(cards.map(({ format }) => format));
      const standings = cards.map(({ format }) => this.standing(format));
      // Cancelled, or the backend is gone.
      if (standings.some(({ kind }) => kind === 'unchecked' || kind === 'checking')) return;
      const formats = cards.map((card, k) => archived(card, standings[k]!));
      const file = await archive(`${this.stem}-all.zip`, allEntries(formats, head));
      saveFile(file);
      const left = formats.filter(({ files }) => files.length === 0);
      this.#savedAll = { name: file.name, bytes: file.size, left: left.map(({ name }) => name) };
    } finally {
      this.#savingAll = false;
    }
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
    const { files, check }: Exported = await client.export.file({ model, format, each: true }, { signal });
    return files.length === 0 ? unchecked : { kind: 'checked', files, check };
  }
}

function archived({ format, name }: Pick<FormatCard, 'format' | 'name'>, standing: Standing): ArchivedFormat {
  const { line, more } = standingText(format, standing);
  const said = more === '' ? line : `${line} (${more})`;
  if (standing.kind === 'checked')
    return { format, name, files: standing.files, check: standing.check, reason: null, said };
  return { format, name, files: [], check: null, reason: line, said };
}
