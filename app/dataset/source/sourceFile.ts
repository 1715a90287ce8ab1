// The result of source/: a UTF-8 text on disk, and facts about the dropped file. openSource.ts makes it from a path,
// openFiles.ts from several. Other folders only read the text (utf8Pieces.ts, linePieces.ts); it may be the file itself or a copy.
import type { Issue } from '../../contract/issues/issues.ts';
import type { Container, Encoding, Problem, Reading } from '../../contract/table/reading.ts';
import type { TableFile } from '../../contract/table/tableFiles.ts';
import type { DecodingErrors } from './encodings/decodingErrors.ts';
import type { Mixture } from './encodings/mixedDecoder.ts';
import type { OpenFile } from './openFile.ts';
import type { StartUnpacker } from './unpacker/unpackerPort.ts';

/** The file as it was dropped. */
export interface Dropped extends OpenFile {
  /** SHA-256, hex; null while the text is the file itself, which the scan hashes. */
  hash: string | null;
  container: Container;
  /** Sheets of a workbook, in its order; empty for other files. */
  sheets: string[];
  /** Encoding of its text. */
  encoding: Encoding;
  /** Bytes that are invalid in that encoding. */
  decodingErrors: DecodingErrors;
  /** Lines of its text in another encoding; null where there are none. */
  mixture: Mixture | null;
  /** Whether the text is a copy of a table drawn with lines, without these. */
  ruled: boolean;
  /** The known layout of a text that was made from the file, and types of its columns. */
  settled: Reading;
  /** Set where the text was written from several files. */
  joined?: Joined;
}

/** What is known of several files that were joined: it stands in place of what the lines of the joined text would say. */
export interface Joined {
  files: TableFile[];
  /** The column that says the file of each row. */
  fileColumn: string;
  /** Issues about how the files were read. */
  repairs: Issue[];
  /** The rows that could not be read as they are, and the first of each file. */
  problemRows: number;
  problems: Problem[];
}

/** The text to read: UTF-8, possibly with a byte-order mark. Invalid bytes may still turn up in it (NotPlainUtf8). */
export interface SourceFile extends OpenFile {
  encoding: 'utf-8' | 'utf-8-sig';
  dropped: Dropped;
  /** Closes the file and removes temporary copies. */
  close(): Promise<void>;
}

export interface SourceOptions {
  /** The name to show, where `path` is our own file. */
  fileName?: string;
  reading?: Reading;
  /** Has JSON, Parquet and workbooks unpacked; without it they cannot be opened. */
  startUnpacker?: StartUnpacker | undefined;
  /** Reads only this many bytes of the text, cut to whole lines. */
  head?: number;
  signal?: AbortSignal | undefined;
  /** Progress of unpacking and decoding, 0..1. */
  onFraction?: ((fraction: number) => void) | undefined;
}
