// One file on its way in: sent (in a browser), then read by the backend. A refusal stays until the next try, so that the start
// screen can show it where the file was dropped; the dataset that was open before stays open.

import { limits } from '../../../app/contract/limits.ts';
import type { Example, Sample } from '../../../app/contract/table/dataset.ts';
import type { FileRef } from '../../../app/contract/workspace.ts';
import type { ChosenFile, Connection } from '../../connection/connection.ts';
import { type Failure, failureOf, wasCancelled } from '../failure.ts';
import type { Workspace } from '../workspace.svelte.ts';

export interface Arrival {
  fileName: string;
  step: 'sending' | 'reading';
  /** 0..1 of the step, null while unknown. */
  fraction: number | null;
}

export interface Refusal {
  fileName: string;
  failure: Failure;
}

export class Opening {
  #connection: Connection;
  #workspace: Workspace;
  #opened: (target: string | null) => void;
  #arrival = $state.raw<Arrival | null>(null);
  #sample = $state.raw<Sample | null>(null);
  #refusal = $state.raw<(Refusal & { over: string | null }) | null>(null);
  #choice = $state.raw<File[]>([]);
  #abort: AbortController | null = null;
  #input: HTMLInputElement | null = null;

  /** `opened` is called after each file that was read, with the target that an example is about. */
  constructor(connection: Connection, workspace: Workspace, opened: (target: string | null) => void) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#opened = opened;
    connection.onOpenFile?.((file) => void this.#chosen(file));
  }

  get arrival(): Arrival | null {
    // While a person is asked whether to stop a run for it, it waits.
    return this.#workspace.stopQuestion?.action.kind === 'open' ? null : this.#arrival;
  }
  /** How the file on its way begins, where it takes long enough to be sent. */
  get sample(): Sample | null {
    return this.#sample;
  }
  /** Until another table is open, or something else has failed since. */
  get refusal(): Refusal | null {
    const refusal = this.#refusal;
    const { dataset, failure } = this.#workspace;
    return refusal !== null && failure === null && refusal.over === (dataset?.id ?? null) ? refusal : null;
  }
  /** Files among which a person is to choose; empty when there is nothing to choose. */
  get choice(): File[] {
    return this.#choice;
  }

  /** What was dropped or picked at once; the same file twice is one. */
  files(files: File[]): Promise<void> {
    const seen = new Map(files.map((file) => [`${file.name}/${file.size}/${file.lastModified}`, file]));
    const [file, ...more] = seen.values();
    this.#choice = more.length > 0 ? [...seen.values()] : [];
    return file !== undefined && more.length === 0 ? this.file(file) : Promise.resolve();
  }

  /** The answer to `choice`; null for none. */
  pick(file: File | null): void {
    this.#choice = [];
    if (file !== null) void this.file(file);
  }

  refuseFolder(fileName: string): void {
    const message = `${fileName} is a folder. Choose a file in it, or drop the files themselves.`;
    this.#refuse(fileName, { code: 'file_is_folder', message, values: { file: fileName } });
  }

  /** A file of this page: dropped, or picked in a file input. */
  file(file: File): Promise<void> {
    return this.#open(file.name, async (signal) => {
      let looked = file.size < limits.sample.from;
      const sent = (fraction: number) => {
        if (signal.aborted) return;
        this.#arrival = { fileName: file.name, step: 'sending', fraction };
        if (!looked) void this.#look(file, signal);
        looked = true;
      };
      const ref = await this.#connection.fileRef(file, sent, signal);
      return this.#read(file.name, ref, signal);
    });
  }

  example({ file, target }: Example): Promise<void> {
    return this.#open(file, async (signal) => {
      const { client } = this.#connection;
      await this.#workspace.attempt({ kind: 'open', file }, () =>
        client.dataset.openExample({ file }, { signal }),
      );
      return target;
    });
  }

  /** The file input of the page, for browsers, which have no dialog of ours. */
  useInput(input: HTMLInputElement): void {
    this.#input = input;
  }

  /** Asks which file: with the desktop's own dialog, else with the file input. */
  async choose(): Promise<void> {
    if (!this.#connection.chooseFile) return this.#input?.click();
    const file = await this.#connection.chooseFile();
    if (file) await this.#chosen(file);
  }

  cancel(): void {
    this.#abort?.abort();
  }

  forget(): void {
    this.#refusal = null;
  }

  #chosen({ ref, name }: ChosenFile): Promise<void> {
    return this.#open(name, (signal) => this.#read(name, ref, signal));
  }

  async #read(fileName: string, file: FileRef, signal: AbortSignal): Promise<null> {
    this.#arrival = { fileName, step: 'reading', fraction: null };
    const { client } = this.#connection;
    await this.#workspace.attempt({ kind: 'open', file: fileName }, () =>
      client.dataset.open({ file }, { signal }),
    );
    return null;
  }

  /** Sends the first bytes ahead of the rest, to see what is on its way. Where that fails, reading the file says why. */
  async #look(file: File, signal: AbortSignal): Promise<void> {
    const head = new File([file.slice(0, limits.sample.head)], file.name);
    const sample = await this.#connection.client.dataset.glimpse({ head }, { signal }).catch(() => null);
    if (this.#abort?.signal === signal) this.#sample = sample;
  }

  #refuse(fileName: string, failure: Failure): void {
    this.#workspace.dismissFailure();
    this.#refusal = { fileName, failure, over: this.#workspace.dataset?.id ?? null };
  }

  async #open(fileName: string, work: (signal: AbortSignal) => Promise<string | null>): Promise<void> {
    // A second file while one is on its way: the later one is what is meant.
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#refusal = null;
    this.#workspace.dismissFailure();
    this.#sample = null;
    this.#arrival = { fileName, step: 'reading', fraction: null };
    try {
      this.#opened(await work(abort.signal));
    } catch (error) {
      if (!abort.signal.aborted && !wasCancelled(error)) {
        this.#refuse(fileName, failureOf(error));
      }
    } finally {
      if (this.#abort === abort) {
        this.#abort = null;
        this.#arrival = null;
        this.#sample = null;
      }
    }
  }
}
