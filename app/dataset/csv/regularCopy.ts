// Writes a regular copy of an irregular file: UTF-8, one line end, only rows, all with the same number of fields. So our own code decides
// how stray quotes and short rows are read, and the copy is then read as quickly as a regular file. Rows that are regular
// already are copied in runs, as they are.
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { plainDelimiters } from '../../contract/table/delimiters.ts';
import { removeTemporaryFolder, temporaryFolder, throwWriteError } from '../resources/temporaryFolder.ts';
import type { LinePiece } from '../source/linePieces.ts';
import { type OpenFile, openFile } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { type Piece, pieceBytes, utf8Pieces } from '../source/utf8Pieces.ts';
import { CopiedRows } from './copiedRows.ts';
import { RecordCutter } from './recordCutter.ts';
import { isRead, RecordClassifier } from './recordKind.ts';
import type { Cut, Scan } from './scan.ts';
import { type Syntax, usualSyntax } from './syntax.ts';

/** A file whose rows are all regular: what a scan of it would find, with the problems of the file that it was made of. */
export interface RegularText {
  file: OpenFile;
  scan: Scan;
}

/** A regular copy in the making: take its `lines`, then `finish` it, and `close` it in any case. */
export class RegularCopy {
  /** How the copy is cut. */
  readonly cut: Cut;
  private readonly source: SourceFile;
  private readonly scan: Scan;
  private readonly path: string;
  private readonly out: FileHandle;
  private readonly pieces: AsyncGenerator<Piece>;
  private readonly rows: CopiedRows;
  private readonly cutter: RecordCutter;
  private written = 0;
  private file: OpenFile | null = null;

  private constructor(source: SourceFile, scan: Scan, path: string, out: FileHandle, signal?: AbortSignal) {
    const { layout, footnotesFrom } = scan;
    // DuckDB cannot cut lines that end in CRLF where a quoted field holds LF.
    const crlf = scan.crlf && !scan.quotedNewlines;
    const syntax = copySyntax(layout.syntax);
    this.source = source;
    this.scan = scan;
    this.path = path;
    this.out = out;
    this.cut = { ...scan, layout: { ...layout, syntax }, firstLine: 1, crlf };
    this.pieces = utf8Pieces(source, signal);
    this.rows = new CopiedRows(layout.columns, layout.syntax, syntax.delimiter, crlf ? '\r\n' : '\n');
    const classifier = new RecordClassifier(layout, footnotesFrom);
    this.cutter = new RecordCutter(layout.syntax, layout.columns, (record) => {
      if (isRead(classifier.kindOf(record))) this.rows.add(record);
      return undefined;
    });
  }

  /** Of the source that `scan` was made of. Throws AppError disk_full and disk_write_failed. */
  static async begin(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<RegularCopy> {
    const folder = await temporaryFolder();
    const path = join(folder, 'rows.csv');
    const out = await open(path, 'wx', 0o600).catch((error) => {
      removeTemporaryFolder(folder);
      return throwWriteError(error);
    });
    return new RegularCopy(source, scan, path, out, signal);
  }

  /** Whole lines of the copy as they are written. Throws AppError disk_full, disk_write_failed and what reading throws. */
  async *lines(): AsyncGenerator<LinePiece> {
    for (let offset = 0; ; offset = this.written) {
      const lines = await this.next();
      if (lines === null) return;
      yield { lines, offset };
    }
  }

  /** Writes the next lines; null at the end. */
  private async next(): Promise<Buffer | null> {
    const { rows, cutter } = this;
    while (rows.pendingBytes < pieceBytes) {
      const { value: piece } = await this.pieces.next();
      if (piece === undefined) break;
      cutter.push(piece.utf8, piece.fraction === 1);
      rows.endRun();
    }
    const lines = rows.take();
    if (lines.length === 0) return null;
    await this.out.writeFile(lines).catch(throwWriteError);
    this.written += lines.length;
    return lines;
  }

  /** Writes the lines that nobody took. Throws as `lines` does. */
  async finish(): Promise<RegularText> {
    while ((await this.next()) !== null);
    await this.out.close();
    this.file = await openFile(this.path, this.source.fileName);
    const { longest, rowStarts } = this.rows;
    return { file: this.file, scan: { ...this.scan, ...this.cut, longest, rowStarts, regular: true } };
  }

  /** Removes the name of a finished copy, so that even a killed process leaves nothing behind; the open file can still be read.
   *  Windows may keep the name of an open file: then closing removes it. */
  unlink(): void {
    try {
      removeTemporaryFolder(dirname(this.path));
    } catch {
      // It is tried again, at the latest when the process ends.
    }
  }

  async close(): Promise<void> {
    await (this.file?.handle ?? this.out).close().catch(() => {});
    await this.pieces.return(undefined);
    this.unlink();
  }
}

/** How the copy is cut. It keeps a usual delimiter, so that decimal commas need no quotes. */
function copySyntax({ delimiter }: Syntax): Syntax & { delimiter: string } {
  const kept = delimiter !== null && plainDelimiters.has(delimiter);
  return { ...usualSyntax, delimiter: kept ? delimiter : usualSyntax.delimiter! };
}
