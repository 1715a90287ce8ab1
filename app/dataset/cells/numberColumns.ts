// Columns of numbers that are written row by row and read column by column. They are kept in memory or, if they are large, in a file
// that only this process opens. Inside a block of rows the columns follow one after the other.
import { type FileHandle, open, rm } from 'node:fs/promises';
import { throwWriteError } from '../resources/temporaryFolder.ts';

/** Numbers per block. */
const blockNumbers = 2 ** 20;

export class NumberColumns {
  rows = 0;
  private readonly width: number;
  private readonly blockRows: number;
  private readonly file: FileHandle | null;
  private readonly blocks: Float64Array[] = [];
  private block: Float64Array;

  private constructor(width: number, file: FileHandle | null) {
    this.width = width;
    this.file = file;
    this.blockRows = Math.max(1, Math.floor(blockNumbers / Math.max(width, 1)));
    this.block = new Float64Array(this.blockRows * width);
  }

  /** `path` null keeps all in memory. Rejects with AppError disk_full or disk_write_failed. */
  static async create(width: number, path: string | null): Promise<NumberColumns> {
    if (path === null) return new NumberColumns(width, null);
    const file = await open(path, 'wx+', 0o600).catch(throwWriteError);
    // Once removed from its folder, the file cannot be left behind. Where the system refuses that, the folder is removed with
    // the table.
    await rm(path, { force: true }).catch(() => {});
    return new NumberColumns(width, file);
  }

  /** Appends at most `rows` rows. `fill` writes the numbers of column k into the given array from an index on. Rejects with
   *  AppError disk_full or disk_write_failed. */
  async append(rows: number, fill: (k: number, into: Float64Array, from: number) => void): Promise<void> {
    for (let from = 0; from < rows; ) {
      const start = this.rows % this.blockRows;
      const count = Math.min(rows - from, this.blockRows - start);
      for (let k = 0; k < this.width; k++) {
        const at = k * this.blockRows + start;
        fill(k, this.block.subarray(at, at + count), from);
      }
      from += count;
      this.rows += count;
      if (this.rows % this.blockRows === 0) await this.keepBlock();
    }
  }

  private async keepBlock(): Promise<void> {
    if (this.file === null) {
      this.blocks.push(this.block);
      this.block = new Float64Array(this.block.length);
    } else {
      const bytes = new Uint8Array(this.block.buffer);
      await writeWhole(this.file, bytes, this.rows * this.width * 8 - bytes.length);
    }
  }

  /** Copies column k into `numbers`, which has one entry per row. */
  async numbers(k: number, numbers: Float64Array): Promise<Float64Array> {
    await this.span(k, 0, this.rows, numbers);
    return numbers;
  }

  /** Copies rows `from`..`to - 1` of column k to the beginning of `into`. */
  async span(k: number, from: number, to: number, into: Float64Array): Promise<void> {
    const { blockRows } = this;
    for (let row = from; row < to; ) {
      const block = Math.floor(row / blockRows);
      const end = Math.min(to, (block + 1) * blockRows);
      await this.readBlock(block, k, row - block * blockRows, into.subarray(row - from, end - from));
      row = end;
    }
  }

  /** Copies column k of a block, from the block's row `start` on. */
  private async readBlock(i: number, k: number, start: number, into: Float64Array): Promise<void> {
    const last = i === Math.floor(this.rows / this.blockRows);
    const kept = last ? this.block : this.blocks[i];
    const first = k * this.blockRows + start;
    if (kept !== undefined) {
      into.set(kept.subarray(first, first + into.length));
      return;
    }
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    const at = (i * this.width * this.blockRows + first) * 8;
    const { bytesRead } = (await this.file?.read(bytes, 0, bytes.length, at)) ?? { bytesRead: 0 };
    if (bytesRead !== bytes.length) throw new Error('the kept numbers of a table were cut short');
  }

  close(): void {
    this.blocks.length = 0;
    this.file?.close().catch(() => {});
  }
}

/** On a disk that fills up, a write may succeed in part; only the next write then fails. */
async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
    }
  } catch (error) {
    throwWriteError(error);
  }
}
