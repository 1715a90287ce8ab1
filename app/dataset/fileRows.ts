// Windows of a regular file's rows, read from the file again: their cells need not be kept as text.
import { fieldTexts, RecordCutter } from './records.ts';
import { rowStride, type Scan } from './scan.ts';
import type { SourceFile } from './sourceFile.ts';
import { changedFile } from './utf8Pieces.ts';

/** Bytes read at a time. */
const readBytes = 2 ** 18;

export class FileRows {
  private readonly source: SourceFile;
  private readonly scan: Scan;

  constructor(source: SourceFile, scan: Scan) {
    this.source = source;
    this.scan = scan;
  }

  /** Rows `from`..`to - 1`, cells as in the file, null where empty. Rejects with AppError file_changed. */
  async cells(from: number, to: number): Promise<(string | null)[][]> {
    await requireUnchanged(this.source);
    const { layout, rowStarts } = this.scan;
    const stride = Math.floor(from / rowStride);
    let offset = rowStarts[stride];
    if (offset === undefined || from >= to) return [];
    const rows: (string | null)[][] = [];
    let row = stride * rowStride;
    const cutter = new RecordCutter(layout.cutter, (record) => {
      if (record.blank) return true;
      if (row++ >= from) rows.push(fieldTexts(record).map((text) => (text === '' ? null : text)));
      return row < to;
    });
    for (let more = true; more; ) {
      const bytes = Buffer.allocUnsafe(Math.min(readBytes, this.source.bytes - offset));
      const { bytesRead } = await this.source.handle.read(bytes, 0, bytes.length, offset);
      if (bytesRead === 0) throw changedFile(this.source.fileName);
      offset += bytesRead;
      more =
        cutter.push(bytes.subarray(0, bytesRead), offset >= this.source.bytes) && offset < this.source.bytes;
    }
    return rows;
  }
}

export async function requireUnchanged({ handle, bytes, modified, fileName }: SourceFile): Promise<void> {
  const now = await handle.stat();
  if (now.size !== bytes || now.mtimeMs !== modified) throw changedFile(fileName);
}
