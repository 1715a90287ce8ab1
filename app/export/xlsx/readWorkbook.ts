// The predictions of a written workbook, on a computer without a spreadsheet: its cells are read back, a row of raw values is put into the
// first line of the first sheet, and the formulas beside it are computed.
import { unzipSync } from 'fflate';
import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import type { FormatReader, WrittenFile } from '../format.ts';
import { columnIndex } from './formulaTree.ts';
import { valueHeads } from './predictSheet.ts';
import { type SheetCell, Spreadsheet } from './spreadsheet.ts';
import { goldenSheetName } from './writeWorkbook.ts';

/** Unpacked. The largest that is written has some 20 MB. */
const mostBytes = 2 ** 28;
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

/** By name, in the order of the workbook. */
function sheetsOf(bytes: Uint8Array): Map<string, SheetCell[][]> {
  let left = mostBytes;
  const parts = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      left -= originalSize;
      if (left < 0) throw new Error('The workbook unpacks to more than a model needs.');
      return true;
    },
  });
  const text = (name: string) => new TextDecoder().decode(parts[name]);
  const names = [...text('xl/workbook.xml').matchAll(/<sheet name="([^"]*)" sheetId="(\d+)"/g)];
  return new Map(names.map(([, name, id]) => [plain(name!), cellsOf(text(`xl/worksheets/sheet${id}.xml`))]));
}

function cellsOf(xml: string): SheetCell[][] {
  const lines: SheetCell[][] = [];
  const cell =
    /<c r="([A-Z]+)(\d+)"[^>]*?(?:\/>|>(?:<f>([^<]*)<\/f>|<v>([^<]*)<\/v>|<is><t[^>]*>([^<]*)<\/t><\/is>)<\/c>)/g;
  for (const [, column, row, formula, number, text] of xml.matchAll(cell)) {
    lines[Number(row) - 1] ??= [];
    const at = lines[Number(row) - 1]!;
    if (formula !== undefined) at[columnIndex(column!)] = { formula: plain(formula) };
    else if (number !== undefined) at[columnIndex(column!)] = { value: Number(number) };
    else at[columnIndex(column!)] = { value: plain(text ?? '') };
  }
  return lines;
}

const letters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const plain = (text: string) =>
  text
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => letters[name]!)
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
