// Writes one sheet of a workbook (.xlsx, .xlsm) as CSV. It is unpacked and read as a stream: only the shared texts and a few rows
// are in memory.
import { open } from 'node:fs/promises';
import { AppError } from '../../../contract/issues/errors.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { notText, type Refused } from '../fileKind.ts';
import type { OpenFile } from '../openFile.ts';
import { readRows, type SheetRow } from './sheetRows.ts';
import { SheetText, UsedColumns } from './sheetText.ts';
import { type Parts, readParts, type Sheet } from './workbookParts.ts';
import { sampleRows, writtenAtOnce } from './writeSizes.ts';
import { damagedArchive, ZipDirectory } from './zipDirectory.ts';

export interface WorkbookRequest {
  /** The CSV to write. */
  output: string;
  /** null: the first visible sheet. */
  sheet: string | null;
  sample: boolean;
}

/** Writes a sheet and returns the names of all. Rejects with AppError file_not_text for another kind of archive, sheet_unknown,
 *  file_empty, archive_*, disk_*. */
export async function writeWorkbook(
  file: OpenFile,
  { output, sheet, sample }: WorkbookRequest,
  onFraction: (fraction: number) => void,
): Promise<string[]> {
  const zip = await ZipDirectory.read(file);
  if (zip === null || !isWorkbook(zip)) throw notText(file.fileName, otherArchive(zip));
  const parts = await readParts(zip, file).catch((error: unknown) => {
    throw error instanceof SyntaxError
      ? damagedArchive(file.fileName, 'a part of it is no XML', error)
      : error;
  });
  const { name, entry } = chosen(parts.sheets, sheet, file.fileName);
  const pieces: SheetFile['pieces'] = (tell) => zip.stream(entry, tell);
  if ((await write({ file, parts, pieces, output, sample }, onFraction)) === 0) {
    const sentence = `${file.fileName} is empty: its sheet "${name}" holds no cell. Choose another sheet.`;
    throw new AppError('file_empty', sentence, { file: file.fileName });
  }
  return parts.sheets.map((one) => one.name);
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

function chosen(sheets: Sheet[], name: string | null, file: string): Sheet {
  const sheet =
    name === null ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0]) : sheets.find((s) => s.name === name);
  if (sheet !== undefined) return sheet;
  if (name === null) throw damagedArchive(file, 'it holds no sheet with cells');
  const list = sheets.map((s) => `"${s.name}"`).join(', ');
  const sentence = `${file} has no sheet "${name}". It has these: ${list}.`;
  throw new AppError('sheet_unknown', sentence, { file, sheet: name, sheets: list });
}

/** Writes the rows twice where the first time shows that later rows are longer than earlier ones, or that cells lie far to the
 *  right of the others. Returns the number of columns. */
async function write(sheet: SheetFile, onFraction: (fraction: number) => void): Promise<number> {
  const used = new UsedColumns();
  const first = new SheetText(null, 0);
  await writeLines(sheet, sheet.pieces(onFraction), first, (row) => {
    used.add(row);
    if (!used.scattered) first.add(row);
  });
  if (!used.scattered && !first.grew) return first.width;
  const inText = used.inText();
  const second = new SheetText(inText, Math.max(...inText) + 1);
  await writeLines(sheet, sheet.pieces(), second, (row) => second.add(row));
  return second.width;
}

interface SheetFile extends Pick<WorkbookRequest, 'output' | 'sample'> {
  file: OpenFile;
  parts: Parts;
  pieces: (onFraction?: (fraction: number) => void) => AsyncIterable<Uint8Array>;
}

async function writeLines(
  { file, parts, output, sample }: SheetFile,
  pieces: AsyncIterable<Uint8Array>,
  text: SheetText,
  add: (row: SheetRow) => void,
): Promise<void> {
  const out = await open(output, 'w', 0o600).catch(throwWriteError);
  const flush = async () => {
    await out.writeFile(text.take()).catch(throwWriteError);
  };
  try {
    let rows = 0;
    await readRows(flushed(pieces, text, flush), parts, file, (row) => {
      add(row);
      return !sample || ++rows < sampleRows;
    });
    await flush();
  } finally {
    await out.close();
  }
}

/** Writes the rows to disk before it reads more of the sheet. */
async function* flushed(
  pieces: AsyncIterable<Uint8Array>,
  text: SheetText,
  flush: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    if (text.waiting > writtenAtOnce) await flush();
    yield piece;
  }
}
