// Takes a run from elsewhere into the home folder. Its files may come from anyone: each is read by its schema and written again, and
// no path in them is opened.
import { basename } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import { type Evaluation, evaluationSchema } from '../../contract/run/evaluation.ts';
import {
  type EpochRecord,
  endedStates,
  epochRecordSchema,
  type RunNotes,
  runNotesSchema,
} from '../../contract/run/training.ts';
import { openFile } from '../../dataset/source/openFile.ts';
import { decodeCheckpoint } from '../../export/checkpoint.ts';
import { decodeModel } from '../../export/decodeModel.ts';
import { encodeModel } from '../../export/encodeModel.ts';
import { decodeEndedMembers } from '../../export/endedMembers.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { damaged, parsed } from '../../export/tensors.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import { writeRunNotes } from '../../storage/runNotes.ts';
import { type RunRecord, runRecordSchema } from '../../storage/runRecord.ts';
import { listRuns } from '../../storage/runs.ts';
import type { Source } from '../../storage/source.ts';
import { readModel } from '../models/readModel.ts';
import type { RunFileName } from '../packs/packList.ts';

/** The run's files, wherever they are now. */
export class RunFiles {
  constructor(
    /** What a person calls the folder or file that they come from. */
    readonly name: string,
    readonly paths: Partial<Record<RunFileName, string>>,
  ) {}

  has(file: RunFileName): boolean {
    return this.paths[file] !== undefined;
  }

  path(file: RunFileName): string {
    const path = this.paths[file];
    if (path === undefined)
      throw new AppError('file_not_found', `There is no such file in ${this.name}.`, { file });
    return path;
  }

  /** None of an empty file. A folder is refused, and so is a pipe, which could block for ever. */
  async bytes(file: RunFileName): Promise<Buffer> {
    const path = this.path(file);
    try {
      const { handle } = await openFile(path, basename(path));
      return await handle.readFile().finally(() => handle.close());
    } catch (error) {
      if (error instanceof AppError && error.code === 'file_empty') return Buffer.alloc(0);
      throw error;
    }
  }

  async record(): Promise<RunRecord> {
    return parsed(runRecordSchema, await this.#json('run.json'), this.name, 'its run.json');
  }

  async evaluation(): Promise<Evaluation | null> {
    if (!this.has('evaluation.json')) return null;
    return parsed(evaluationSchema, await this.#json('evaluation.json'), this.name, 'its evaluation.json');
  }

  async notes(): Promise<RunNotes | null> {
    if (!this.has('notes.json')) return null;
    const kept = parsed(runNotesSchema.loose(), await this.#json('notes.json'), this.name, 'its notes.json');
    return { name: kept.name, notes: kept.notes, starred: kept.starred };
  }

  /** All epochs up to the first line that cannot be read. */
  async history(): Promise<EpochRecord[]> {
    if (!this.has('history.jsonl')) return [];
    const lines = (await this.bytes('history.jsonl')).toString().split('\n');
    const records: EpochRecord[] = [];
    for (const line of lines) {
      const read = epochRecordSchema.safeParse(jsonOrNull(line));
      if (!read.success) break;
      records.push(read.data);
    }
    return records;
  }

  async #json(file: RunFileName): Promise<unknown> {
    const value = jsonOrNull((await this.bytes(file)).toString());
    if (value === null) throw damaged(this.name, `its ${file} is not JSON`);
    return value;
  }
}

export interface Taking {
  home: string;
  /** The id to keep, if no run here has it. */
  id?: string;
  /** Where its table is. */
  table: Pick<Source, 'file' | 'files'>;
  /** What is recorded as the place that it was opened from. */
  openedFrom: string | null;
  /** Whether it can go on here: with its checkpoints, and in its state. Without them it has ended. */
  whole: boolean;
}

/** Returns the run's folder, which is not held any more. Throws AppError model_damaged, model_version_newer, disk_full, and
 *  what opening a file throws. */
export async function takeOver(files: RunFiles, record: RunRecord, taking: Taking): Promise<RunFolder> {
  const { home, id, table, openedFrom, whole } = taking;
  const model = files.has('best.safetensors') ? await readModel(files.path('best.safetensors')) : null;
  const evaluation = await files.evaluation();
  const notes = await files.notes();
  const history = await files.history();
  const folder = await RunFolder.create({ home, id });
  try {
    if (model !== null) await folder.writeBest(encodeModel(model));
    if (evaluation !== null) await folder.writeEvaluation({ ...evaluation, runId: folder.id });
    await folder.appendHistory(history);
    if (notes !== null) await writeRunNotes(folder.path, notes);
    if (whole) await writeToGoOn(files, folder, record.spec.training.ensemble !== undefined);
    const ended = endedStates.includes(record.state);
    const bits = model === null || (whole && record.fingerprint === null) ? null : modelFingerprint(model);
    await folder.writeRun({
      ...record,
      id: folder.id,
      state: ended || whole ? record.state : 'stopped',
      dataset: { ...record.dataset, ...table },
      fingerprint: bits,
      openedFrom,
    });
    await folder.release();
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return folder;
}

/** What a run needs to go on bit for bit. */
async function writeToGoOn(files: RunFiles, folder: RunFolder, isEnsemble: boolean): Promise<void> {
  if (files.has('initial.safetensors')) {
    const bytes = await files.bytes('initial.safetensors');
    await folder.writeInitial(encodeModel(decodeModel(bytes, files.name)));
  }
  for (const name of ['checkpoint.previous.safetensors', 'checkpoint.safetensors'] as const) {
    if (!files.has(name)) continue;
    const bytes = await files.bytes(name);
    if (isEnsemble) decodeEndedMembers(bytes, files.name);
    else decodeCheckpoint(bytes, files.name);
    await folder.writeCheckpoint(bytes);
  }
}

/** Finds that very run among those that are kept now: its id here, or null. One with the same id but other weights or settings is another
 *  run. */
export type FindTwin = (record: RunRecord) => Promise<string | null>;

export async function keptTwins(home: string): Promise<FindTwin> {
  const listed = await listRuns(home);
  return async ({ startedAt, fingerprint, spec }) => {
    const written = JSON.stringify(spec);
    for (const run of listed.filter((one) => one.startedAt === startedAt)) {
      const kept = await (await RunFolder.open(run.folder)).readRun();
      if (kept.fingerprint === fingerprint && JSON.stringify(kept.spec) === written) return run.id;
    }
    return null;
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
