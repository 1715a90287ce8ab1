// Joins CSV files side by side: the first records of all files become the first record of the result, and so on. All files must have
// the same number of records, with LF behind each and `"` as quote.
import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import { writtenAtOnce } from './writeSizes.ts';

const readBytes = 2 ** 16;

/** Writes `path`. Rejects with AppError disk_full or disk_write_failed. */
export async function joinColumns(files: string[], path: string): Promise<void> {
  const parts = files.map((file) => new CsvRecords(file));
  const out = await open(path, 'wx', 0o600).catch(throwWriteError);
  try {
    let text = '';
    for (let first = parts[0]!.next(); first !== null; first = parts[0]!.next()) {
      text += first;
      for (const part of parts.slice(1)) text += `,${part.next()}`;
      text += '\n';
      if (text.length < writtenAtOnce) continue;
      await out.writeFile(text).catch(throwWriteError);
      text = '';
    }
    await out.writeFile(text).catch(throwWriteError);
  } finally {
    for (const part of parts) part.close();
    await out.close();
  }
}

/** The records of a file, one after the other. */
class CsvRecords {
  private readonly file: number;
  private readonly decoder = new StringDecoder('utf8');
  private readonly buffer = Buffer.alloc(readBytes);
  private text = '';

  constructor(path: string) {
    this.file = openSync(path, 'r');
  }

  /** Without its LF; null at the end. */
  next(): string | null {
    for (let from = 0; ; ) {
      const end = this.text.indexOf('\n', from);
      if (end === -1) {
        from = this.text.length;
        if (!this.read()) return null;
      } else if (isWhole(this.text, end)) {
        const record = this.text.slice(0, end);
        this.text = this.text.slice(end + 1);
        return record;
      } else from = end + 1;
    }
  }

  private read(): boolean {
    const bytes = readSync(this.file, this.buffer);
    this.text += this.decoder.write(this.buffer.subarray(0, bytes));
    return bytes > 0;
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Whether the record does not go on behind the line end at `end`: each quote in it is closed. */
function isWhole(text: string, end: number): boolean {
  let closed = true;
  for (let at = text.indexOf('"'); at !== -1 && at < end; at = text.indexOf('"', at + 1)) closed = !closed;
  return closed;
}
