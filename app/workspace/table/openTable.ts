// The open table: its content, its files, and what was prepared from it.

import type { Table } from '../../dataset/table/table.ts';
import type { Source } from '../../storage/source.ts';
import type { ChosenFile } from './fileRef.ts';
import type { Preparer } from './preparer.ts';

export interface OpenTable {
  table: Table;
  /** At least one, in the order of their rows. */
  files: readonly ChosenFile[];
  /** Stamp of the files when they were read (`filesStamp`); null if one was gone. */
  stamp: string | null;
  /** Split and preparation of the last spec, kept because most edits change neither. */
  preparer: Preparer;
}

/** What a run and workspace.json remember of a table's files. */
export function sourceOf({ table, files }: OpenTable): Source {
  const { fileName, bytes, modified, hash, reading } = table;
  const several = table.files.map(({ name, bytes, hash }, k) => ({ file: files[k]!.ref, name, bytes, hash }));
  return { file: files[0]!.ref, fileName, bytes, modified, hash, reading, files: several };
}
