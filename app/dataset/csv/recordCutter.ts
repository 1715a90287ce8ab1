// Cuts UTF-8 bytes into records and fields: RFC 4180 (a field may be quoted, `""` in it is a quote) with the signs of a Syntax;
// line ends are LF, CRLF and CR, also mixed. It is lenient with real files: a quote is an ordinary character inside an unquoted
// field; inside a quoted field if no delimiter or line end follows it; and at the start of a field if only this gives the
// record the expected number of fields (strayQuotes.ts). The cutter decides how many rows a file has; DuckDB may read a file
// directly only if the cutter found it regular.
import {
  beginsWithZero,
  type CutRecord,
  emptyRecord,
  isBlank,
  isSpace,
  lineEnd,
  startsAt,
  withoutEmptyFields,
} from './cutRecord.ts';
import { SlidingBuffer } from './slidingBuffer.ts';
import { strayQuotes } from './strayQuotes.ts';
import { cutterOf, type Syntax } from './syntax.ts';

const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;
/** No byte has this value. */
const none = 0x100;

/** An open quote counts as never closed once its record is longer than this many bytes. */
export const recordLimit = 64 * 2 ** 20;
/** Total bytes that may be read again because of quotes that never close; a file that needs more is not CSV. */
const rereadLimit = 256 * 2 ** 20;
/** If a line has the expected number of fields without its open quote, the quoted field may continue for this many more bytes.
 *  The limit is halved each time it is used up, so that a file of stray quotes is not read again and again. */
const patienceAtFirst = 2 ** 18;
const leastPatience = 2 ** 12;

export class RecordCutter {
  /** Whether the file has something that DuckDB cannot read: mixed or bare CR line ends, stray quotes. */
  irregular = false;
  /** Whether a quoted field holds a line end. */
  quotedNewlines = false;
  longest = 0;
  /** Indices of fields where some cell begins with a zero followed by another digit. */
  readonly leadingZeros = new Set<number>();
  /** The last line end found: LF, CR, or their sum for CRLF; 0 before the first. */
  lineEnd = 0;
  private readonly syntax: Syntax;
  private readonly cut: Uint8Array;
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly escape: number;
  private readonly comment: Uint8Array | null;
  private readonly expected: number;
  private readonly visit: (record: CutRecord) => boolean | undefined;
  private readonly fourDelimiters: number;
  /** Bytes up to this value may be line ends or the quote; larger ones mean nothing unless they are the delimiter. */
  private readonly signs: number;
  private readonly fourAboveSigns: number;
  private readonly store = new SlidingBuffer();
  /** The filled part of the store. */
  private buffer = this.store.bytes;
  /** Number of bytes that were pushed before the buffer. */
  private dropped = 0;
  private recordStart = 0;
  private position = 0;
  private inQuotes = false;
  private inComment = false;
  /** Whether the record is known not to be a comment. */
  private begun = false;
  private fieldStart = 0;
  private ends = new Uint32Array(256);
  private fields = 0;
  private line = 1;
  private linesInside = 0;
  private pendingLf = false;
  /** For the current record: whether a quote opened a field, whether one inside was an ordinary character, see CutRecord.odd. */
  private opened = false;
  private strays = false;
  private odd = false;
  private patience = patienceAtFirst;
  private gaveUp = false;
  /** Whether the record's first line was cut again with its open quote as a character. */
  private retried = false;
  /** One object is reused for all records, since a file has millions. */
  private readonly record: CutRecord;
  private reread = 0;
  private stopped = false;

  /** `expected` is the number of fields of a record, 0 while unknown. `visit` may return false to stop. */
  constructor(syntax: Syntax, expected: number, visit: (record: CutRecord) => boolean | undefined) {
    this.syntax = syntax;
    this.cut = Buffer.from(cutterOf(syntax));
    this.delimiter = this.cut[0]!;
    this.quote = syntax.quote?.charCodeAt(0) ?? none;
    this.escape = syntax.escape?.charCodeAt(0) ?? none;
    this.comment = syntax.comment === null ? null : Buffer.from(syntax.comment);
    this.expected = expected;
    this.visit = visit;
    this.fourDelimiters = Math.imul(this.delimiter, 0x01010101);
    this.signs = this.quote === none ? cr : Math.max(this.quote, cr);
    this.fourAboveSigns = Math.imul(this.signs + 1, 0x01010101);
    this.record = emptyRecord(syntax, this.cut.length);
  }

  /** Feeds the next bytes; `last`: they end the file. Returns false once `visit` asked to stop. Throws RangeError when the
   *  bytes would be read again and again because of quotes that never close. */
  push(chunk: Uint8Array, last: boolean): boolean {
    this.take(chunk);
    if (this.pendingLf) this.settleLineEnd(last);
    while (!this.stopped) {
      this.scan(last);
      if (this.stopped) break;
      const length = this.buffer.length - this.recordStart;
      if (this.gaveUp || (this.inQuotes && (last || length > recordLimit))) {
        this.giveUpQuote();
        continue;
      }
      if (last && length > 0) this.endRecord(this.buffer.length, 0);
      if (last && this.pendingLf) this.settleLineEnd(true);
      break;
    }
    return !this.stopped;
  }

  private take(chunk: Uint8Array): void {
    this.buffer = this.store.append(chunk, this.recordStart);
    this.dropped += this.recordStart;
    this.position -= this.recordStart;
    this.fieldStart -= this.recordStart;
    for (let i = 0; i < this.fields; i++) this.ends[i] = (this.ends[i] ?? 0) - this.recordStart;
    this.recordStart = 0;
  }

  /** The previous bytes ended in CR: if these begin with LF, it is a CRLF. */
  private settleLineEnd(last: boolean): void {
    const next = this.buffer[this.recordStart];
    if (next === undefined && !last) return;
    this.pendingLf = false;
    this.sawLineEnd(next === lf ? cr + lf : cr);
    if (next === lf) this.recordStart = this.fieldStart = this.position = this.recordStart + 1;
  }

  private scan(last: boolean): void {
    const { buffer, delimiter, signs } = this;
    const length = buffer.length;
    // These bytes are compared four at a time.
    const fours = this.cut.length === 1 ? length & ~3 : 0;
    let i = this.position;
    while (i < length && !this.stopped) {
      const byte = buffer[i] as number;
      if (this.inQuotes) {
        const next = this.inside(byte, i, last);
        if (next === i) break;
        i = next;
      } else if (this.comment !== null && (this.inComment || (i === this.recordStart && !this.begun))) {
        const next = this.commentLine(i, last);
        if (next < 0) break;
        this.begun = next === i;
        i = next;
      } else if (byte === delimiter && this.cut.length > 1) {
        const next = this.longDelimiter(i, last);
        if (next === i) break;
        i = next;
      } else if (i < fours && (byte === delimiter || byte > signs)) {
        i = this.plainFields(i);
      } else {
        i = this.outside(byte, i);
      }
    }
    this.position = i;
  }

  /** The position after a byte inside quotes; unchanged if more bytes are needed first or the quote was given up. */
  private inside(byte: number, i: number, last: boolean): number {
    if (byte === this.quote) return this.afterQuote(i, last);
    if (byte === this.escape) return i + 1 < this.buffer.length || last ? i + 2 : i;
    if (byte === lf || byte === cr) this.lineInside(byte, i);
    return this.gaveUp ? i : i + 1;
  }

  /** The position after a byte outside quotes that may be a sign. */
  private outside(byte: number, i: number): number {
    if (byte === lf || byte === cr) return this.lineEndAt(i, byte);
    if (byte === this.quote) {
      if (this.opensAt(i)) this.inQuotes = this.opened = true;
      else this.irregular = this.odd = true;
    } else if (byte === this.delimiter && this.cut.length === 1) {
      this.endField(i);
    }
    return i + 1;
  }

  /** The position after a comment line; `i` if no comment begins there, -1 if more bytes are needed first. */
  private commentLine(i: number, last: boolean): number {
    const { buffer, comment } = this;
    if (comment === null) return i;
    if (!this.inComment) {
      if (i + comment.length > buffer.length && !last) return -1;
      if (!startsAt(buffer, i, comment)) return i;
      this.inComment = true;
    }
    const end = lineEnd(buffer, i);
    return end < buffer.length ? this.lineEndAt(end, buffer[end] as number) : end;
  }

  /** Whether a quote at `i` opens a field. */
  private opensAt(i: number): boolean {
    if (i === this.fieldStart) return true;
    if (!this.syntax.spaced && !this.syntax.collapsed) return false;
    return isBlank(this.buffer, this.fieldStart, i);
  }

  /** The position after the first byte of a delimiter of several bytes; unchanged if more bytes are needed first. */
  private longDelimiter(i: number, last: boolean): number {
    const { buffer, cut } = this;
    for (let k = 1; k < cut.length; k++) {
      if (i + k >= buffer.length && !last) return i;
      if (buffer[i + k] !== cut[k]) return i + 1;
    }
    this.endField(i);
    return i + cut.length;
  }

  /** Skips ordinary bytes and single-byte delimiters, which most of a file is, four at a time. */
  private plainFields(from: number): number {
    const { buffer, delimiter, fourDelimiters, quote, signs, fourAboveSigns } = this;
    const { words } = this.store;
    let { ends, fields, fieldStart } = this;
    const first = from >> 2;
    const full = buffer.length >> 2;
    for (let w = first; w < full; w++) {
      const word = words[w] as number;
      const other = word ^ fourDelimiters;
      // The highest bit of each byte that is the delimiter or at most a sign; above the lowest such byte it may be wrong.
      let hits = (((other - 0x01010101) & ~other) | ((word - fourAboveSigns) & ~word)) & 0x80808080;
      if (w === first) hits &= -1 << (8 * (from & 3));
      for (; hits !== 0; hits &= hits - 1) {
        const i = 4 * w + ((31 - Math.clz32(hits & -hits)) >> 3);
        const byte = buffer[i] as number;
        if (byte === delimiter) {
          if (fields === ends.length) ends = this.widen();
          const start = buffer[fieldStart];
          if (start === 0x30 || start === quote) this.noteZero(fieldStart, i, fields);
          ends[fields++] = i;
          fieldStart = i + 1;
        } else if (byte <= signs) {
          this.fields = fields;
          this.fieldStart = fieldStart;
          return i;
        }
      }
    }
    this.fields = fields;
    this.fieldStart = fieldStart;
    return Math.max(from, 4 * full);
  }

  private widen() {
    const narrow = this.ends;
    this.ends = new Uint32Array(narrow.length * 2);
    this.ends.set(narrow);
    return this.ends;
  }

  private noteZero(start: number, end: number, field: number): void {
    if (beginsWithZero(this.buffer, start, end, this.quote)) this.leadingZeros.add(field);
  }

  /** The position after the quote at `i` inside a quoted field; unchanged if more bytes are needed first. */
  private afterQuote(i: number, last: boolean): number {
    const { buffer } = this;
    let next = i + 1;
    if (next >= buffer.length && !last) return i;
    if (buffer[next] === this.quote) return i + 2;
    while (next < buffer.length && isSpace(buffer[next]!) && buffer[next] !== this.delimiter) next++;
    if (next + this.cut.length > buffer.length && !last) return i;
    const byte = buffer[next];
    if (byte === undefined || byte === lf || byte === cr || startsAt(buffer, next, this.cut)) {
      if (next !== i + 1) this.irregular = this.odd = true;
      this.inQuotes = false;
      return next;
    }
    this.irregular = this.odd = this.strays = true;
    return i + 1;
  }

  private lineInside(byte: number, i: number): void {
    this.quotedNewlines = true;
    // A CR at the end of a piece is most likely the beginning of a CRLF.
    if (byte === lf || (this.buffer[i + 1] ?? lf) !== lf) this.linesInside++;
    if (this.retried || i - this.recordStart < this.patience) return;
    this.retried = true;
    if (this.withoutOpenQuote() === null) return;
    this.gaveUp = true;
  }

  private endField(at: number): void {
    if (this.fields === this.ends.length) this.widen();
    this.noteZero(this.fieldStart, at, this.fields);
    this.ends[this.fields++] = at;
    this.fieldStart = at + this.cut.length;
  }

  private lineEndAt(i: number, byte: number): number {
    const crlf = byte === cr && this.buffer[i + 1] === lf;
    if (byte === cr && !crlf && i + 1 >= this.buffer.length) this.pendingLf = true;
    else this.sawLineEnd(crlf ? cr + lf : byte);
    this.endRecord(i, crlf ? 2 : 1);
    return this.recordStart;
  }

  /** `kind` is LF, CR, or their sum for CRLF. */
  private sawLineEnd(kind: number): void {
    if (kind === cr || (this.lineEnd !== 0 && this.lineEnd !== kind)) this.irregular = this.odd = true;
    this.lineEnd = kind;
  }

  private endRecord(end: number, lineEndBytes: number): void {
    this.endField(end);
    if (this.syntax.collapsed)
      this.fields = withoutEmptyFields(this.buffer, this.recordStart, this.ends, this.fields);
    const suspect = this.fields !== this.expected || (this.strays && this.linesInside > 0);
    if (this.opened && this.expected > 0 && suspect && !this.inComment) {
      const literal = this.withoutOpenQuote();
      if (literal !== null) {
        this.pendingLf = false;
        this.endFirstLine(literal, false);
        return;
      }
    }
    this.handOut(end, lineEndBytes, null, false);
  }

  private handOut(
    end: number,
    lineEndBytes: number,
    literal: ReadonlySet<number> | null,
    unclosed: boolean,
  ): void {
    const length = end - this.recordStart;
    if (length > this.longest) this.longest = length;
    const { record } = this;
    record.bytes = this.buffer;
    record.start = this.recordStart;
    record.end = end;
    record.fields = this.fields;
    record.ends = this.ends;
    record.line = this.line;
    record.offset = this.dropped + this.recordStart;
    record.blank =
      (this.fields <= 1 || this.delimiter === space) && isBlank(this.buffer, this.recordStart, end);
    record.comment = this.inComment;
    record.unclosed = unclosed;
    record.literal = literal;
    record.odd = this.odd;
    this.odd = false;
    this.line += 1 + this.linesInside;
    this.linesInside = 0;
    this.recordStart = this.fieldStart = this.position = end + lineEndBytes;
    this.fields = 0;
    this.inComment = this.begun = this.opened = this.strays = this.retried = false;
    if (this.visit(record) === false) this.stopped = true;
  }

  /** Tries the record's first line with its unclosed quotes as ordinary characters: returns the indices of the fields that they
   *  open if the line then has the expected number of fields, else null. */
  private withoutOpenQuote(): ReadonlySet<number> | null {
    if (this.expected === 0) return null;
    const { recordStart, syntax, expected } = this;
    const line = this.buffer.subarray(recordStart, lineEnd(this.buffer, this.recordStart));
    return strayQuotes(line, syntax, expected)?.literal ?? null;
  }

  /** Hands out the record's first line and continues with the next. */
  private endFirstLine(literal: ReadonlySet<number> | null, unclosed: boolean): void {
    const { buffer, recordStart } = this;
    const end = lineEnd(this.buffer, this.recordStart);
    this.irregular = this.odd = true;
    this.inQuotes = this.gaveUp = false;
    this.linesInside = 0;
    this.fields = 0;
    this.fieldStart = recordStart;
    if (literal === null) this.endField(end);
    else {
      const ends = strayQuotes(buffer.subarray(recordStart, end), this.syntax, this.expected)?.ends ?? [];
      for (const at of ends) this.endField(recordStart + at);
    }
    if (buffer[end] === cr && end + 1 >= buffer.length) this.pendingLf = true;
    const crlf = buffer[end] === cr && buffer[end + 1] === lf;
    this.handOut(end, end >= buffer.length ? 0 : crlf ? 2 : 1, literal, unclosed);
  }

  /** The open quote was never closed: hands out the record's first line, as unreadable if its number of fields is wrong. */
  private giveUpQuote(): void {
    this.reread += this.position - this.recordStart;
    if (this.reread > rereadLimit)
      throw new RangeError(`line ${this.line}: a quote is opened and never closed`);
    const literal = this.withoutOpenQuote();
    if (literal !== null) this.patience = Math.max(this.patience / 2, leastPatience);
    this.endFirstLine(literal, literal === null);
  }
}
