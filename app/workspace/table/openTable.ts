// The open table: its content, its file, and what was prepared from it.

import type { Table } from '../../dataset/table/table.ts';
import type { Source } from '../../storage/runRecord.ts';
import type { ChosenFile } from './fileRef.ts';
import type { Preparer } from './prepare.ts';

export interface OpenTable {
  table: Table;
  file: ChosenFile;
  /** Stamp of the file when it was read (`fileStamp`); null if the file was gone. */
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
