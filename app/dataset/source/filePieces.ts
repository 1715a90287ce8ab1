// The bytes of an open file from the first to the last, in pieces.
import { changedFile, type OpenFile } from './openFile.ts';

export interface FilePiece {
  /** Valid until the next piece is requested. */
  bytes: Buffer;
  /** Byte offset in the file where the piece ends. */
  end: number;
}

/** Pieces of `pieceBytes` bytes, the first of `firstBytes`; a read may return fewer. Throws AppError file_changed if the file
 *  has become shorter; the signal's reason when aborted. */
export async function* filePieces(
  file: OpenFile,
  pieceBytes: number,
  signal?: AbortSignal,
  firstBytes = pieceBytes,
): AsyncGenerator<FilePiece> {
  const buffer = Buffer.allocUnsafe(Math.min(Math.max(pieceBytes, firstBytes), file.bytes));
  for (let end = 0; end < file.bytes; ) {
    signal?.throwIfAborted();
    const size = Math.min(end === 0 ? firstBytes : pieceBytes, file.bytes - end);
    const { bytesRead } = await file.handle.read(buffer, 0, size, end);
    if (bytesRead === 0) throw changedFile(file.fileName);
    end += bytesRead;
    yield { bytes: buffer.subarray(0, bytesRead), end };
  }
}
