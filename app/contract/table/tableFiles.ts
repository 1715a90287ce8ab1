// A table of several files: their rows stand one below the other, in the order of the files, and a column says the file of each
// row. A row of such a table is shown as a row of its own file.
import { z } from 'zod';
import { dialectSchema } from './reading.ts';

/** The most files that one table is joined from. */
export const mostFiles = 1_000;
/** Name of the column that says the file; it gets a number where a file has such a column already. */
export const fileColumnName = 'file';

export const tableFileSchema = z.object({
  /** What the column of files says: the file's name, with as much of its path as tells it from the other files. */
  name: z.string(),
  bytes: z.number().int(),
  /** SHA-256 of its bytes, hex. */
  hash: z.string(),
  dialect: dialectSchema,
  /** Rows that were read, and rows that were left out. */
  rows: z.number().int(),
  rowsLeftOut: z.number().int(),
});
export type TableFile = z.infer<typeof tableFileSchema>;

interface RowOfFile {
  /** null in a table of one file. */
  file: string | null;
  /** 0-based, counted in that file. */
  row: number;
}

/** `files` is empty for a table of one file; `row` is 0-based, counted in the whole table. */
export function rowOfFile(files: readonly Pick<TableFile, 'name' | 'rows'>[], row: number): RowOfFile {
  let first = 0;
  for (const { name, rows } of files) {
    if (row < first + rows) return { file: name, row: row - first };
    first += rows;
  }
  return { file: null, row };
}
