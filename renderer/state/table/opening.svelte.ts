// Opens files or a folder: they are uploaded (in a browser), then read by the backend, which says what they are
// (app/contract/arrivals.ts); several are handed to severalFiles.svelte.ts. A refusal is kept until the next try, so that the start
// screen can show it where the file was dropped; what was open before stays open.

import type { FileRef } from '../../../app/contract/fileRef.ts';
import type { Issue } from '../../../app/contract/issues/issues.ts';
import type { Lesson, LessonLanguage } from '../../../app/contract/lesson/lesson.ts';
import { limits } from '../../../app/contract/limits.ts';
import type { PackContents } from '../../../app/contract/packs.ts';
import type { Part } from '../../../app/contract/run/parts.ts';
import type { RunFile } from '../../../app/contract/runFiles.ts';
import type { Example, Sample } from '../../../app/contract/table/dataset.ts';
import {
  byFileName,
  hasFileEnding,
  hasLessonEnding,
  hasTableEnding,
} from '../../../app/contract/table/fileEndings.ts';
import type { ChosenFile, Connection } from '../../connection/connection.ts';
import { type Failure, failureOf, wasCancelled } from '../failure.ts';
import type { Workspace } from '../workspace.svelte.ts';
import { type RunFiles, runFilesOf } from './runFiles.ts';
import { type Opens, SeveralFiles } from './severalFiles.svelte.ts';

export interface Arrival {
  fileName: string;
  step: 'sending' | 'reading';
  /** 0..1 of the step, null while unknown. */
  fraction: number | null;
}

/** What was opened: a table (with the target that an example is about), a run, a model without a table, several packed runs, which are
 *  only kept, a lesson, or progress in lessons. */
export type OpenedItem =
  | { kind: 'table'; target: string | null }
  | { kind: 'lesson'; lesson: Lesson }
  | { kind: 'run' }
  | { kind: 'model' }
  | { kind: 'runs' }
  | { kind: 'progress' };

/** A file of packed runs: a person sees what is in it, and says whether its runs are added. */
export interface PackQuestion {
  fileName: string;
  file: FileRef;
  contents: PackContents;
}

export interface Refusal {
  fileName: string;
  failure: Failure;
  /** Of the file of a lesson: all that is wrong with it. */
  issues: readonly Issue[];
}

export class Opening implements Opens {
  #connection: Connection;
  #workspace: Workspace;
  #language: () => LessonLanguage;
  #opened: (what: OpenedItem) => void;
  #arrival = $state.raw<Arrival | null>(null);
  #sample = $state.raw<Sample | null>(null);
  #refusal = $state.raw<(Refusal & { over: string | null }) | null>(null);
  #packed = $state.raw<PackQuestion | null>(null);
  #lastTable = $state.raw<ChosenFile | null>(null);
  #issues: readonly Issue[] = [];
  #abort: AbortController | null = null;
  #input: HTMLInputElement | null = null;
  /** What the files of the file input are for. */
  #chosenFor: Part | null = null;
  /** Several files at once. */
  readonly several: SeveralFiles;

  /** @param language of the page. @param opened is called after each file or folder that was opened. */
  constructor(
    connection: Connection,
    workspace: Workspace,
    language: () => LessonLanguage,
    opened: (what: OpenedItem) => void,
  ) {
    this.#connection = connection;
    this.#language = language;
    this.#workspace = workspace;
    this.#opened = opened;
    this.several = new SeveralFiles(connection, workspace, this);
    connection.onOpenFile?.((file) => void this.#chosen(file));
  }

  get arrival(): Arrival | null {
    // Hidden while a person is asked whether to stop a run to open the file.
    return this.#workspace.stopQuestion?.action.kind === 'open' ? null : this.#arrival;
  }
  /** First rows of the file that is being uploaded, if it is large. */
  get sample(): Sample | null {
    return this.#sample;
  }
  /** Packed runs that wait for an answer: `addPacked` or `leavePacked`. */
  get packed(): PackQuestion | null {
    return this.#packed;
  }
  /** Why the last file was refused; null once another table is open or something else has failed. */
  get refusal(): Refusal | null {
    const refusal = this.#refusal;
    const { dataset, failure } = this.#workspace;
    return refusal !== null && failure === null && refusal.over === (dataset?.id ?? null) ? refusal : null;
  }

  /** The table that was opened last from a file of the person's own; null before the first one. */
  get lastTable(): ChosenFile | null {
    return this.#lastTable;
  }
  /** Opens that table once more. */
  async again(): Promise<void> {
    if (this.#lastTable !== null) await this.#chosen(this.#lastTable);
  }

  /** Opens files that were dropped or picked together, or adds them to the open table as a part of its split: one is opened, several
   *  become a question. Duplicates count once. */
  async files(files: readonly File[], part: Part | null = null): Promise<void> {
    const seen = new Map(files.map((file) => [`${file.name}/${file.size}/${file.lastModified}`, file]));
    const [file, ...more] = seen.values();
    if (part !== null) return this.several.add([...seen.values()], part);
    const lesson =
      more.length > 0 && files.some((one) => hasLessonEnding(one.name))
        ? await onlyLessonOf([...seen.values()])
        : null;
    if (lesson !== null)
      return this.#lessonBeside(
        lesson,
        [...seen.values()].filter((one) => one !== lesson),
      );
    if (more.length > 0) this.several.ask([...seen.values()]);
    else if (file !== undefined) await this.file(file);
  }

  /** A lesson that came together with its table, which a page in a browser sends first. */
  #lessonBeside(lesson: File, tables: readonly File[]): Promise<void> {
    return this.#open(lesson.name, async (signal) => {
      const sent = (file: File) => this.#connection.fileRef(file, () => {}, signal);
      for (const table of tables) await sent(table);
      return this.#read(lesson.name, await sent(lesson), signal);
    });
  }

  /** Files of the file input. */
  picked(files: readonly File[]): Promise<void> {
    return this.files(files, this.#chosenFor);
  }

  /** A dropped folder: a run where it has run.json and weights, else the tables in it. */
  folder(name: string, files: readonly File[], part: Part | null = null): Promise<void> {
    const run = part === null ? runFilesOf(files) : null;
    if (run !== null) return this.#importRun(name, run);
    const tables = files.filter((file) => hasTableEnding(file.name));
    // A folder without a table may hold a model.
    const found = tables.length > 0 ? tables : files.filter((file) => hasFileEnding(file.name));
    if (found.length > 0)
      return this.files(
        found.sort((a, b) => byFileName(a.name, b.name)),
        part,
      );
    const message = `${name} is a folder without a table or a run. Choose a file in it, or drop the files themselves.`;
    this.#refuse(name, { code: 'file_is_folder', message, values: { file: name } });
    return Promise.resolve();
  }

  #importRun(name: string, { run, best, ...others }: RunFiles): Promise<void> {
    return this.#open(name, async (signal) => {
      const sent = async (file: File) => this.#connection.fileRef(file, () => {}, signal);
      const files = { run: await sent(run), best: await sent(best) };
      const more: Partial<Record<RunFile, FileRef>> = {};
      for (const [which, file] of Object.entries(others)) more[which as RunFile] = await sent(file);
      const { client } = this.#connection;
      await this.#workspace.attempt({ kind: 'open', file: name }, () =>
        client.runs.import({ name, files: { ...more, ...files } }, { signal }),
      );
      return { kind: 'run' };
    });
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
      return { kind: 'table', target };
    });
  }

  /** Sets the page's file input, for browsers, which have no dialog of the desktop window. */
  useInput(input: HTMLInputElement): void {
    this.#input = input;
  }

  /** Lets a person choose a file, with the desktop's dialog or else the file input: to open it, or to add it as `part` of the split. */
  async choose(part: Part | null = null): Promise<void> {
    this.#chosenFor = part;
    if (!this.#connection.chooseFile) return this.#input?.click();
    const file = await this.#connection.chooseFile();
    if (file) await (part === null ? this.#chosen(file) : this.several.add([file], part));
  }

  /** Opens a table that takes several files, for SeveralFiles. */
  table(
    name: string,
    work: (signal: AbortSignal, sending: (file: string, fraction: number) => void) => Promise<void>,
  ): Promise<void> {
    return this.#open(name, async (signal) => {
      await work(signal, (fileName, fraction) => {
        const step = fraction < 1 ? 'sending' : 'reading';
        if (!signal.aborted)
          this.#arrival = { fileName, step, fraction: step === 'sending' ? fraction : null };
      });
      return { kind: 'table', target: null };
    });
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** The answer to `packed`: what is in it is added to what is kept; a single run is opened. */
  async addPacked(): Promise<void> {
    const packed = this.#packed;
    this.#packed = null;
    if (packed === null) return;
    await this.#open(packed.fileName, async (signal) => {
      const { client } = this.#connection;
      const { added, known, lessons } = await this.#workspace.attempt(
        { kind: 'open', file: packed.fileName },
        () => client.packs.open({ file: packed.file }, { signal }),
      );
      if (added.length === 0 && (lessons > 0 || known.length === 0)) return { kind: 'progress' };
      return { kind: added.length + known.length === 1 ? 'run' : 'runs' };
    });
  }

  /** The answer: nothing is added. */
  leavePacked(): void {
    this.#packed = null;
  }

  forget(): void {
    this.#refusal = null;
  }

  #chosen({ ref, name }: ChosenFile): Promise<void> {
    return this.#open(name, (signal) => this.#read(name, ref, signal));
  }

  /** null where a person is asked first. */
  async #read(fileName: string, file: FileRef, signal: AbortSignal): Promise<OpenedItem | null> {
    this.#arrival = { fileName, step: 'reading', fraction: null };
    const { client } = this.#connection;
    if (hasLessonEnding(fileName)) return this.#openLesson(fileName, file, signal);
    const opened = await this.#workspace.attempt({ kind: 'open', file: fileName }, () =>
      client.workspace.open({ file }, { signal }),
    );
    if (opened.kind === 'table') this.#lastTable = { ref: file, name: fileName };
    if (opened.kind === 'table') return { kind: 'table', target: null };
    if (opened.kind === 'lesson') return this.#openLesson(fileName, file, signal);
    if (opened.kind === 'pack') {
      if (!signal.aborted) this.#packed = { fileName, file, contents: opened.contents };
      return null;
    }
    return { kind: opened.kind === 'model' && opened.withTable ? 'run' : 'model' };
  }

  /** What is wrong with a file that is no lesson is listed with the refusal. */
  async #openLesson(fileName: string, file: FileRef, signal: AbortSignal): Promise<OpenedItem> {
    const { lessons } = this.#connection.client;
    const language = this.#language();
    try {
      const lesson = await this.#workspace.attempt({ kind: 'open', file: fileName }, () =>
        lessons.open({ lesson: file, language }, { signal }),
      );
      return { kind: 'lesson', lesson };
    } catch (error) {
      if (failureOf(error).code === 'lesson_invalid')
        this.#issues = (await lessons.check({ file }, { signal })).issues;
      throw error;
    }
  }

  /** Sends the file's first bytes ahead of the rest to get a sample. A failure is ignored here: reading the file reports it. */
  async #look(file: File, signal: AbortSignal): Promise<void> {
    const head = new File([file.slice(0, limits.sample.head)], file.name);
    const sample = await this.#connection.client.dataset.glimpse({ head }, { signal }).catch(() => null);
    if (this.#abort?.signal === signal) this.#sample = sample;
  }

  #refuse(fileName: string, failure: Failure): void {
    this.#workspace.dismissFailure();
    const over = this.#workspace.dataset?.id ?? null;
    this.#refusal = { fileName, failure, issues: this.#issues, over };
  }

  async #open(fileName: string, work: (signal: AbortSignal) => Promise<OpenedItem | null>): Promise<void> {
    // A second file replaces one that is still being opened.
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#refusal = null;
    this.#issues = [];
    this.#workspace.dismissFailure();
    this.#sample = null;
    this.#packed = null;
    this.#arrival = { fileName, step: 'reading', fraction: null };
    try {
      const opened = await work(abort.signal);
      if (opened !== null) this.#opened(opened);
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

/** The one lesson among files: Markdown that begins with front matter. null where there is none, or several. */
async function onlyLessonOf(files: readonly File[]): Promise<File | null> {
  const [lesson, ...more] = files.filter((file) => hasLessonEnding(file.name));
  if (lesson === undefined || more.length > 0) return null;
  return /^\uFEFF?---/.test(await lesson.slice(0, 8).text()) ? lesson : null;
}
