// Imports a run's folder from elsewhere into the home folder. Files may come from anyone: each is read by its schema and
// written again, and the path of the table in run.json is not opened.
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { RunFile } from '../../contract/arrivals.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { type Evaluation, evaluationSchema } from '../../contract/run/evaluation.ts';
import { endedStates, epochRecordSchema, runNotesSchema } from '../../contract/run/training.ts';
import type { FileRef } from '../../contract/workspace.ts';
import { openFile } from '../../dataset/source/openFile.ts';
import { fingerprint } from '../../export/fingerprint.ts';
import { encodeModel } from '../../export/safetensors.ts';
import { damaged, parsed } from '../../export/tensors.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import { writeRunNotes } from '../../storage/runNotes.ts';
import { type RunRecord, runRecordSchema, type Source } from '../../storage/runRecord.ts';
import { listRuns } from '../../storage/runs.ts';
import { readModel } from '../models/readModel.ts';
import { resolveFile } from '../table/fileRef.ts';
import { sourceOf } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { openRun } from './runCalls.ts';

export type ImportedFiles = { run: FileRef; best: FileRef } & Partial<Record<RunFile, FileRef>>;

/** Makes the imported run the current one. Throws AppError run_busy, model_damaged, model_version_newer, disk_full, and what opening
 *  a file throws. */
export async function importRun(
  session: WorkspaceSession,
  name: string,
  files: ImportedFiles,
): Promise<{ runId: string }> {
  session.refuseBusy();
  const read = new FolderReader(session, name, files);
  const record = await read.record();
  const runId = (await isKept(session, record)) ? record.id : await takeOver(session, record, read, name);
  await openRun(session, runId);
  return { runId };
}

/** Whether that very run is here: one with its id but other weights or settings is another one. */
async function isKept(session: WorkspaceSession, { id, fingerprint, spec }: RunRecord): Promise<boolean> {
  const listed = (await listRuns(session.options.home)).find((run) => run.id === id);
  if (listed === undefined) return false;
  const kept = await (await RunFolder.open(listed.folder)).readRun();
  return kept.fingerprint === fingerprint && JSON.stringify(kept.spec) === JSON.stringify(spec);
}

async function takeOver(
  session: WorkspaceSession,
  record: RunRecord,
  read: FolderReader,
  name: string,
): Promise<string> {
  const model = await readModel(await read.path('best'));
  const evaluation = await read.evaluation();
  const notes = await read.notes();
  const history = await read.history();
  const folder = await RunFolder.create({ home: session.options.home });
  try {
    await folder.writeBest(encodeModel(model));
    if (evaluation !== null) await folder.writeEvaluation({ ...evaluation, runId: folder.id });
    await folder.appendHistory(history);
    if (notes !== null) await writeRunNotes(folder.path, notes);
    await folder.writeRun({
      ...record,
      id: folder.id,
      // Its checkpoints are not imported.
      state: endedStates.includes(record.state) ? record.state : 'stopped',
      dataset: { ...record.dataset, ...placeOfTable(session, record) },
      fingerprint: fingerprint(model.layers),
      openedFrom: name,
    });
    await folder.release();
  } catch (error) {
    await folder.discard();
    throw error;
  }
  return folder.id;
}

/** The open table's files if it is the run's table, else an upload that does not exist: a path from an imported file is not
 *  trusted. */
function placeOfTable({ open }: WorkspaceSession, { dataset }: RunRecord): Pick<Source, 'file' | 'files'> {
  if (open !== null && open.table.hash === dataset.hash) {
    const { file, files } = sourceOf(open);
    return { file, files };
  }
  return { file: { kind: 'upload', id: randomBytes(16).toString('hex') }, files: [] };
}

class FolderReader {
  readonly #session: WorkspaceSession;
  readonly #name: string;
  readonly #files: ImportedFiles;

  constructor(session: WorkspaceSession, name: string, files: ImportedFiles) {
    this.#session = session;
    this.#name = name;
    this.#files = files;
  }

  async path(file: keyof ImportedFiles): Promise<string> {
    const ref = this.#files[file];
    if (ref === undefined)
      throw new AppError('file_not_found', `There is no such file in ${this.#name}.`, { file });
    return (await resolveFile(ref, this.#session.options)).path;
  }

  async record(): Promise<RunRecord> {
    return parsed(runRecordSchema, await this.#json('run'), this.#name, 'its run.json');
  }

  async evaluation(): Promise<Evaluation | null> {
    if (this.#files.evaluation === undefined) return null;
    return parsed(evaluationSchema, await this.#json('evaluation'), this.#name, 'its evaluation.json');
  }

  async notes() {
    if (this.#files.notes === undefined) return null;
    const kept = parsed(runNotesSchema.loose(), await this.#json('notes'), this.#name, 'its notes.json');
    return { name: kept.name, notes: kept.notes, starred: kept.starred };
  }

  /** All epochs up to the first line that cannot be read. */
  async history() {
    if (this.#files.history === undefined) return [];
    const lines = (await this.#text('history')).split('\n');
    const records = [];
    for (const line of lines) {
      const read = epochRecordSchema.safeParse(jsonOrNull(line));
      if (!read.success) break;
      records.push(read.data);
    }
    return records;
  }

  /** '' for an empty file. A folder or a pipe, which could block for ever, is refused. */
  async #text(file: keyof ImportedFiles): Promise<string> {
    const path = await this.path(file);
    try {
      const { handle } = await openFile(path, basename(path));
      return await handle.readFile('utf8').finally(() => handle.close());
    } catch (error) {
      if (error instanceof AppError && error.code === 'file_empty') return '';
      throw error;
    }
  }

  async #json(file: keyof ImportedFiles): Promise<unknown> {
    const value = jsonOrNull(await this.#text(file));
    if (value === null) throw damaged(this.#name, `its ${file}.json is not JSON`);
    return value;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
