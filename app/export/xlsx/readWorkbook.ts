// The predictions and intervals of a written workbook, on a computer without a spreadsheet: its cells are read back, a row of raw values is put into the
// first line of the first sheet, and the formulas beside it are computed.
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { FormatReader, StoredValues, WrittenFile } from '../format.ts';
import { boundHeads, setHead, valueHeads } from './predictSheet.ts';
import { sheetsOf } from './readSheets.ts';
import { type SheetCell, Spreadsheet } from './spreadsheet.ts';
import { goldenSheetName } from './writeWorkbook.ts';

/** The line of the first sheet that values are put into. */
const line = 1;

export const readWorkbook: FormatReader = ([file], rows) => {
  if (file === undefined) throw new Error('There is no workbook.');
  const sheets = sheetsOf(file.bytes);
  const [[first, cells]] = [...sheets] as [[string, SheetCell[][]]];
  const outputs = columnsWith(cells, Object.values(valueHeads));
  const ends = columnsWith(cells, [...Object.values(boundHeads), setHead]);
  const classes = outputs.map((column) => headOf(cells, column).slice(valueHeads.classes.length));
  const spreadsheet = new Spreadsheet(sheets);
  const found = rows.map((row) => {
    for (const [column, value] of row.entries())
      spreadsheet.set(first, { row: line, column }, Number.isNaN(value) ? '' : value);
    const at = (column: number) => spreadsheet.at(first, { row: line, column });
    return {
      predictions: outputs.map((column) => Number(at(column))),
      intervals: ends.flatMap((column) =>
        headOf(cells, column) === setHead ? membersOf(String(at(column)), classes) : [numberOf(at(column))],
      ),
    };
  });
  const predictions = found.map((row) => row.predictions);
  return ends.length === 0 ? { predictions } : { predictions, intervals: found.map((row) => row.intervals) };
};

/** An end that is not known is an empty text. */
const numberOf = (value: number | string | boolean) => (value === '' ? Number.NaN : Number(value));

function membersOf(set: string, classes: readonly string[]): number[] {
  if (set === '') return classes.map(() => Number.NaN);
  const held: unknown = JSON.parse(set);
  return classes.map((name) => Number(Array.isArray(held) && held.includes(name)));
}

const formulaColumns = (cells: SheetCell[][]) =>
  (cells[line] ?? []).flatMap((cell, column) => (cell?.formula === undefined ? [] : [column]));

const headOf = (cells: SheetCell[][], column: number) => String(cells[0]?.[column]?.value);

/** Formulas below a header that begins so. */
function columnsWith(cells: SheetCell[][], heads: readonly string[]): number[] {
  return formulaColumns(cells).filter((column) =>
    heads.some((head) => headOf(cells, column).startsWith(head)),
  );
}

/** Null where the workbook has none. An empty cell is a missing category in a column that has texts, else a missing number. */
export function goldenRowsOfWorkbook([file]: readonly WrittenFile[]): GoldenRows | null {
  if (file === undefined) throw new Error('There is no workbook.');
  const sheets = sheetsOf(file.bytes);
  const [header, ...lines] = sheets.get(goldenSheetName) ?? [];
  if (header === undefined) return null;
  const inputs = formulaColumns([...sheets.values()][0] ?? [])[0] ?? 0;
  const valueAt = (row: SheetCell[], column: number) => row[column]?.value ?? null;
  const empty = Array.from({ length: inputs }, (_, k) =>
    lines.some((row) => typeof valueAt(row, k) === 'string') ? '' : null,
  );
  return goldenRowsSchema.parse({
    values: lines.map((row) => empty.map((missing, k) => valueAt(row, k) ?? missing)),
    predictions: lines.map((row) => header.slice(inputs).map((_, k) => valueAt(row, inputs + k))),
  });
}

/** The predictions and bounds of the first sheet as the program that saved the workbook stored them, and as its formulas give them; null where none are
 *  stored, as in a workbook that was just exported. */
export function storedPredictions([file]: readonly WrittenFile[]): StoredValues | null {
  if (file === undefined) throw new Error('There is no workbook.');
  const sheets = sheetsOf(file.bytes);
  const [[first, cells]] = [...sheets] as [[string, SheetCell[][]]];
  const values = columnsWith(cells, Object.values(valueHeads));
  const outputs = [...values, ...columnsWith(cells, Object.values(boundHeads))];
  const lines = [...cells.keys()].filter((row) =>
    outputs.some((k) => cells[row]?.[k]?.formula !== undefined),
  );
  const storedAt = (row: number, column: number) => cells[row]?.[column]?.value;
  if (lines.some((row) => values.some((column) => typeof storedAt(row, column) !== 'number'))) return null;
  const spreadsheet = new Spreadsheet(sheets);
  const numbers = (at: (row: number, column: number) => number | string | boolean | undefined) =>
    lines.map((row) => outputs.map((column) => numberOf(at(row, column) ?? '')));
  return {
    computed: numbers((row, column) => spreadsheet.at(first, { row, column })),
    stored: numbers(storedAt),
  };
}
