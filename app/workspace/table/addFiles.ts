// Joins further files to the open table and makes their rows one part of the split: a test set in a file of its own. Choices for
// columns are kept, as when the file is read again.

import type { FileRef } from '../../contract/fileRef.ts';
import { isOnlyAdded } from '../../contract/issues/differingNames.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Part } from '../../contract/run/parts.ts';
import type { RunSpec, SplitSpec } from '../../contract/spec/spec.ts';
import { splitByFile } from '../../contract/spec/splitByFile.ts';
import type { Dataset } from '../../contract/table/dataset.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { needTable, readTable, showTable } from './datasetCalls.ts';
import { resolveFile } from './fileRef.ts';
import type { OpenTable } from './openTable.ts';
import { carryOver } from './reread.ts';

export interface AddedFiles {
  files: FileRef[];
  part: Part;
  /** How all files are read; as before if left out. */
  reading?: Reading | undefined;
}

/** A failure leaves the table unchanged. */
export async function addFiles(
  session: WorkspaceSession,
  { files, part, reading }: AddedFiles,
  signal: AbortSignal | undefined,
): Promise<Dataset> {
  session.refuseBusy();
  const before = session.edited;
  const known = needTable(session);
  const more = await Promise.all(files.map((ref) => resolveFile(ref, session.options)));
  const all = [...known.files, ...more];
  const how = reading ?? known.table.reading;
  const read = (columns: Pick<Reading, 'columns'>) => readTable(session, all, { ...how, ...columns }, signal);
  const open = await read({}).catch((error: unknown) => {
    // Test data may have more columns than a model needs.
    const beside = part !== 'train' && known.files.length === 1 && how.columns === undefined;
    if (beside && error instanceof AppError && error.code === 'files_differ' && isOnlyAdded(error.values))
      return read({ columns: 'first' });
    throw error;
  });
  const { spec } = before;
  const asked = spec === null ? null : withPart(spec, splitWith(spec.data.split, known, open, part), part);
  const shown = await carryOver(open, asked, before.reasons);
  session.undoHistory.recordEdit(before);
  return showTable(session, open, shown);
}

/** Validation rows of a person's own choose the epoch: no folds of the training rows do. */
function withPart(spec: RunSpec, split: SplitSpec, part: Part): RunSpec {
  const { epochFolds, ...training } = spec.training;
  const folds = part === 'validation' || epochFolds === undefined ? {} : { epochFolds };
  return { ...spec, data: { ...spec.data, split }, training: { ...training, ...folds } };
}

/** The split with the rows of the new files in `part`. */
function splitWith(split: SplitSpec, known: OpenTable, open: OpenTable, part: Part): SplitSpec {
  const names = open.table.files.map(({ name }) => name);
  const added = names.slice(known.files.length);
  const byFile =
    'by' in split && split.by === 'column' && split.column === known.table.fileColumn ? split : null;
  if (byFile === null && part === 'train') return split;
  // With more files, names may need more of their paths.
  const now = new Map(known.table.files.map(({ name }, k) => [name, names[k]!]));
  const renamed = (list: readonly string[] = []) => list.map((name) => now.get(name) ?? name);
  const validation = [...renamed(byFile?.validation), ...(part === 'validation' ? added : [])];
  const test = [...renamed(byFile?.test), ...(part === 'test' ? added : [])];
  return splitByFile(open.table.fileColumn!, { validation, test }, byFile?.validationShare);
}
