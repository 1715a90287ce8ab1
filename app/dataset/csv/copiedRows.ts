// The lines of a regular copy, until they are taken. In come the rows of the file (CutRecord), out go bytes in UTF-8: lines with one
// line end, all with the same number of fields. Neighbouring rows that are regular already are copied as they are, in one run; others are
// cut or padded, and their fields quoted where needed. Counts what a scan of the copy would find: the longest row, and where rows begin.
import type { CutRecord } from './cutRecord.ts';
import { fieldText } from './fields.ts';
import { rowStride } from './scan.ts';
import type { Syntax } from './syntax.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const doubleQuote = 0x22;
const doubleQuoteSign = '"';
/** A text that needs no quotes, whatever the delimiter. */
const bare = /^[\w.+-]+$/;

export class CopiedRows {
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
