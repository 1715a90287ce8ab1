// The predictions of a written workbook, on a computer without a spreadsheet: its cells are read back, a row of raw values is put into the
// first line of the first sheet, and the formulas beside it are computed.
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { FormatReader, StoredValues, WrittenFile } from '../format.ts';
import { valueHeads } from './predictSheet.ts';
import { sheetsOf } from './readSheets.ts';
import { type SheetCell, Spreadsheet } from './spreadsheet.ts';
import { goldenSheetName } from './writeWorkbook.ts';

/** The line of the first sheet that values are put into. */
const line = 1;

export const readWorkbook: FormatReader = ([file], rows) => {
  if (file === undefined) throw new Error('There is no workbook.');
  const sheets = sheetsOf(file.bytes);
  const [[first, cells]] = [...sheets] as [[string, SheetCell[][]]];
  const outputs = valueColumns(cells);
  const spreadsheet = new Spreadsheet(sheets);
  return rows.map((row) => {
    for (const [column, value] of row.entries())
      spreadsheet.set(first, { row: line, column }, Number.isNaN(value) ? '' : value);
    return outputs.map((column) => Number(spreadsheet.at(first, { row: line, column })));
  });
};

const formulaColumns = (cells: SheetCell[][]) =>
  (cells[line] ?? []).flatMap((cell, column) => (cell?.formula === undefined ? [] : [column]));

/** Those with predictions, not with the predicted class or an interval. */
function valueColumns(cells: SheetCell[][]): number[] {
  const heads = Object.values(valueHeads);
  return formulaColumns(cells).filter((column) =>
    heads.some((head) => String(cells[0]?.[column]?.value).startsWith(head)),
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

/** The predictions of the first sheet as the program that saved the workbook stored them, and as its formulas give them; null where none are
 *  stored, as in a workbook that was just exported. */
export function storedPredictions([file]: readonly WrittenFile[]): StoredValues | null {
  if (file === undefined) throw new Error('There is no workbook.');
  const sheets = sheetsOf(file.bytes);
  const [[first, cells]] = [...sheets] as [[string, SheetCell[][]]];
  const outputs = valueColumns(cells);
  const lines = [...cells.keys()].filter((row) =>
    outputs.some((k) => cells[row]?.[k]?.formula !== undefined),
  );
  const stored = lines.map((row) => outputs.map((column) => cells[row]?.[column]?.value));
  if (stored.flat().some((value) => typeof value !== 'number')) return null;
  const spreadsheet = new Spreadsheet(sheets);
  const computed = lines.map((row) =>
    outputs.map((column) => Number(spreadsheet.at(first, { row, column }))),
  );
  return { computed, stored: stored as number[][] };
}
