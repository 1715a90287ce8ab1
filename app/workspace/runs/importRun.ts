// Imports a run's folder from elsewhere, given as its files, into the home folder (takeOver.ts).
import { randomBytes } from 'node:crypto';
import type { FileRef } from '../../contract/fileRef.ts';
import { type RunFile, runFileNames } from '../../contract/runFiles.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import type { Source } from '../../storage/source.ts';
import type { RunFileName } from '../packs/packList.ts';
import { resolveFile } from '../table/fileRef.ts';
import { sourceOf } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { openRun } from './runCalls.ts';
import { keptTwins, RunFiles, takeOver } from './takeOver.ts';

export type ImportedFiles = { run: FileRef; best: FileRef } & Partial<Record<RunFile, FileRef>>;

/** Makes the imported run the current one. Throws AppError run_busy, model_damaged, model_version_newer, disk_full. */
export async function importRun(
  session: WorkspaceSession,
  name: string,
  files: ImportedFiles,
): Promise<{ runId: string }> {
  session.refuseBusy();
  const { home } = session.options;
  const paths: Partial<Record<RunFileName, string>> = {};
  for (const [which, ref] of Object.entries(files) as [RunFile, FileRef | undefined][])
    if (ref !== undefined) paths[runFileNames[which]] = (await resolveFile(ref, session.options)).path;
  const read = new RunFiles(name, paths);
  const record = await read.record();
  const table = placeOfTable(session, record);
  const runId =
    (await (await keptTwins(home))(record)) ??
    (await takeOver(read, record, { home, table, openedFrom: name, whole: false })).id;
  await openRun(session, runId);
  return { runId };
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
