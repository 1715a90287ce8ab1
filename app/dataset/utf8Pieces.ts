// The bytes of a source as they are and as UTF-8, in pieces: UTF-16 is converted, a byte-order mark is taken
// off, bytes that are no UTF-8 stop the reading with the line they stand in.
import { isUtf8 } from 'node:buffer';
import { AppError } from '../contract/errors.ts';
import { firstPieceBytes, pieceBytes, type SourceFile } from './sourceFile.ts';

/** Valid until the next one is asked for. */
export interface Piece {
  /** As in the file. */
  raw: Uint8Array;
  /** The same text in UTF-8. */
  utf8: Uint8Array;
  /** Share of the file read so far, this piece included. */
  fraction: number;
}

/** Reads the file once from the start. Throws AppError file_encoding or file_not_text; the signal's reason when aborted. */
export async function* utf8Pieces(source: SourceFile, signal?: AbortSignal): AsyncGenerator<Piece> {
  const convert = source.encoding.startsWith('utf-16') ? utf16Converter(source) : utf8Checker(source);
  const raw = Buffer.allocUnsafe(Math.min(firstPieceBytes, source.bytes));
  for (let offset = 0; offset < source.bytes; ) {
    signal?.throwIfAborted();
    const size = Math.min(offset === 0 ? firstPieceBytes : pieceBytes, source.bytes - offset);
    const { bytesRead } = await source.handle.read(raw, 0, size, offset);
    if (bytesRead === 0) throw changedFile(source.fileName);
    offset += bytesRead;
    const read = raw.subarray(0, bytesRead);
    yield { raw: read, utf8: convert(read, offset >= source.bytes), fraction: offset / source.bytes };
  }
}

export function changedFile(file: string): AppError {
  return new AppError('file_changed', `${file} changed while it was read. Open it again.`, { file });
}

type Convert = (raw: Buffer, last: boolean) => Uint8Array;

function utf16Converter(source: SourceFile): Convert {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  return (raw, last) => {
    const little = source.encoding === 'utf-16' ? raw[0] === 0xff : source.encoding === 'utf-16le';
    decoder ??= new TextDecoder(little ? 'utf-16le' : 'utf-16be', { fatal: true });
    try {
      return Buffer.from(decoder.decode(raw, { stream: !last }));
    } catch (error) {
      const file = source.fileName;
      const sentence = `${file} looks like ${source.encoding} but is damaged. Save it again as UTF-8.`;
      throw new AppError('file_encoding', sentence, { file, encoding: source.encoding }, { cause: error });
    }
  };
}

/** Keeps the bytes of a character that a piece ends in for the next one. */
function utf8Checker(source: SourceFile): Convert {
  let rest: Uint8Array = new Uint8Array(0);
  let first = source.encoding === 'utf-8-sig';
  let lines = 1;
  return (raw, last) => {
    let bytes = rest.length === 0 ? raw : Buffer.concat([rest, raw]);
    if (first) bytes = bytes.subarray(3);
    first = false;
    const cut = last ? bytes.length : bytes.length - unfinished(bytes);
    rest = Buffer.from(bytes.subarray(cut));
    const whole = bytes.subarray(0, cut);
    if (!isUtf8(whole)) throw notUtf8(source.fileName, whole, lines);
    if (whole.includes(0))
      throw holdsNul(source.fileName, lines + newlines(whole.subarray(0, whole.indexOf(0))));
    lines += newlines(whole);
    return whole;
  };
}

/** Bytes at the end that begin a character but do not finish it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function notUtf8(file: string, bytes: Buffer, linesBefore: number): AppError {
  // Halving finds the shortest prefix that is no UTF-8; a prefix that ends inside a character is not held against it.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - unfinished(prefix)))) good = middle;
    else bad = middle;
  }
  const line = linesBefore + newlines(bytes.subarray(0, good));
  const advice = 'Save it as "CSV UTF-8" and open it again.';
  const sentence = `${file} is not UTF-8: line ${line} holds bytes of another encoding. ${advice}`;
  return new AppError('file_encoding', sentence, { file, encoding: 'unknown', line });
}

function holdsNul(file: string, line: number): AppError {
  const sentence = `${file} is not a text table: line ${line} holds a NUL byte. Choose a text file.`;
  return new AppError('file_not_text', sentence, { file, kind: 'binary' });
}
