// A row in a sentence: its number counted from 1, and its file where there are several: `12`, `12 (b.csv)`.

import { rowOfFile } from '../../contract/table/tableFiles.ts';
import { grouped } from '../issues/figures.ts';
import type { Table } from './table.ts';

/** The same as a value of a message: a number in a table of one file. */
export function rowValue(table: Pick<Table, 'files'>, row: number): number | string {
  return table.files.length === 0 ? row + 1 : rowName(table, row);
}

/** `row` is 0-based. */
export function rowName({ files }: Pick<Table, 'files'>, row: number): string {
  const own = rowOfFile(files, row);
  const number = grouped(own.row + 1);
  return own.file === null ? number : `${number} (${own.file})`;
}
