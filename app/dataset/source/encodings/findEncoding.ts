// Collects the lines that show a text's encoding, those with bytes beyond ASCII, from its beginning and from the offset where it
// was found not to be UTF-8; detectEncoding.ts judges them.
import type { OpenFile } from '../openFile.ts';
import { type Detected, detectEncoding, evidenceBytes } from './detectEncoding.ts';

/** Most bytes to read at each of the two offsets while there is too little evidence. */
const searchedBytes = 8 * 2 ** 20;
const readBytes = 2 ** 18;

/** `offset`: roughly where the text is not UTF-8. */
export async function findEncoding(file: OpenFile, offset: number): Promise<Detected> {
  const lines: Buffer[] = [];
  let missing = evidenceBytes;
  const takeFrom = async (start: number, most: number) => {
    const end = Math.min(file.bytes, start + searchedBytes);
    const stop = missing - most;
    for (let at = start; at < end && missing > stop; ) {
      const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(readBytes), 0, readBytes, at);
      if (bytesRead === 0) return;
      for (const line of linesBeyondAscii(buffer.subarray(0, bytesRead), at === 0, missing - stop)) {
        lines.push(line);
        missing -= line.length;
      }
      at += bytesRead;
    }
  };
  const far = offset > readBytes;
  await takeFrom(0, far ? evidenceBytes / 2 : evidenceBytes);
  if (far) await takeFrom(Math.max(0, offset - 1_024), missing);
  return detectEncoding(lines);
}

const newline = 0x0a;

/** Whole lines with bytes beyond ASCII, without NULs (the last line may be cut). Unless `fromStart`, bytes before the first
 *  line end are ignored, as they may be part of a line. */
function linesBeyondAscii(bytes: Buffer, fromStart: boolean, most: number): Buffer[] {
  const lines: Buffer[] = [];
  let left = most;
  let from = fromStart ? 0 : bytes.indexOf(newline) + 1;
  while (from < bytes.length && left > 0) {
    const at = bytes.indexOf(newline, from);
    const end = at === -1 ? bytes.length : at + 1;
    const line = bytes.subarray(from, Math.min(end, from + left));
    if (line.some((byte) => byte >= 0x80)) {
      lines.push(line.includes(0) ? Buffer.from(line.filter((byte) => byte !== 0)) : line);
      left -= line.length;
    }
    from = end;
  }
  return lines;
}
