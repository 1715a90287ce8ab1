// A record as RecordCutter hands it out: the offsets of its fields in the bytes it was cut from.
import type { Syntax } from './syntax.ts';

const space = 0x20;
const tab = 0x09;

export interface CutRecord {
  /** Bytes `start`..`end` are the record without its line end; valid during the call only. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Field i ends at `ends[i]`; it begins `delimiterBytes` after the end of the one before, the first at `start`. */
  fields: number;
  ends: Uint32Array;
  delimiterBytes: number;
  syntax: Syntax;
  /** 1-based line of the file on which it begins. */
  line: number;
  /** Bytes of all that was pushed before it. */
  offset: number;
  /** Nothing but white space. */
  blank: boolean;
  /** Not a record: a line that begins with the sign of comments. */
  comment: boolean;
  /** Its quote is never closed: the record is the rest of its first line. */
  unclosed: boolean;
  /** Indices of fields that a quote opens which is a character; null in nearly all records. */
  literal: ReadonlySet<number> | null;
}

/** To be filled anew for each record: a file has millions. */
export function emptyRecord(syntax: Syntax, delimiterBytes: number): CutRecord {
  return {
    ...{
      bytes: new Uint8Array(0),
      start: 0,
      end: 0,
      fields: 0,
      ends: new Uint32Array(0),
      line: 0,
      offset: 0,
    },
    ...{ blank: false, comment: false, unclosed: false, literal: null, syntax, delimiterBytes },
  };
}

export function isSpace(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isSpace(bytes[i]!)) return false;
  return true;
}

/** Whether the field at `start`, perhaps quoted, begins with a zero and another digit. */
export function beginsWithZero(bytes: Uint8Array, start: number, end: number, quote: number): boolean {
  const first = bytes[start] === quote ? start + 1 : start;
  if (bytes[first] !== 0x30 || first + 1 >= end) return false;
  const next = bytes[first + 1]!;
  return next >= 0x30 && next <= 0x39;
}

export function startsAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let k = 0; k < text.length; k++) if (bytes[at + k] !== text[k]) return false;
  return true;
}

/** Where the line that holds `from` ends. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  let end = from;
  while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
  return end;
}

/** Leaves only the ends of fields that hold something, where one-byte delimiters in a row count as one. Their number. */
export function withoutEmptyFields(
  bytes: Uint8Array,
  from: number,
  ends: Uint32Array,
  fields: number,
): number {
  let kept = 0;
  let start = from;
  for (let i = 0; i < fields; i++) {
    const end = ends[i]!;
    if (!isBlank(bytes, start, end)) ends[kept++] = end;
    start = end + 1;
  }
  return kept;
}
