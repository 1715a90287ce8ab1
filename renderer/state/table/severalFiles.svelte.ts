// Several files at once: joined into one table, or added to the open table as a part of its split. Whether to join files that were
// dropped together is asked; so is what to do with files whose columns differ. Files that were sent are not sent again for an answer.

import type { FileRef } from '../../../app/contract/fileRef.ts';
import type { Part } from '../../../app/contract/run/parts.ts';
import { hasFileEnding, hasTableEnding } from '../../../app/contract/table/fileEndings.ts';
import type { ChosenFile, Connection } from '../../connection/connection.ts';
import { type Failure, failureOf } from '../failure.ts';
import type { Workspace } from '../workspace.svelte.ts';

export interface FileQuestion {
  /** Of them one may be opened alone; empty where files are added to the open table. */
  files: readonly File[];
  /** Whether they can be joined: neither a model nor packed runs are among them. */
  joins: boolean;
  /** The part of the split that they are added to; null where they are opened. */
  part: Part | null;
  /** How their columns differ, if that is known. */
  differs: Failure | null;
}

/** One file to join: still to be sent, or known to the backend. */
type Source = File | ChosenFile;

/** What opens files: tells of progress, and keeps a refusal. */
export interface Opens {
  file(file: File): Promise<void>;
  table(
    name: string,
    work: (signal: AbortSignal, sending: (file: string, fraction: number) => void) => Promise<void>,
  ): Promise<void>;
}

export class SeveralFiles {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #opens: Opens;
  #question = $state.raw<FileQuestion | null>(null);
  #sources: readonly Source[] = [];
  #sent = new Map<Source, FileRef>();

  constructor(connection: Connection, workspace: Workspace, opens: Opens) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#opens = opens;
  }

  /** null when there is nothing to ask. */
  get question(): FileQuestion | null {
    return this.#question;
  }

  /** Asks whether files that were dropped together are one table. */
  ask(files: readonly File[]): void {
    this.#begin(files);
    const joins = files.every(({ name }) => hasTableEnding(name) || !hasFileEnding(name));
    this.#question = { files, joins, part: null, differs: null };
  }

  /** Makes the rows of further files a part of the split. */
  add(sources: readonly Source[], part: Part): Promise<void> {
    if (sources.length === 0) return Promise.resolve();
    this.#begin(sources);
    return this.#join({ files: [], joins: true, part, differs: null });
  }

  /** The answer to `question`: opens one of the files. */
  pick(file: File): void {
    this.#question = null;
    void this.#opens.file(file);
  }

  /** The answer: all of them, with the columns that all have where they differ. */
  join(): void {
    const question = this.#question;
    if (question !== null) void this.#join(question);
  }

  /** The answer: none. */
  leave(): void {
    this.#question = null;
  }

  #begin(sources: readonly Source[]): void {
    this.#sources = sources;
    this.#sent = new Map();
  }

  #join(question: FileQuestion): Promise<void> {
    this.#question = null;
    const sources = this.#sources;
    return this.#opens.table(sources.map(({ name }) => name).join(', '), async (signal, sending) => {
      try {
        const refs: FileRef[] = [];
        for (const source of sources) refs.push(await this.#refOf(source, signal, sending));
        await this.#call(refs, question, signal);
      } catch (error) {
        const failure = failureOf(error);
        if (failure.code !== 'files_differ' || question.differs !== null) throw error;
        this.#question = { ...question, differs: failure };
        throw new DOMException('It is asked what to do.', 'AbortError');
      }
    });
  }

  #call(refs: readonly FileRef[], { part, differs }: FileQuestion, signal: AbortSignal): Promise<unknown> {
    const { client } = this.#connection;
    const [file, ...more] = refs;
    const action = { kind: 'open', file: this.#sources[0]!.name } as const;
    const { reading } = this.#workspace.dataset ?? {};
    const shared = differs === null ? {} : { columns: 'shared' as const };
    return this.#workspace.attempt(action, async () => {
      if (part === null) return client.dataset.open({ file: file!, more, reading: shared }, { signal });
      await this.#workspace.sent;
      return client.dataset.addFiles(
        { files: [...refs], part, reading: { ...reading, ...shared } },
        { signal },
      );
    });
  }

  async #refOf(
    source: Source,
    signal: AbortSignal,
    sending: (file: string, fraction: number) => void,
  ): Promise<FileRef> {
    if ('ref' in source) return source.ref;
    const known = this.#sent.get(source);
    if (known !== undefined) return known;
    const ref = await this.#connection.fileRef(source, (fraction) => sending(source.name, fraction), signal);
    this.#sent.set(source, ref);
    return ref;
  }
}
