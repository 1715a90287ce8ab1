// Cuts UTF-8 bytes into records and fields: RFC 4180 (a field may be quoted, `""` in it is a quote), with any of LF, CRLF and
// CR as line end, also mixed, and two leniencies that real files need: a quote inside an unquoted field is a character, and so
// is one inside a quoted field that no delimiter or line end follows. This is what decides how many rows a file has; what it
// finds regular DuckDB may read straight from the file.

const lf = 0x0a;
const cr = 0x0d;
const quote = 0x22;
const space = 0x20;
const tab = 0x09;
const zero = 0x30;
const nine = 0x39;

/** A record's line may be this long before an open quote counts as never closed. */
export const recordLimit = 64 * 2 ** 20;
/** Bytes that may be read twice for quotes that never close; a file that needs more is no CSV. */
const rereadLimit = 256 * 2 ** 20;

export interface CutRecord {
  /** Bytes `start`..`end` are the record without its line end; valid during the call only. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Field i is bytes `ends[i - 1] + 1` (or `start`) .. `ends[i]`. */
  fields: number;
  ends: Uint32Array;
  /** 1-based line of the file on which it begins. */
  line: number;
  /** Bytes of all that was pushed before it. */
  offset: number;
  /** Nothing but white space. */
  blank: boolean;
  /** Its quote is never closed: the record is the rest of its first line. */
  unclosed: boolean;
}

export class RecordCutter {
  /** What DuckDB could not read as it stands: mixed or bare CR line ends, stray quotes. */
  irregular = false;
  /** Whether a quoted field holds a line end. */
  quotedNewlines = false;
  longest = 0;
  /** Places of fields that somewhere begin with a zero and another digit. */
  readonly leadingZeros = new Set<number>();
  /** The last line end met: LF, CR or their sum for CRLF; 0 before any. */
  lineEnd = 0;
  private readonly delimiter: number;
  private readonly visit: (record: CutRecord) => boolean | undefined;
  private readonly fourDelimiters: number;
  /** Kept from one push to the next: what is pushed may be overwritten afterwards. */
  private store = new Uint8Array(0);
  /** The store's bytes in fours. */
  private words = new Int32Array(0);
  /** As much of the store as is filled. */
  private buffer: Uint8Array = this.store;
  /** Bytes of all that was pushed before the buffer. */
  private dropped = 0;
  private recordStart = 0;
  private position = 0;
  private inQuotes = false;
  private fieldStart = 0;
  private ends = new Uint32Array(256);
  private fields = 0;
  private line = 1;
  private linesInside = 0;
  private pendingLf = false;
  /** Filled anew for each record: a file has millions. */
  private readonly record: CutRecord = {
    bytes: this.buffer,
    start: 0,
    end: 0,
    fields: 0,
    ends: this.ends,
    line: 0,
    offset: 0,
    blank: false,
    unclosed: false,
  };
  private reread = 0;
  private stopped = false;

  /** `visit` may return false to stop. */
  constructor(delimiter: string, visit: (record: CutRecord) => boolean | undefined) {
    this.delimiter = delimiter.charCodeAt(0);
    this.fourDelimiters = Math.imul(this.delimiter, 0x01010101);
    this.visit = visit;
  }

  /** Feeds the next bytes; `last` with the end of the file. Returns false once `visit` asked to stop. Throws RangeError when
   *  quotes that never close would have it read the file over and over. */
  push(chunk: Uint8Array, last: boolean): boolean {
    this.take(chunk);
    if (this.pendingLf) this.settleLineEnd(last);
    while (!this.stopped) {
      this.scan(last);
      if (this.stopped) break;
      const length = this.buffer.length - this.recordStart;
      if (this.inQuotes && (last || length > recordLimit)) {
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
    const { buffer, recordStart } = this;
    const rest = buffer.length - recordStart;
    const length = rest + chunk.length;
    if (length > this.store.length) {
      // A multiple of four, for `words`.
      const store = new Uint8Array((length + 3) & ~3);
      store.set(buffer.subarray(recordStart));
      this.store = store;
      this.words = new Int32Array(store.buffer);
    } else {
      this.store.copyWithin(0, recordStart, buffer.length);
    }
    this.store.set(chunk, rest);
    this.buffer = this.store.subarray(0, length);
    this.dropped += this.recordStart;
    this.position -= this.recordStart;
    this.fieldStart -= this.recordStart;
    for (let i = 0; i < this.fields; i++) this.ends[i] = (this.ends[i] ?? 0) - this.recordStart;
    this.recordStart = 0;
  }

  /** A CR was the last byte before these: with an LF now it is a CRLF. */
  private settleLineEnd(last: boolean): void {
    const next = this.buffer[this.recordStart];
    if (next === undefined && !last) return;
    this.pendingLf = false;
    this.sawLineEnd(next === lf ? cr + lf : cr);
    if (next === lf) this.recordStart = this.fieldStart = this.position = this.recordStart + 1;
  }

  private scan(last: boolean): void {
    const { buffer, delimiter } = this;
    const length = buffer.length;
    let i = this.position;
    while (i < length && !this.stopped) {
      const byte = buffer[i] as number;
      if (this.inQuotes) {
        if (byte !== quote) {
          if (byte === lf || byte === cr) this.lineInside(byte, i);
          i++;
          continue;
        }
        const next = this.afterQuote(i, last);
        if (next === 0) break;
        i = next;
      } else if (byte === delimiter || byte > quote) {
        i = this.plainFields(i);
      } else if (byte > cr && byte !== quote) {
        i++;
      } else if (byte === lf || byte === cr) {
        i = this.lineEndAt(i, byte);
      } else if (byte === quote) {
        if (i === this.fieldStart) this.inQuotes = true;
        else this.irregular = true;
        i++;
      } else {
        i++;
      }
    }
    this.position = i;
  }

  /** Past bytes that are a cell's own and delimiters, which most of a file is, four at a time. */
  private plainFields(from: number): number {
    const { buffer, words, delimiter, fourDelimiters } = this;
    let { ends, fields, fieldStart } = this;
    const first = from >> 2;
    const full = buffer.length >> 2;
    for (let w = first; w < full; w++) {
      const word = words[w] as number;
      const other = word ^ fourDelimiters;
      // The highest bit of each byte that is the delimiter or at most a quote; above the lowest such byte also of some others.
      let hits = (((other - 0x01010101) & ~other) | ((word - 0x23232323) & ~word)) & 0x80808080;
      if (w === first) hits &= -1 << (8 * (from & 3));
      for (; hits !== 0; hits &= hits - 1) {
        const i = 4 * w + ((31 - Math.clz32(hits & -hits)) >> 3);
        const byte = buffer[i] as number;
        if (byte === delimiter) {
          if (fields === ends.length) ends = this.widen();
          const start = buffer[fieldStart];
          if (start === zero || start === quote) this.noteZero(fieldStart, i, fields);
          ends[fields++] = i;
          fieldStart = i + 1;
        } else if (byte <= quote) {
          this.fields = fields;
          this.fieldStart = fieldStart;
          return i;
        }
      }
    }
    this.fields = fields;
    this.fieldStart = fieldStart;
    return this.lastPlainFields(Math.max(from, 4 * full));
  }

  /** As `plainFields`, for the bytes after the last four. */
  private lastPlainFields(from: number): number {
    const { buffer, delimiter } = this;
    let i = from;
    for (; i < buffer.length; i++) {
      const byte = buffer[i] as number;
      if (byte === delimiter) this.endField(i);
      else if (byte <= quote) break;
    }
    return i;
  }

  private widen() {
    const wider = new Uint32Array(this.ends.length * 2);
    wider.set(this.ends);
    this.ends = wider;
    return wider;
  }

  /** Whether the field at `start`, perhaps quoted, begins with a zero and another digit. */
  private noteZero(start: number, end: number, field: number): void {
    const { buffer } = this;
    const first = buffer[start] === quote ? start + 1 : start;
    if (buffer[first] !== zero || first + 1 >= end) return;
    const next = buffer[first + 1] as number;
    if (next >= zero && next <= nine) this.leadingZeros.add(field);
  }

  /** Where to go on after the quote at `i` inside a quoted field; 0 when the next bytes must come first. */
  private afterQuote(i: number, last: boolean): number {
    const { buffer, delimiter } = this;
    let next = i + 1;
    if (next >= buffer.length && !last) return 0;
    if (buffer[next] === quote) return i + 2;
    while (
      next < buffer.length &&
      (buffer[next] === space || buffer[next] === tab) &&
      buffer[next] !== delimiter
    )
      next++;
    if (next >= buffer.length && !last) return 0;
    const byte = buffer[next];
    if (byte === undefined || byte === delimiter || byte === lf || byte === cr) {
      if (next !== i + 1) this.irregular = true;
      this.inQuotes = false;
      return next;
    }
    this.irregular = true;
    return i + 1;
  }

  private lineInside(byte: number, i: number): void {
    this.quotedNewlines = true;
    // A CR that ends a piece most likely begins a CRLF.
    if (byte === lf || (this.buffer[i + 1] ?? lf) !== lf) this.linesInside++;
  }

  private endField(at: number): void {
    if (this.fields === this.ends.length) this.widen();
    this.noteZero(this.fieldStart, at, this.fields);
    this.ends[this.fields++] = at;
    this.fieldStart = at + 1;
  }

  private lineEndAt(i: number, byte: number): number {
    const crlf = byte === cr && this.buffer[i + 1] === lf;
    if (byte === cr && !crlf && i + 1 >= this.buffer.length) this.pendingLf = true;
    else this.sawLineEnd(crlf ? cr + lf : byte);
    this.endRecord(i, crlf ? 2 : 1);
    return this.recordStart;
  }

  /** `kind` is LF, CR or their sum for CRLF. */
  private sawLineEnd(kind: number): void {
    if (kind === cr || (this.lineEnd !== 0 && this.lineEnd !== kind)) this.irregular = true;
    this.lineEnd = kind;
  }

  private endRecord(end: number, lineEndBytes: number, unclosed = false): void {
    this.endField(end);
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
    record.blank = this.fields === 1 && isBlank(this.buffer, this.recordStart, end);
    record.unclosed = unclosed;
    this.line += 1 + this.linesInside;
    this.linesInside = 0;
    this.recordStart = this.fieldStart = this.position = end + lineEndBytes;
    this.fields = 0;
    if (this.visit(record) === false) this.stopped = true;
  }

  /** The open quote was never closed: hand out the record's first line as unreadable, go on with the next. */
  private giveUpQuote(): void {
    const { buffer, recordStart } = this;
    this.reread += buffer.length - recordStart;
    if (this.reread > rereadLimit)
      throw new RangeError(`line ${this.line}: a quote is opened and never closed`);
    let end = recordStart;
    while (end < buffer.length && buffer[end] !== lf && buffer[end] !== cr) end++;
    const crlf = buffer[end] === cr && buffer[end + 1] === lf;
    this.irregular = true;
    this.inQuotes = false;
    this.linesInside = 0;
    this.fields = 0;
    this.endRecord(end, end >= buffer.length ? 0 : crlf ? 2 : 1, true);
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (bytes[i] !== space && bytes[i] !== tab) return false;
  }
  return true;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of field `index` of a record, quotes taken off. */
export function fieldText(record: CutRecord, index: number): string {
  const from = index === 0 ? record.start : (record.ends[index - 1] as number) + 1;
  const to = record.ends[index] as number;
  const text = decoder.decode(record.bytes.subarray(from, to));
  if (record.unclosed || record.bytes[from] !== quote) return text;
  const close = text.lastIndexOf('"');
  return text.slice(1, close === 0 ? undefined : close).replaceAll('""', '"');
}

export function fieldTexts(record: CutRecord): string[] {
  return Array.from({ length: record.fields }, (_, i) => fieldText(record, i));
}
