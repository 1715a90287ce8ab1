// The bytes of a source's text in pieces of whole lines; only line ends are searched for.
import { changedFile, type OpenFile } from './openFile.ts';

/** Bytes read at a time: the engine needs three milliseconds for a piece. */
export const linePieceBytes = 2 ** 20;

const newline = 0x0a;

export interface LinePiece {
  /** Valid until the next piece is requested; null for a line longer than a piece. */
  lines: Buffer | null;
  /** Byte offset in the file where the lines begin. */
  offset: number;
}

/** Reads from byte `first` on, where a line must begin; `hear` gets all bytes of the file. Throws AppError file_changed. */
export async function* linePieces(
  source: OpenFile,
  first: number,
  hear: (bytes: Buffer) => void = () => {},
): AsyncGenerator<LinePiece> {
  const buffer = Buffer.allocUnsafe(Math.min(2 * linePieceBytes, source.bytes));
  /** Number of bytes at the beginning of `buffer` that are not yet returned (or, at first, that must not be). */
  let kept = 0;
  let skipped = first;
  for (let end = 0; end < source.bytes; ) {
    const { bytesRead } = await source.handle.read(
      buffer,
      kept,
      Math.min(linePieceBytes, buffer.length - kept),
      end,
    );
    if (bytesRead === 0) throw changedFile(source.fileName);
    hear(buffer.subarray(kept, kept + bytesRead));
    const offset = end - kept;
    end += bytesRead;
    const text = buffer.subarray(0, kept + bytesRead);
    const cut = end === source.bytes ? text.length : text.lastIndexOf(newline) + 1;
    if (cut === 0 && kept >= linePieceBytes) yield { lines: null, offset };
    if (skipped < cut) yield { lines: text.subarray(skipped, cut), offset: offset + skipped };
    skipped = Math.max(0, skipped - cut);
    text.copyWithin(0, cut);
    kept = text.length - cut;
  }
}
