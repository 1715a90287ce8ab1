// A prepared table -> CSV text in pieces: for each row in use its number and part (and its file, where there are
// several), the inputs as the network reads them, and
// the targets as in the file and as the network learns them. Rows are in the file's order.
import { stringify } from 'csv-stringify/sync';
import type { Floats } from '../contract/model.ts';
import type { Part } from '../contract/run/parts.ts';
import { rowOfFile, type TableFile } from '../contract/table/tableFiles.ts';
import type { FormulaCells } from './formulaCells.ts';
import { freeNames } from './freeNames.ts';
import { shortestOf } from './shortest.ts';

export interface PreparedTarget {
  name: string;
  /** The text for prepared row `k`. */
  cell: (k: number) => string;
}

export interface PreparedRows {
  /** 0-based row numbers in the table, and the part of each. */
  rows: Uint32Array;
  /** Empty for a table of one file. */
  files: readonly Pick<TableFile, 'name' | 'rows'>[];
  partOf: (k: number) => Part;
  /** rows x inputs, row-major. */
  features: Floats;
  inputs: readonly string[];
  targets: readonly PreparedTarget[];
}

const rowsPerPiece = 2_000;

/** Begins with the header. Lines end with \n; a name that exists already gets a number. `formulas`: as for predictionsCsv. */
export function* preparedCsv(
  prepared: PreparedRows,
  formulas: FormulaCells | null = null,
): Generator<string> {
  const { rows, files, partOf, features, inputs, targets } = prepared;
  const safe = (text: string) => (formulas === null ? text : formulas.cell(text));
  const write = (lines: string[][]) => stringify(lines, { record_delimiter: '\n' });
  const own = [...(files.length > 0 ? ['file'] : []), 'row', 'part'];
  const names = freeNames(own, [...inputs, ...targets.map(({ name }) => name)]);
  yield write([[...own, ...names].map(safe)]);
  const written = shortestOf(features);
  const width = inputs.length;
  for (let from = 0; from < rows.length; from += rowsPerPiece) {
    const to = Math.min(from + rowsPerPiece, rows.length);
    const lines: string[][] = [];
    for (let k = from; k < to; k++) {
      const { file, row } = rowOfFile(files, rows[k]!);
      const line = [...(file === null ? [] : [safe(file)]), String(row + 1), partOf(k)];
      for (let input = 0; input < width; input++) line.push(written(features[k * width + input]!));
      for (const { cell } of targets) line.push(safe(cell(k)));
      lines.push(line);
    }
    yield write(lines);
  }
}
