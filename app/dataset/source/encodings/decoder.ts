// Decodes bytes of any supported encoding to UTF-8, piece by piece. Node's own TextDecoder is not used: its handling of bad
// bytes, CP949 and Windows-874 depends on the ICU that Node or Electron was built with. Bytes that cannot be decoded become
// U+FFFD, and their byte offsets are returned; a U+FFFD in the file itself does not count.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Encoding } from '../../../contract/table/reading.ts';
import { unfinished } from './utf8.ts';

export interface Decoded {
  utf8: Buffer;
  /** Offsets in `utf8` of each U+FFFD that replaces invalid bytes. */
  bad: number[];
}

/** `last`: these bytes end the file. The result is valid until the next call. */
export type Decode = (raw: Buffer, last: boolean) => Decoded;

export function decoderOf(encoding: Encoding, firstBytes: Uint8Array): Decode {
  if (encoding === 'utf-8' || encoding === 'utf-8-sig') return utf8Decoder();
  if (encoding.startsWith('utf-16')) return utf16Decoder(isLittle(encoding, firstBytes));
  return tableDecoder(encoding);
}

/** UTF-16 without a mark is little-endian, as Windows writes it. */
function isLittle(encoding: Encoding, [first, second]: Uint8Array): boolean {
  if (encoding === 'utf-16be') return false;
  return encoding === 'utf-16le' || !(first === 0xfe && second === 0xff);
}

const replacement = Buffer.from('\ufffd');

function offsetsOf(utf8: Buffer): number[] {
  const offsets: number[] = [];
  for (let at = utf8.indexOf(replacement); at !== -1; at = utf8.indexOf(replacement, at + 3))
    offsets.push(at);
  return offsets;
}

function tableDecoder(encoding: Encoding): Decode {
  // Where Latin-1 has control characters, Windows-1252 has the characters that are meant.
  const table = encoding === 'iso-8859-1' ? 'windows-1252' : encoding;
  const decoder = iconv.getDecoder(table, { stripBOM: false });
  return (raw, last) => {
    const utf8 = Buffer.from(`${decoder.write(raw)}${last ? (decoder.end() ?? '') : ''}`);
    return { utf8, bad: offsetsOf(utf8) };
  };
}

function utf16Decoder(little: boolean): Decode {
  let rest = Buffer.alloc(0);
  let first = true;
  return (raw, last) => {
    const bytes = rest.length === 0 ? Buffer.from(raw) : Buffer.concat([rest, raw]);
    // Half a unit, or the first half of a surrogate pair, waits for the rest.
    const even = bytes.length & ~1;
    const high = even >= 2 ? bytes[little ? even - 1 : even - 2]! : 0;
    const cut = last ? bytes.length : high >= 0xd8 && high <= 0xdb ? even - 2 : even;
    rest = Buffer.from(bytes.subarray(cut));
    const whole = bytes.subarray(0, cut & ~1);
    if (!little) whole.swap16();
    let text = whole.toString('utf16le');
    if (first && text.startsWith('\ufeff')) text = text.slice(1);
    first &&= bytes.length === 0;
    if (last && cut & 1) text += '\ud800';
    return { utf8: Buffer.from(text), bad: loneSurrogates(text) };
  };
}

/** UTF-8 offset of each surrogate that stands alone. */
function loneSurrogates(text: string): number[] {
  const offsets: number[] = [];
  let bytes = 0;
  let from = 0;
  for (const { index } of text.matchAll(/\p{Surrogate}/gu)) {
    bytes += Buffer.byteLength(text.slice(from, index));
    offsets.push(bytes);
    from = index;
  }
  return offsets;
}

function utf8Decoder(): Decode {
  let rest = Buffer.alloc(0);
  let first = true;
  return (raw, last) => {
    let bytes = rest.length === 0 ? raw : Buffer.concat([rest, raw]);
    const cut = last ? bytes.length : bytes.length - unfinished(bytes);
    rest = Buffer.from(bytes.subarray(cut));
    bytes = bytes.subarray(0, cut);
    if (first && bytes.subarray(0, 3).equals(mark)) bytes = bytes.subarray(3);
    first &&= cut === 0;
    return isUtf8(bytes) ? { utf8: bytes, bad: [] } : mended(bytes);
  };
}

const mark = Buffer.from('\ufeff');
const newline = 0x0a;

/** Line by line, since a line end is not part of any character. */
function mended(bytes: Buffer): Decoded {
  const lines: Buffer[] = [];
  const bad: number[] = [];
  let length = 0;
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(newline, from);
    const line = bytes.subarray(from, end === -1 ? bytes.length : end + 1);
    const good = isUtf8(line) ? line : mendedLine(line, length, bad);
    lines.push(good);
    length += good.length;
    from += line.length;
  }
  return { utf8: Buffer.concat(lines, length), bad };
}

/** Invalid byte sequences become U+FFFD, one per sequence as the Encoding Standard defines it. */
function mendedLine(line: Buffer, before: number, bad: number[]): Buffer {
  const own = new Set(offsetsOf(line));
  const text = line.toString('utf8');
  let source = 0;
  let target = before;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (character !== '\ufffd' || own.has(source)) source += size;
    else {
      bad.push(target);
      source += badLength(line, source);
    }
    target += size;
  }
  return Buffer.from(text);
}

/** Length of the invalid sequence that begins at `from`: as far as it could have become a character, at least one byte. */
function badLength(bytes: Buffer, from: number): number {
  const whole = bytes.subarray(from, from + 3);
  for (let length = whole.length; length > 1; length--) {
    if (unfinished(whole.subarray(0, length)) === length && couldGoOn(whole.subarray(0, length)))
      return length;
  }
  return 1;
}

/** Whether the second byte of an unfinished sequence is allowed after the first. */
function couldGoOn([first = 0, second = 0]: Buffer): boolean {
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  if (first === 0xf4) return second < 0x90;
  return first >= 0xc2 && first < 0xf5;
}
