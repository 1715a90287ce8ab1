// Cuts JSON into its records while it is read: the objects or lists of the one array that a file is, or objects one after the other (one on
// each line or not). It looks at brackets and strings only, without recursion, and keeps one record in memory.
import { isUtf8 } from 'node:buffer';
import { filePieces } from '../filePieces.ts';
import type { OpenFile } from '../openFile.ts';
import type { UnpackRequest } from '../unpacker/unpackerPort.ts';
import { unpackRefused } from '../unpacker/unpackRefused.ts';

/** The file is not JSON, or not a table; the message says why, as the end of a sentence. */
export class NotJson extends Error {}

const readBytes = 2 ** 20;

const byteOrderMark = Buffer.from('\ufeff');
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** 1 for the bytes that matter in a record outside of its strings. */
const marks = new Uint8Array(256);
for (const byte of [quote, openBracket, closeBracket, openBrace, closeBrace]) marks[byte] = 1;

/** The texts of the records, those of one piece of the file together. Throws NotJson, AppError unpack_refused. */
export async function* jsonRecords(
  file: OpenFile,
  request: UnpackRequest,
  onFraction: (fraction: number) => void,
): AsyncGenerator<string[]> {
  const cutter = new JsonCutter(request);
  for await (const { bytes, end } of filePieces(file, readBytes)) {
    yield cutter.add(bytes);
    onFraction(end / file.bytes);
  }
  cutter.end();
}

/** What was before the next record: the start of the file, after `[` or a comma, after a record of an array, after the array, or
 *  between objects that are in no array. */
type Between = 'start' | 'inArray' | 'afterRecord' | 'afterArray' | 'betweenObjects';

class JsonCutter {
  private records: string[] = [];
  private count = 0;
  private state: Between = 'start';
  /** Brackets open in the record; 0 between two records. */
  private depth = 0;
  private inString = false;
  /** Bytes of the next piece that the last byte of this one escapes. */
  private escaped = 0;
  /** The record so far, from earlier pieces. */
  private begun: Buffer[] = [];
  private begunBytes = 0;
  private readonly request: UnpackRequest;

  constructor(request: UnpackRequest) {
    this.request = request;
  }

  /** The records that end in the next piece. */
  add(bytes: Buffer): string[] {
    this.records = [];
    const deepest = this.request.limits.depth;
    let { depth, inString } = this;
    let start = 0;
    let at = this.escaped;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (inString) {
        if (byte === backslash) at++;
        else if (byte === quote) inString = false;
      } else if (depth === 0) {
        if (!this.opens(byte)) continue;
        start = at;
        depth = 1;
      } else if (marks[byte] === 1) {
        if (byte === quote) inString = true;
        else if (byte === openBrace || byte === openBracket) depth++;
        else depth--;
        if (depth === 0) this.take(bytes.subarray(start, at + 1));
        if (depth > deepest) throw unpackRefused(this.request, 'depth');
      }
    }
    Object.assign(this, { depth, inString, escaped: at - bytes.length });
    if (depth > 0) this.keep(Buffer.from(bytes.subarray(start)));
    return this.records;
  }

  /** Throws where the last record, or the array, has no end. */
  end(): void {
    if (this.depth > 0 || this.state === 'inArray' || this.state === 'afterRecord')
      throw new NotJson(`it breaks off in or after record ${this.count}`);
  }

  /** Whether a byte between two records begins the next one. */
  private opens(byte: number): boolean {
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return false;
    const { state } = this;
    const free = state === 'start' || state === 'betweenObjects';
    const opens =
      byte === openBrace ? free || state === 'inArray' : byte === openBracket && state === 'inArray';
    if (opens) {
      this.count++;
      this.state = free ? 'betweenObjects' : 'afterRecord';
      return true;
    }
    if (state === 'start' && byte === openBracket) this.state = 'inArray';
    else if (state === 'afterRecord' && byte === comma) this.state = 'inArray';
    // A comma may stand behind the last record.
    else if ((state === 'afterRecord' || state === 'inArray') && byte === closeBracket)
      this.state = 'afterArray';
    else if (state !== 'start' || !byteOrderMark.includes(byte))
      throw new NotJson(
        this.count === 0
          ? 'it holds neither objects nor lists'
          : `what follows record ${this.count} is no object or list`,
      );
    return false;
  }

  private keep(bytes: Buffer): void {
    this.begun.push(bytes);
    this.begunBytes += bytes.length;
    if (this.begunBytes > this.request.limits.record) throw unpackRefused(this.request, 'record');
  }

  private take(last: Buffer): void {
    const bytes = this.begun.length === 0 ? last : Buffer.concat([...this.begun, last]);
    this.begun = [];
    this.begunBytes = 0;
    if (!isUtf8(bytes)) throw new NotJson(`record ${this.count} is not in UTF-8`);
    this.records.push(bytes.toString());
  }
}
