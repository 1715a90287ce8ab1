// What source/ returns: a UTF-8 text on disk, and what is known of the dropped file. It takes a path (openSource.ts). The other folders
// only read the text (utf8Pieces.ts, linePieces.ts) and need not know whether it is the file itself or a copy.
import type { Container, Encoding, Reading } from '../../contract/table/reading.ts';
import type { DecodingErrors } from './encodings/decodingErrors.ts';
import type { OpenFile } from './openFile.ts';

/** The file as it was dropped. */
export interface Dropped extends OpenFile {
  /** SHA-256, hex; null while the text is the file itself, whose hash the scan takes. */
  hash: string | null;
  container: Container;
  /** Of a workbook, in its order; else empty. */
  sheets: string[];
  /** What its text is in. */
  encoding: Encoding;
  /** Bytes that are not text in that encoding. */
  decodingErrors: DecodingErrors;
  /** How the text that was made of it is cut, where nothing is to be detected. */
  settled: Reading;
}

/** The text to read: UTF-8, at most with a byte-order mark. Bytes that are not UTF-8 may still turn up in it (NotPlainUtf8). */
export interface SourceFile extends OpenFile {
  encoding: 'utf-8' | 'utf-8-sig';
  dropped: Dropped;
  /** Closes and removes what was opened and made for it. */
  close(): Promise<void>;
}

export interface SourceOptions {
  /** The name to show, where the path is one of ours. */
  fileName?: string;
  reading?: Reading;
  /** Reads only this many bytes of its text, cut to whole lines. */
  head?: number;
  signal?: AbortSignal | undefined;
  /** 0..1 of unpacking and decoding. */
  onFraction?: ((fraction: number) => void) | undefined;
}
