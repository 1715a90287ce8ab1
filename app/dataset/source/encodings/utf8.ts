// Where a piece of UTF-8 may be cut, and where bytes stop being UTF-8.
import { isUtf8 } from 'node:buffer';

/** Bytes at the end that begin a character but do not finish it. */
export function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Whether bytes are UTF-8 as far as they go; a character may be cut at the end. */
export function beginsAsUtf8(bytes: Uint8Array): boolean {
  return isUtf8(bytes.subarray(0, bytes.length - unfinished(bytes)));
}

/** Where the first byte is that is no UTF-8, give or take a character. */
export function firstBadByte(bytes: Uint8Array): number {
  // Halving finds the shortest prefix that is no UTF-8.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (beginsAsUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}
