// Where a piece of UTF-8 may be cut, and where bytes stop being UTF-8.
import { isUtf8 } from 'node:buffer';

/** Number of bytes at the end that begin a character without completing it. */
export function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Whether the bytes are valid UTF-8; the last character may be incomplete. */
export function beginsAsUtf8(bytes: Uint8Array): boolean {
  return isUtf8(bytes.subarray(0, bytes.length - unfinished(bytes)));
}

/** Offset of the first invalid byte, give or take a character. */
export function firstBadByte(bytes: Uint8Array): number {
  // Binary search for the shortest prefix that is not UTF-8.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (beginsAsUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}
