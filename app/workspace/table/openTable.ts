// The open table: what was read, the file it was read from, and what has been prepared of it.

import type { Table } from '../../dataset/table/table.ts';
import type { Source } from '../../storage/runRecord.ts';
import type { ChosenFile } from './fileRef.ts';
import type { Preparer } from './prepare.ts';

export interface OpenTable {
  table: Table;
  file: ChosenFile;
  /** Of the file when it was read (`fileStamp`); null where it was gone. */
  stamp: string | null;
  /** Split and preparation of the last spec, kept because most edits change neither. */
  preparer: Preparer;
}

/** What a run and workspace.json remember of a table's file. */
export function sourceOf({ table, file }: OpenTable): Source {
  return {
    file: file.ref,
    fileName: table.fileName,
    bytes: table.bytes,
    modified: table.modified,
    hash: table.hash,
    reading: table.reading,
  };
}
