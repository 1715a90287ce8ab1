// The bytes of a source's text in pieces, raw and as UTF-8 without a byte-order mark. Invalid UTF-8 and NULs end the reading
// with NotPlainUtf8: the text must be decoded first (decodeSource in openSource.ts).
import { isUtf8 } from 'node:buffer';
import { firstBadByte, unfinished } from './encodings/utf8.ts';
import { filePieces } from './filePieces.ts';
import type { SourceFile } from './sourceFile.ts';

/** The piece from which the layout is detected. */
const firstPieceBytes = 2 ** 20;
/** A piece takes a millisecond or two; work that waits for the disk or DuckDB runs in between. */
export const pieceBytes = 2 ** 19;

/** Valid until the next piece is requested. */
export interface Piece {
  /** Bytes as in the file. */
  raw: Uint8Array;
  /** The same text in UTF-8. */
  utf8: Uint8Array;
  /** Share of the file read so far, this piece included. */
  fraction: number;
}

/** The text is not plain UTF-8: it has an invalid byte or a NUL at byte `offset`. */
export class NotPlainUtf8 extends Error {
  readonly offset: number;

  constructor(fileName: string, offset: number) {
    super(`${fileName} is not plain UTF-8 at byte ${offset}`);
    this.name = 'NotPlainUtf8';
    this.offset = offset;
  }
}

/** Reads the text once from the start. Throws NotPlainUtf8 and AppError file_changed; the signal's reason when aborted. */
export async function* utf8Pieces(source: SourceFile, signal?: AbortSignal): AsyncGenerator<Piece> {
  const check = checker(source);
  for await (const { bytes, end } of filePieces(source, pieceBytes, signal, firstPieceBytes))
    yield { raw: bytes, utf8: check(bytes, end), fraction: end / source.bytes };
}

/** Keeps the bytes of an incomplete character at the end of a piece for the next one. */
function checker(source: SourceFile): (raw: Buffer, end: number) => Uint8Array {
  let rest: Uint8Array = new Uint8Array(0);
  let first = source.encoding === 'utf-8-sig';
  return (raw, end) => {
    let bytes = rest.length === 0 ? raw : Buffer.concat([rest, raw]);
    if (first) bytes = bytes.subarray(3);
    first = false;
    const cut = end >= source.bytes ? bytes.length : bytes.length - unfinished(bytes);
    rest = Buffer.from(bytes.subarray(cut));
    const whole = bytes.subarray(0, cut);
    if (!isUtf8(whole)) throw new NotPlainUtf8(source.fileName, end - bytes.length + firstBadByte(whole));
    if (whole.includes(0)) throw new NotPlainUtf8(source.fileName, end - bytes.length + whole.indexOf(0));
    return whole;
  };
}
