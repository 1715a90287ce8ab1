// Copies the first lines of a text to a new file, in the same encoding.
import { writeFile } from 'node:fs/promises';
import type { Encoding } from '../../../contract/table/reading.ts';
import { throwWriteError } from '../../resources/temporaryFolder.ts';
import type { OpenFile } from '../openFile.ts';

/** Whole lines within `most` bytes; a smaller file is copied whole. Rejects with a RangeError if there is no line end. */
export async function copyHead(
  file: OpenFile,
  most: number,
  mark: Encoding | null,
  path: string,
): Promise<void> {
  const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(most), 0, most, 0);
  const bytes = buffer.subarray(0, bytesRead);
  const end = bytesRead === file.bytes ? bytesRead : linesEnd(bytes, mark);
  if (end === 0) throw new RangeError(`the first line of ${file.fileName} is too long for a sample`);
  await writeFile(path, bytes.subarray(0, end), { mode: 0o600, flag: 'wx' }).catch(throwWriteError);
}

/** Offset after the last line end, 0 if there is none. */
function linesEnd(bytes: Buffer, mark: Encoding | null): number {
  if (!mark?.startsWith('utf-16')) return Math.max(bytes.lastIndexOf('\n'), bytes.lastIndexOf('\r')) + 1;
  const big = mark === 'utf-16be' || bytes[0] === 0xfe;
  for (let at = (bytes.length & ~1) - 2; at >= 0; at -= 2) {
    const unit = big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
    if (unit === 0x0a || unit === 0x0d) return at + 2;
  }
  return 0;
}
