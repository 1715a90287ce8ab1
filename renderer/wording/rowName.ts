// A row's number as a person counts, from 1; of a table of several files counted in its own file, whose name follows: `12 (b.csv)`.

import { rowOfFile, type TableFile } from '../../app/contract/table/tableFiles.ts';
import { isolated } from './isolated.ts';
import { numbers } from './numbers.ts';

type Files = readonly Pick<TableFile, 'name' | 'rows'>[];

/** The number alone, where the file stands beside it. */
export function rowNumber(files: Files, row: number): string {
  return numbers().whole(rowOfFile(files, row).row + 1);
}

/** @param row 0-based, counted in the whole table. */
export function rowName(files: Files, row: number): string {
  const own = rowOfFile(files, row);
  const number = numbers().whole(own.row + 1);
  return own.file === null ? number : `${number} (${isolated(own.file)})`;
}
