// One run on disk: run.json, history.jsonl, best.safetensors, perhaps initial.safetensors, a checkpoint and the one before it. It knows the files, not the
// content of model bytes. Every write except appending to history replaces a whole file atomically. Writers hold the folder's
// lock (`create` takes it, or `lock` after `open`); readers need none.
import { randomInt } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/issues/errors.ts';
import { type Evaluation, evaluationSchema } from '../contract/run/evaluation.ts';
import { type RunRepeats, runRepeatsSchema } from '../contract/run/repeats.ts';
import { type KeptSearch, keptSearchSchema } from '../contract/run/search.ts';
import type { EpochRecord } from '../contract/run/training.ts';
import { removeHalfWritten, syncFolder, writeAtomically, writeFailure, writerOf } from './atomic.ts';
import { isMissing, newerVersionOf, readJson, storageVersion } from './damaged.ts';
import { History } from './history.ts';
import { isLockName } from './holding/places.ts';
import { releaseLock, takeLock } from './lock.ts';
import { makeFolders } from './makeFolders.ts';
import { refuseOfOther } from './otherUser.ts';
import { privateFolder } from './privacy.ts';
import { type RunRecord, runRecordSchema } from './runRecord.ts';

const names = {
  run: 'run.json',
  history: 'history.jsonl',
  evaluation: 'evaluation.json',
  repeats: 'repeats.json',
  search: 'search.json',
  best: 'best.safetensors',
  initial: 'initial.safetensors',
  checkpoint: 'checkpoint.safetensors',
  previous: 'checkpoint.previous.safetensors',
} as const;

/** Whether a run's folder has such a file, complete or not. */
function isOwnName(name: string): boolean {
  const own = [...Object.values(names), 'notes.json', 'lock'];
  return isLockName(name) || own.some((whole) => name === whole || name.startsWith(`${whole}.`));
}

export class RunFolder {
  readonly #history: History;

  private constructor(
    readonly id: string,
    /** Absolute. */
    readonly path: string,
  ) {
    this.#history = new History(this.file('history'));
  }

  /**
   * A new, locked folder: under `<home>/runs`, or exactly `out`, which may exist when it is empty. `id`: of a run that moves
   * there, or comes from elsewhere; under `home` another one is made where it is taken or is not of our form. Throws AppError
   * folder_not_empty, folder_in_use, disk_full, disk_write_failed.
   */
  static async create(
    where: { home: string; id?: string | undefined } | { out: string; id?: string },
  ): Promise<RunFolder> {
    const folder =
      'out' in where
        ? await chosenFolder(path.resolve(where.out), where.id ?? newId())
        : await ownFolder(where.home, where.id ?? '');
    try {
      await takeLock(folder.path);
      await removeHalfWritten(folder.path);
    } catch (error) {
      // Succeeds only if it is empty: a chosen folder in use stays.
      if ('home' in where) await fs.rmdir(folder.path).catch(() => {});
      throw error;
    }
    return new RunFolder(folder.id, folder.path);
  }

  /** The run kept in `folder`. Throws AppError run_not_found where it has no readable run.json, model_version_newer. */
  static async open(folder: string): Promise<RunFolder> {
    const absolute = path.resolve(folder);
    const record = await readJson(path.join(absolute, names.run), runRecordSchema);
    if (record === null) throw await unreadable(absolute);
    return new RunFolder(record.id, absolute);
  }

  async lock(): Promise<void> {
    await takeLock(this.path);
    await removeHalfWritten(this.path);
  }

  /** Call when the run has ended or is closed; nothing may be written afterwards. */
  async release(): Promise<void> {
    await releaseLock(this.path);
  }

  /** For a run that could not begin or was saved elsewhere: removes its files, and the folder if it holds nothing else. */
  async discard(): Promise<void> {
    await releaseLock(this.path);
    for (const name of await fs.readdir(this.path)) {
      if (isOwnName(name)) await fs.rm(path.join(this.path, name), { force: true });
    }
    await fs.rmdir(this.path).catch(() => {});
  }

  file(name: keyof typeof names): string {
    return path.join(this.path, names[name]);
  }

  async writeRun(record: RunRecord): Promise<void> {
    await writeAtomically(this.file('run'), `${JSON.stringify(record, null, 2)}\n`);
  }

  /** Throws AppError run_not_found if run.json is missing or damaged (then it was renamed). */
  async readRun(): Promise<RunRecord> {
    const record = await readJson(this.file('run'), runRecordSchema);
    if (record === null) throw await unreadable(this.path);
    return record;
  }

  /** Records must follow the existing ones. Calls are written in order. */
  async appendHistory(records: readonly EpochRecord[]): Promise<void> {
    await this.#history.append(records);
  }

  /** All records before the first line that cannot be read. */
  async readHistory(): Promise<EpochRecord[]> {
    return this.#history.read();
  }

  /** Replaces all records: for a run whose history could not be appended to. */
  async writeHistory(records: readonly EpochRecord[]): Promise<void> {
    await this.#history.replace(records);
  }

  /** Keeps the first `epochs` records: a run that continues from a checkpoint repeats the later ones. */
  async truncateHistory(epochs: number): Promise<void> {
    await this.#history.truncate(epochs);
  }

  async writeBest(bytes: Uint8Array): Promise<void> {
    await writeAtomically(this.file('best'), bytes);
  }

  /** null where none was written yet. */
  async readBest(): Promise<Uint8Array | null> {
    return readBytes(this.file('best'));
  }

  /** The weights that it begins from, of a run that began from a model. */
  async writeInitial(bytes: Uint8Array): Promise<void> {
    await writeAtomically(this.file('initial'), bytes);
  }

  /** null for a run that began from random weights. */
  async readInitial(): Promise<Uint8Array | null> {
    return readBytes(this.file('initial'));
  }

  async writeEvaluation(evaluation: Evaluation): Promise<void> {
    await writeAtomically(this.file('evaluation'), `${JSON.stringify(evaluation)}\n`);
  }

  async readEvaluation(): Promise<Evaluation | null> {
    return readJson(this.file('evaluation'), evaluationSchema);
  }

  async writeRepeats(repeats: RunRepeats): Promise<void> {
    await writeAtomically(this.file('repeats'), `${JSON.stringify(repeats)}\n`);
  }

  /** null where the training was not repeated. */
  async readRepeats(): Promise<RunRepeats | null> {
    return readJson(this.file('repeats'), runRepeatsSchema);
  }

  /** How the run was found among others. */
  async writeSearch(search: KeptSearch): Promise<void> {
    await writeAtomically(this.file('search'), `${JSON.stringify(search)}\n`);
  }

  /** null for a run that no search found. */
  async readSearch(): Promise<KeptSearch | null> {
    return readJson(this.file('search'), keptSearchSchema);
  }

  /** The existing checkpoint becomes the previous one. */
  async writeCheckpoint(bytes: Uint8Array): Promise<void> {
    const file = this.file('checkpoint');
    try {
      await fs.rename(file, this.file('previous'));
    } catch (error) {
      if (!isMissing(error)) throw writeFailure(file, error);
    }
    await writeAtomically(file, bytes);
  }

  /** Newest first, with their paths: a run continues from the first that can be decoded. */
  async readCheckpoints(): Promise<{ path: string; bytes: Uint8Array }[]> {
    const found: { path: string; bytes: Uint8Array }[] = [];
    for (const name of ['checkpoint', 'previous'] as const) {
      const bytes = await readBytes(this.file(name));
      if (bytes !== null) found.push({ path: this.file(name), bytes });
    }
    return found;
  }

  /** An ended run cannot continue. */
  async removeCheckpoints(): Promise<void> {
    for (const name of ['checkpoint', 'previous'] as const) await fs.rm(this.file(name), { force: true });
  }
}

/** A readable and unique id; programs must not rely on its parts. */
function newId(): string {
  const digits = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const tail = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-${tail}`;
}

/** What `newId` makes: no other name becomes that of a folder. */
const ownId = /^\d{8}-\d{6}-[a-z0-9]{4}$/;

async function ownFolder(home: string, wanted: string): Promise<{ id: string; path: string }> {
  const runs = path.join(path.resolve(home), 'runs');
  try {
    await refuseOfOther(path.resolve(home));
    await makeFolders(runs, privateFolder);
    for (let id = ownId.test(wanted) ? wanted : newId(); ; id = newId()) {
      const made = await makeFolder(path.join(runs, id));
      if (made) return { id, path: path.join(runs, id) };
    }
  } catch (error) {
    throw writeFailure(runs, error);
  }
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    await fs.mkdir(folder, privateFolder);
    await syncFolder(path.dirname(folder));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function chosenFolder(folder: string, id: string): Promise<{ id: string; path: string }> {
  try {
    await makeFolders(folder);
    // A process that died before it had written anything leaves only a lock and half-written files.
    const entries = (await fs.readdir(folder)).filter((name) => !isLockName(name) && writerOf(name) === null);
    if (entries.length > 0) {
      const found = entries.includes(names.run) ? 'a run' : 'other files';
      throw new AppError(
        'folder_not_empty',
        `The folder ${folder} already holds ${found}, and a run overwrites nothing: choose an empty or a new one.`,
        { path: folder },
      );
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new AppError(
        'disk_write_failed',
        `${folder} is a file; a run needs a folder: choose another name.`,
        { path: folder, reason: 'it is a file, not a folder' },
      );
    }
    throw writeFailure(folder, error);
  }
  return { id, path: folder };
}

async function readBytes(file: string): Promise<Uint8Array | null> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function unreadable(folder: string): Promise<AppError> {
  const found = await newerVersionOf(path.join(folder, names.run));
  if (found !== null)
    return new AppError(
      'model_version_newer',
      `The run in ${folder} was written by a newer Chainrule (format ${found}; this one reads up to ${storageVersion}): update Chainrule to open it.`,
      { path: folder, found, supported: storageVersion },
    );
  return new AppError('run_not_found', `There is no readable run in ${folder}.`, { run: folder });
}
