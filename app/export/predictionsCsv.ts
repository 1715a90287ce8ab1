// A table's own cells, untouched, with predictions as further columns -> CSV text in pieces. Cells stay as they are in
// the file, also those that a spreadsheet takes for a formula: what is read back must be what was there.
import { stringify } from 'csv-stringify/sync';
import { freeNames } from './freeNames.ts';

export interface AddedColumn {
  name: string;
  /** The text in a 0-based row of the table. */
  cell: (row: number) => string;
}

/**
 * First the header, then one piece for each piece of `rows` (cells of consecutive rows, null where nothing stands).
 * Lines end with \n. An added name that the table has already gets a number.
 */
export async function* predictionsCsv(input: {
  header: readonly string[];
  rows:
    | AsyncIterable<readonly (readonly (string | null)[])[]>
    | Iterable<readonly (readonly (string | null)[])[]>;
  added: readonly AddedColumn[];
  delimiter?: string;
}): AsyncGenerator<string> {
  const write = (lines: readonly unknown[][]) =>
    stringify([...lines], { delimiter: input.delimiter ?? ',', record_delimiter: '\n' });
  const names = freeNames(
    input.header,
    input.added.map((column) => column.name),
  );
  yield write([[...input.header, ...names]]);
  let row = 0;
  for await (const piece of input.rows) {
    const lines = piece.map((cells, i) => [...cells, ...input.added.map((column) => column.cell(row + i))]);
    row += piece.length;
    if (lines.length > 0) yield write(lines);
  }
}
