// Reads windows of rows of a regular file from the file itself, so that the text of its plain columns is not kept in memory.
import type { CutRecord } from '../csv/cutRecord.ts';
import { fieldText, fieldTexts } from '../csv/fields.ts';
import { RecordCutter } from '../csv/recordCutter.ts';
import { rowStride, type Scan } from '../csv/scan.ts';
import { changedFile, type OpenFile, requireUnchanged } from '../source/openFile.ts';
import { lineTexts } from './lineTexts.ts';

type Cells = (string | null)[][];

/** Bytes read at a time. */
const readBytes = 2 ** 18;

export class FileRows {
  private readonly source: OpenFile;
  private readonly scan: Scan;

  constructor(source: OpenFile, scan: Scan) {
    this.source = source;
    this.scan = scan;
  }

  /** Rows `from`..`to - 1`, cells as in the file, null where empty. Rejects with AppError file_changed. */
  async cells(from: number, to: number): Promise<Cells> {
    const rows: Cells = [];
    if (from >= to) return rows;
    await this.cut(Math.floor(from / rowStride), (record, row) => {
      if (row >= from) rows.push(cellsOf(record));
      return row < to - 1;
    });
    return rows;
  }

  /** The rows with these numbers, in the given order, in the form of `cells`. */
  async scattered(rows: Uint32Array): Promise<Cells> {
    const found = new Map<number, (string | null)[]>();
    const wanted = rows.slice().sort();
    for (let i = 0; i < wanted.length; ) {
      const stride = Math.floor(wanted[i]! / rowStride);
      const before = i;
      await this.cut(stride, (record, row) => {
        if (row === wanted[i]) {
          found.set(row, cellsOf(record));
          i++;
        }
        // Rows that are near are read on to: beginning again for each stride takes twice as long.
        return i < wanted.length && wanted[i]! < (Math.floor(row / rowStride) + 2) * rowStride;
      });
      if (i === before) throw changedFile(this.source.fileName);
    }
    return Array.from(rows, (row) => [...found.get(row)!]);
  }

  /** All rows in pieces, see Table.allLines. */
  lines(): AsyncGenerator<string[]> | null {
    return lineTexts(this.source, this.scan);
  }

  /** 1 for each row whose cell in a column contains `text` in any case. */
  async containing(column: number, text: string): Promise<Uint8Array> {
    const found = new Uint8Array(this.scan.rows);
    const sought = text.toLowerCase();
    await this.cut(0, (record, row) => {
      if (fieldText(record, column).toLowerCase().includes(sought)) found[row] = 1;
      return true;
    });
    return found;
  }

  /** Visits the rows from a known start until `visit` returns false. */
  private async cut(stride: number, visit: (record: CutRecord, row: number) => boolean): Promise<void> {
    await requireUnchanged(this.source);
    const { layout, rowStarts } = this.scan;
    let offset = rowStarts[stride];
    if (offset === undefined) return;
    let row = stride * rowStride;
    const cutter = new RecordCutter(
      layout.syntax,
      layout.columns,
      (record) => record.blank || visit(record, row++),
    );
    // Rarely more is needed than the bytes up to the next known start.
    let wanted = (rowStarts[stride + 1] ?? this.source.bytes) - offset;
    for (let more = true; more; ) {
      const bytes = Buffer.allocUnsafe(Math.min(wanted, readBytes, this.source.bytes - offset));
      const { bytesRead } = await this.source.handle.read(bytes, 0, bytes.length, offset);
      if (bytesRead === 0) throw changedFile(this.source.fileName);
      offset += bytesRead;
      wanted = readBytes;
      more =
        cutter.push(bytes.subarray(0, bytesRead), offset >= this.source.bytes) && offset < this.source.bytes;
    }
  }
}

function cellsOf(record: CutRecord): (string | null)[] {
  return fieldTexts(record).map((text) => (text === '' ? null : text));
}
