// Writes one sheet of a workbook (.xlsx, .xlsm) as CSV. It is unpacked and read as a stream: only the shared texts and one row
// are in memory.
import { open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../../../contract/issues/errors.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { notText, type Refused } from '../fileKind.ts';
import type { OpenFile } from '../openFile.ts';
import type { SourceOptions } from '../sourceFile.ts';
import { readRows } from './sheetRows.ts';
import { type Parts, readParts, type Sheet } from './workbookParts.ts';
import { damagedArchive, ZipDirectory } from './zipDirectory.ts';

/** Rows to read for a sample. */
const headRows = 500;
const rowsWritten = 1_000;

/** Writes the requested sheet, or the first visible one, and returns the names of all. Rejects with AppError file_not_text for
 *  another kind of archive, sheet_unknown, file_empty, archive_*, disk_*. */
export async function writeWorkbook(file: OpenFile, path: string, options: SourceOptions): Promise<string[]> {
  const zip = await ZipDirectory.read(file);
  if (zip === null || !isWorkbook(zip)) throw notText(file.fileName, otherArchive(zip));
  const parts = await readParts(zip, file, options.signal).catch((error: unknown) => {
    throw error instanceof SyntaxError
      ? damagedArchive(file.fileName, 'a part of it is no XML', error)
      : error;
  });
  const names = parts.sheets.map(({ name }) => name);
  const sheet = chosen(parts.sheets, options.reading?.sheet, file.fileName);
  // Written again if later rows are longer than earlier ones: all rows must have the same number of cells.
  let width = await write(zip, sheet, parts, file, path, 0, options);
  if (width.grew) width = await write(zip, sheet, parts, file, path, width.cells, options);
  if (width.cells === 0) {
    const sentence = `${file.fileName} is empty: its sheet "${sheet.name}" holds no cell. Choose another sheet.`;
    throw new AppError('file_empty', sentence, { file: file.fileName });
  }
  return names;
}

function isWorkbook(zip: ZipDirectory): boolean {
  return zip.has('xl/workbook.xml') && zip.has('xl/_rels/workbook.xml.rels');
}

function otherArchive(zip: ZipDirectory | null): Refused {
  const advice = 'Open it there and save the sheet as .xlsx or CSV (UTF-8).';
  if (zip === null)
    return {
      kind: 'brokenArchive',
      name: 'an Excel workbook or zip archive that breaks off',
      advice: 'Download or save it again.',
    };
  if (zip.has('xl/workbook.bin'))
    return { kind: 'spreadsheet', name: 'a binary Excel workbook (.xlsb)', advice };
  if (zip.has('content.xml')) return { kind: 'spreadsheet', name: 'an OpenDocument file (.ods)', advice };
  if (zip.has('Index/Document.iwa') || zip.has('index.apxl'))
    return { kind: 'spreadsheet', name: 'a Numbers document', advice };
  if (zip.names.some((entry) => entry.startsWith('word/')))
    return { kind: 'document', name: 'a Word document', advice: 'Copy its table to a sheet and save that.' };
  return {
    kind: 'archiveWithoutSheet',
    name: 'an Excel workbook or zip archive without a sheet',
    advice: 'Unpack it and choose the table inside.',
  };
}

function chosen(sheets: Sheet[], name: string | undefined, file: string): Sheet {
  const sheet =
    name === undefined
      ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0])
      : sheets.find((s) => s.name === name);
  if (sheet !== undefined) return sheet;
  if (name === undefined) throw damagedArchive(file, 'it holds no sheet with cells');
  const list = sheets.map((s) => `"${s.name}"`).join(', ');
  const sentence = `${file} has no sheet "${name}". It has these: ${list}.`;
  throw new AppError('sheet_unknown', sentence, { file, sheet: name, sheets: list });
}

/** Rows are padded to `atLeast` cells and to the longest previous row, except a title above the table: a row with one cell. */
async function write(
  zip: ZipDirectory,
  sheet: Sheet,
  parts: Parts,
  file: OpenFile,
  path: string,
  atLeast: number,
  { signal, head }: SourceOptions,
): Promise<{ cells: number; grew: boolean }> {
  const out = await open(path, 'w', 0o600).catch(throwWriteError);
  try {
    const pending: string[][] = [];
    let width = 0;
    let begun = false;
    let grew = false;
    let last = 0;
    const flush = async () => {
      const text = stringify(pending.splice(0), { quoted_match: /^\s|\s$|^$/ });
      await out.writeFile(text).catch(throwWriteError);
    };
    const visit = (number: number, cells: string[]) => {
      // Each row of the sheet is one line of the text, so that line numbers equal row numbers.
      while (last < number - 1) {
        pending.push([]);
        last++;
      }
      last = number;
      begun ||= cells.length > 1 || Math.max(width, atLeast) === 1;
      grew ||= begun && width > 0 && cells.length > Math.max(width, atLeast);
      width = Math.max(width, cells.length);
      while (begun && cells.length < Math.max(width, atLeast)) cells.push('');
      pending.push(cells);
      return head === undefined || last < headRows;
    };
    await readRows(flushed(zip.stream(sheet.entry, signal), pending, flush), parts, file, visit);
    await flush();
    return { cells: width, grew };
  } finally {
    await out.close();
  }
}

/** Writes the rows to disk before it reads more of the sheet. */
async function* flushed(
  pieces: AsyncIterable<Uint8Array>,
  pending: string[][],
  flush: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    if (pending.length > rowsWritten) await flush();
    yield piece;
  }
}
