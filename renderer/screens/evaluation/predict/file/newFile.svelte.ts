// A file of new rows on its way: sent, read, predicted, then seen and saved. The backend keeps one file at a time; it is closed when another
// one is chosen and when the view is left.

import type { FileRef } from '../../../../../app/contract/fileRef.ts';
import type { NewFile, Predicted, Predicting } from '../../../../../app/contract/run/prediction.ts';
import { type Failure, failureOf } from '../../../../state/failure.ts';
import type { PageContext } from '../../../../state/pageContext.ts';
import { saveFile } from '../../../../state/saveFile.ts';

export type Step = 'sending' | Predicting['step'];

export class NewFilePage {
  readonly #connection: PageContext['connection'];
  readonly #runId: string;
  readonly #level: () => number;
  /** Of the file that was chosen last; null before. */
  name = $state<string | null>(null);
  /** null when nothing is in progress. */
  step = $state<Step | null>(null);
  fraction = $state<number | null>(null);
  /** Set once its rows can be read. */
  file = $state.raw<NewFile | null>(null);
  predicted = $state.raw<Predicted | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Share of the rows that are written while it is being saved; null otherwise. */
  saving = $state<number | null>(null);
  /** The file saved last, and its cells that begin a formula. */
  saved = $state.raw<{ name: string; cells: number } | null>(null);
  #abort: AbortController | null = null;
  #abortSave: AbortController | null = null;

  constructor(connection: PageContext['connection'], runId: string, level: () => number) {
    this.#connection = connection;
    this.#runId = runId;
    this.#level = level;
  }

  /** A file of this page: dropped, or picked in a file input. */
  open(file: File): Promise<void> {
    return this.#predict(file.name, (signal) =>
      this.#connection.fileRef(
        file,
        (fraction) => {
          if (!signal.aborted && this.step === 'sending') this.fraction = fraction;
        },
        signal,
      ),
    );
  }

  /** A file of the desktop's dialog. */
  openRef(name: string, ref: FileRef): Promise<void> {
    return this.#predict(name, async () => ref);
  }

  cancel(): void {
    this.#abort?.abort();
  }

  cancelSaving(): void {
    this.#abortSave?.abort();
  }

  /** Frees what the backend keeps. */
  dispose(): void {
    this.cancel();
    this.cancelSaving();
    this.#close();
  }

  async save(options: { interval?: number; spread?: boolean; raw?: boolean }): Promise<void> {
    const { file } = this;
    if (file === null || this.saving !== null) return;
    const stop = new AbortController();
    this.#abortSave = stop;
    [this.saving, this.saved, this.failure] = [0, null, null];
    try {
      const pieces: string[] = [];
      const call = await this.#connection.client.prediction.save(
        { id: file.id, ...options },
        { signal: stop.signal },
      );
      for (;;) {
        const { done, value } = await call.next();
        if (done) {
          const name = `${file.fileName.replace(/\.[^.]*$/, '') || 'table'}-predicted.csv`;
          saveFile(new File(pieces, name, { type: 'text/csv' }));
          this.saved = { name, cells: value?.formulaCells ?? 0 };
          return;
        }
        pieces.push(value.text);
        this.saving = file.rows === 0 ? 1 : value.rows / file.rows;
      }
    } catch (error) {
      if (!stop.signal.aborted) this.failure = failureOf(error);
    } finally {
      this.saving = null;
    }
  }

  async #predict(name: string, refOf: (signal: AbortSignal) => Promise<FileRef>): Promise<void> {
    this.dispose();
    const abort = new AbortController();
    this.#abort = abort;
    const { signal } = abort;
    [this.name, this.step, this.fraction] = [name, 'sending', null];
    [this.file, this.predicted, this.failure, this.saved] = [null, null, null, null];
    try {
      const file = await refOf(signal);
      const asked = { runId: this.#runId, file, level: this.#level() };
      for await (const found of await this.#connection.client.prediction.open(asked, { signal })) {
        if (signal.aborted) break;
        [this.step, this.fraction, this.file] = [found.step, found.fraction, found.file];
        this.predicted = found.predicted;
      }
    } catch (error) {
      if (!signal.aborted) [this.failure, this.file] = [failureOf(error), null];
    } finally {
      if (this.#abort === abort) {
        this.step = null;
        // What was cancelled is not kept.
        if (signal.aborted) [this.file, this.name] = [null, null];
      }
    }
  }

  #close(): void {
    const { file } = this;
    if (file === null) return;
    this.file = null;
    void this.#connection.client.prediction.close({ id: file.id }).catch(() => {});
  }
}
