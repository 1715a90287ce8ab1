// Writes a regular copy of an irregular file: UTF-8, one line end, only rows, all with the same number of fields. So our own code decides
// how stray quotes and short rows are read, and the copy is then read as quickly as a regular file. Rows that are regular
// already are copied in runs, as they are.
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { delimiters } from '../../contract/table/delimiters.ts';
import { removeTemporaryFolder, temporaryFolder, throwWriteError } from '../resources/temporaryFolder.ts';
import type { LinePiece } from '../source/linePieces.ts';
import { type OpenFile, openFile } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { type Piece, pieceBytes, utf8Pieces } from '../source/utf8Pieces.ts';
import type { CutRecord } from './cutRecord.ts';
import { fieldText } from './fields.ts';
import { RecordCutter } from './recordCutter.ts';
import { isRead, RecordClassifier } from './recordKind.ts';
import { type Cut, rowStride, type Scan } from './scan.ts';
import { type Syntax, usualSyntax } from './syntax.ts';

/** A file whose rows are all regular: what a scan of it would find, with the problems of the file that it was made of. */
export interface RegularText {
  file: OpenFile;
  scan: Scan;
}

/** A regular copy in the making: take its `lines`, then `finish` it, and `close` it in any case. */
export class RegularCopy {
  /** How the copy is cut. */
  readonly cut: Cut;
  private readonly source: SourceFile;
  private readonly scan: Scan;
  private readonly path: string;
  private readonly out: FileHandle;
  private readonly pieces: AsyncGenerator<Piece>;
  private readonly rows: CopiedRows;
  private readonly cutter: RecordCutter;
  private written = 0;
  private file: OpenFile | null = null;

  private constructor(source: SourceFile, scan: Scan, path: string, out: FileHandle, signal?: AbortSignal) {
    const { layout, footnotesFrom } = scan;
    // DuckDB cannot cut lines that end in CRLF where a quoted field holds LF.
    const crlf = scan.crlf && !scan.quotedNewlines;
    const syntax = copySyntax(layout.syntax);
    this.source = source;
    this.scan = scan;
    this.path = path;
    this.out = out;
    this.cut = { ...scan, layout: { ...layout, syntax }, firstLine: 1, crlf };
    this.pieces = utf8Pieces(source, signal);
    this.rows = new CopiedRows(layout.columns, layout.syntax, syntax.delimiter, crlf ? '\r\n' : '\n');
    const classifier = new RecordClassifier(layout, footnotesFrom);
    this.cutter = new RecordCutter(layout.syntax, layout.columns, (record) => {
      if (isRead(classifier.kindOf(record))) this.rows.add(record);
      return undefined;
    });
  }

  /** Of the source that `scan` was made of. Throws AppError disk_full and disk_write_failed. */
  static async begin(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<RegularCopy> {
    const folder = await temporaryFolder();
    const path = join(folder, 'rows.csv');
    const out = await open(path, 'wx', 0o600).catch((error) => {
      removeTemporaryFolder(folder);
      return throwWriteError(error);
    });
    return new RegularCopy(source, scan, path, out, signal);
  }

  /** Whole lines of the copy as they are written. Throws AppError disk_full, disk_write_failed and what reading throws. */
  async *lines(): AsyncGenerator<LinePiece> {
    for (let offset = 0; ; offset = this.written) {
      const lines = await this.next();
      if (lines === null) return;
      yield { lines, offset };
    }
  }

  /** Writes the next lines; null at the end. */
  private async next(): Promise<Buffer | null> {
    const { rows, cutter } = this;
    while (rows.pendingBytes < pieceBytes) {
      const { value: piece } = await this.pieces.next();
      if (piece === undefined) break;
      cutter.push(piece.utf8, piece.fraction === 1);
      rows.endRun();
    }
    const lines = rows.take();
    if (lines.length === 0) return null;
    await this.out.writeFile(lines).catch(throwWriteError);
    this.written += lines.length;
    return lines;
  }

  /** Writes the lines that nobody took. Throws as `lines` does. */
  async finish(): Promise<RegularText> {
    while ((await this.next()) !== null);
    await this.out.close();
    this.file = await openFile(this.path, this.source.fileName);
    const { longest, rowStarts } = this.rows;
    return { file: this.file, scan: { ...this.scan, ...this.cut, longest, rowStarts, regular: true } };
  }

  /** Removes the name of a finished copy, so that even a killed process leaves nothing behind; the open file can still be read.
   *  Windows may keep the name of an open file: then closing removes it. */
  unlink(): void {
    try {
      removeTemporaryFolder(dirname(this.path));
    } catch {
      // It is tried again, at the latest when the process ends.
    }
  }

  async close(): Promise<void> {
    await (this.file?.handle ?? this.out).close().catch(() => {});
    await this.pieces.return(undefined);
    this.unlink();
  }
}

const plainDelimiters = new Set(delimiters.filter(({ plain }) => plain).map(({ sign }) => sign));

/** How the copy is cut. It keeps a usual delimiter, so that decimal commas need no quotes. */
function copySyntax({ delimiter }: Syntax): Syntax & { delimiter: string } {
  const kept = delimiter !== null && plainDelimiters.has(delimiter);
  return { ...usualSyntax, delimiter: kept ? delimiter : usualSyntax.delimiter! };
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const doubleQuote = 0x22;
const doubleQuoteSign = '"';
/** A text that needs no quotes, whatever the delimiter. */
const bare = /^[\w.+-]+$/;

/** The lines of the copy, until they are taken. */
class CopiedRows {
  pendingBytes = 0;
  longest = 0;
  readonly rowStarts: number[] = [];
  private readonly columns: number;
  private readonly delimiter: string;
  private readonly lineEnd: string;
  /** Whether fields are enclosed in the file as they are in the copy. */
  private readonly encloses: boolean;
  /** Whether a row without quotes can be copied as bytes. */
  private readonly alike: boolean;
  private pending: Uint8Array[] = [];
  private rows = 0;
  private bytes = 0;
  /** Neighbouring regular rows in the bytes that are being cut. */
  private run: { bytes: Uint8Array; start: number; end: number } | null = null;
  /** Where the next quote is in the bytes that are being cut. */
  private quote: { bytes: Uint8Array; at: number } = { bytes: new Uint8Array(0), at: 0 };

  constructor(columns: number, from: Syntax, delimiter: string, lineEnd: string) {
    this.columns = columns;
    this.delimiter = delimiter;
    this.lineEnd = lineEnd;
    this.encloses = from.quote === doubleQuoteSign && from.escape === null;
    const plain = this.encloses || from.quote === null;
    this.alike = columns > 1 && from.delimiter === delimiter && plain && !from.spaced && !from.collapsed;
  }

  add(record: CutRecord): void {
    if (this.rows++ % rowStride === 0) this.rowStarts.push(this.bytes);
    const { bytes, start, end, fields } = record;
    const quotes = this.hasQuote(record);
    const ends = lineEndBytes(bytes, end) === this.lineEnd.length;
    if (this.alike && ends && fields === this.columns && (!quotes || (this.encloses && !record.odd))) {
      const next = end + this.lineEnd.length;
      this.extendRun(bytes, start, next);
      this.count(next - start);
      return;
    }
    this.endRun();
    const line = this.alike && !quotes ? this.paddedLine(record) : this.quotedLine(record);
    this.pending.push(line);
    this.pendingBytes += line.length;
    this.count(line.length);
  }

  private hasQuote({ bytes, start, end }: CutRecord): boolean {
    if (this.quote.bytes !== bytes || this.quote.at < start) {
      const at = bytes.indexOf(doubleQuote, start);
      this.quote = { bytes, at: at < 0 ? bytes.length : at };
    }
    return this.quote.at < end;
  }

  private count(length: number): void {
    this.bytes += length;
    if (length > this.longest) this.longest = length;
  }

  private extendRun(bytes: Uint8Array, start: number, end: number): void {
    if (this.run?.bytes === bytes && this.run.end === start) this.run.end = end;
    else {
      this.endRun();
      this.run = { bytes, start, end };
    }
  }

  /** Copies the run, since its bytes are valid only until more are cut. */
  endRun(): void {
    if (this.run === null) return;
    const { bytes, start, end } = this.run;
    this.pending.push(bytes.slice(start, end));
    this.pendingBytes += end - start;
    this.run = null;
  }

  /** The bytes of a record without quotes, cut or padded to the number of columns. */
  private paddedLine({ bytes, start, end, ends, fields }: CutRecord): Buffer {
    const written = bytes.subarray(start, fields > this.columns ? ends[this.columns - 1]! : end);
    const padding = this.delimiter.repeat(Math.max(0, this.columns - fields));
    return Buffer.concat([written, Buffer.from(padding + this.lineEnd)]);
  }

  /** The texts of a record's fields, cut or padded to the number of columns. */
  private quotedLine(record: CutRecord): Buffer {
    const fields = Math.min(record.fields, this.columns);
    const texts = Array.from({ length: this.columns }, (_, i) =>
      i < fields ? quotedWhereNeeded(fieldText(record, i)) : '',
    );
    // A line of a single empty field would be blank.
    const line = texts.join(this.delimiter) || '""';
    return Buffer.from(line + this.lineEnd);
  }

  /** Hands out the lines. */
  take(): Buffer {
    const lines = Buffer.concat(this.pending, this.pendingBytes);
    this.pending = [];
    this.pendingBytes = 0;
    return lines;
  }
}

/** Number of bytes of the line end at `end`; 0 at the end of the file and for a bare CR. */
function lineEndBytes(bytes: Uint8Array, end: number): number {
  if (bytes[end] === newline) return 1;
  return bytes[end] === carriageReturn && bytes[end + 1] === newline ? 2 : 0;
}

function quotedWhereNeeded(text: string): string {
  return text === '' || bare.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
