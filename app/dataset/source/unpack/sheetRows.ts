// The cells of a sheet, row by row while the archive is unpacked: texts unchanged, numbers with their digits, dates in ISO
// 8601. Empty cells and empty rows are left out.
import type { OpenFile } from '../openFile.ts';
import { isoDate } from './excelDates.ts';
import { type Parts, plainText } from './workbookParts.ts';
import { readXml } from './xmlStream.ts';
import { damagedArchive } from './zipDirectory.ts';

/** Excel's own limits. */
const mostRows = 2 ** 20;
export const mostColumns = 2 ** 14;

export interface SheetRow {
  /** 1-based. */
  number: number;
  /** 0-based numbers of the columns with a text, ascending, and their texts. */
  columns: number[];
  texts: string[];
}

/** Return false to stop. */
export type VisitRow = (row: SheetRow) => boolean | undefined;

class Stop extends Error {}

export async function readRows(
  pieces: AsyncIterable<Uint8Array>,
  parts: Parts,
  file: OpenFile,
  visit: VisitRow,
): Promise<void> {
  let row: SheetRow = { number: 0, columns: [], texts: [] };
  let column = 0;
  let cell: { type: string; style: number } | null = null;
  let value = '';
  let taken: 'value' | 'text' | null = null;
  let inReading = false;
  try {
    await readXml(pieces, {
      open(name, attribute) {
        if (name === 'row') {
          const number = Number(attribute('r') ?? row.number + 1);
          if (!(number >= 1 && number <= mostRows))
            throw damagedArchive(file.fileName, 'a sheet has a row of no such number');
          row = { number, columns: [], texts: [] };
          column = 0;
        } else if (name === 'c') {
          column = columnOf(attribute('r')) ?? column + 1;
          if (column > mostColumns) throw damagedArchive(file.fileName, 'a sheet has too many columns');
          cell = { type: attribute('t') ?? 'n', style: Number(attribute('s') ?? -1) };
          value = '';
        } else if (name === 'rPh') inReading = true;
        else taken = name === 'v' ? 'value' : name === 't' ? 'text' : null;
      },
      text(text) {
        if (cell !== null && taken !== null && !inReading) value += text;
      },
      close(name) {
        if (name === 'v' || name === 't') taken = null;
        else if (name === 'rPh') inReading = false;
        else if (name === 'c' && cell !== null) {
          const text = textOf(value, cell, parts);
          if (text !== '') addCell(row, column - 1, text);
          cell = null;
        } else if (name === 'row' && row.columns.length > 0 && visit(row) === false) throw new Stop();
      },
    });
  } catch (error) {
    if (error instanceof Stop) return;
    if (error instanceof SyntaxError) throw damagedArchive(file.fileName, 'a sheet is no XML', error);
    throw error;
  }
}

/** Cells come in the order of their columns, but for those of a few programs. A later cell replaces an earlier one. */
function addCell({ columns, texts }: SheetRow, column: number, text: string): void {
  let at = columns.length;
  while (at > 0 && columns[at - 1]! >= column) at--;
  const replaced = columns[at] === column ? 1 : 0;
  if (at < columns.length) {
    columns.splice(at, replaced, column);
    texts.splice(at, replaced, text);
  } else {
    columns.push(column);
    texts.push(text);
  }
}

/** 1-based column number of an address like `BC12`. */
function columnOf(address: string | undefined): number | null {
  const letters = /^[A-Z]+/.exec(address ?? '')?.[0];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = 26 * column + letter.charCodeAt(0) - 64;
  return column;
}

function textOf(value: string, { type, style }: { type: string; style: number }, parts: Parts): string {
  if (type === 's') return parts.texts[Number(value)] ?? '';
  if (type === 'str' || type === 'inlineStr') return plainText(value);
  if (type === 'b') return value === '' ? '' : value.trim() === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || value === '') return value;
  const bare = value.trim();
  const number = Number(bare);
  const kind = parts.dateKinds[style] ?? null;
  const date = kind === null ? null : isoDate(number, kind, parts.from1904);
  if (date !== null) return date;
  // Whole numbers keep all digits. Others are stored with 17 digits, more than needed (1.1000000000000001), so they are
  // shortened.
  return /^-?\d+$/.test(bare) || !Number.isFinite(number) ? bare : String(number);
}
