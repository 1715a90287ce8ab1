// Writes a regular copy of an irregular file: UTF-8, one line end, only rows, all with the same number of fields. So our own code decides
// how stray quotes and short rows are read, and the copy is then read as quickly as a regular file. Rows that are regular
// already are copied in runs, as they are.
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { delimiters } from '../../contract/table/delimiters.ts';
import { temporaryFolder, throwWriteError } from '../resources/temporaryFolder.ts';
import { type OpenFile, openFile } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { pieceBytes, utf8Pieces } from '../source/utf8Pieces.ts';
import type { CutRecord } from './cutRecord.ts';
import { fieldText } from './fields.ts';
import { RecordCutter } from './recordCutter.ts';
import { isRead, RecordClassifier } from './recordKind.ts';
import { rowStride, type Scan } from './scan.ts';
import { type Syntax, usualSyntax } from './syntax.ts';

export interface RegularCopy {
  file: OpenFile;
  /** What a scan of the copy would find, with the problems of the file that it was made of. */
  scan: Scan;
  /** Removes the copy's name, so that even a killed process leaves nothing behind. The open file can still be read. */
  unlink(): Promise<void>;
  /** Closes and removes the copy. */
  close(): Promise<void>;
}

/** Throws AppError disk_full, disk_write_failed and what reading throws, and then leaves nothing behind. */
export async function makeRegularCopy(
  source: SourceFile,
  scan: Scan,
  signal?: AbortSignal,
): Promise<RegularCopy> {
  const folder = await temporaryFolder();
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'rows.csv');
    const found = await writeCopy(source, scan, path, signal).catch(throwWriteError);
    const file = await openFile(path, source.fileName);
    const close = async () => {
      await file.handle.close();
      await remove();
    };
    // Windows may keep the name of an open file; closing removes it.
    const unlink = () => remove().catch(() => {});
    return { file, scan: { ...scan, ...found }, unlink, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

type CopyScan = Pick<Scan, 'layout' | 'firstLine' | 'longest' | 'regular' | 'rowStarts'>;

/** Writes the copy to `path`, which must not exist. */
async function writeCopy(
  source: SourceFile,
  { layout, footnotesFrom, crlf }: Scan,
  path: string,
  signal?: AbortSignal,
): Promise<CopyScan> {
  const syntax = copySyntax(layout.syntax);
  const out = await open(path, 'wx', 0o600);
  try {
    const classifier = new RecordClassifier(layout, footnotesFrom);
    const rows = new CopiedRows(layout.columns, layout.syntax, syntax.delimiter, crlf ? '\r\n' : '\n');
    const cutter = new RecordCutter(layout.syntax, layout.columns, (record) => {
      if (isRead(classifier.kindOf(record))) rows.add(record);
      return undefined;
    });
    for await (const { utf8, fraction } of utf8Pieces(source, signal)) {
      cutter.push(utf8, fraction === 1);
      rows.endRun();
      if (rows.pendingBytes >= pieceBytes || fraction === 1) await rows.writeTo(out);
    }
    const { longest, rowStarts } = rows;
    return {
      ...{ layout: { ...layout, syntax }, firstLine: 1, regular: true },
      ...{ longest, rowStarts },
    };
  } finally {
    await out.close();
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

/** The lines of the copy, until they are written. */
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

  async writeTo(out: FileHandle): Promise<void> {
    await out.writeFile(Buffer.concat(this.pending, this.pendingBytes));
    this.pending = [];
    this.pendingBytes = 0;
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
