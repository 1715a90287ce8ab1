// A record as RecordCutter hands it out: the offsets of its fields in the bytes it was cut from.
import type { Syntax } from './syntax.ts';

const space = 0x20;
const tab = 0x09;

export interface CutRecord {
  /** Bytes `start`..`end` are the record without its line end; valid during the call only. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Number of fields. Field i ends at `ends[i]`; it begins `delimiterBytes` after the end of the previous one, the first at
   *  `start`. */
  fields: number;
  ends: Uint32Array;
  delimiterBytes: number;
  syntax: Syntax;
  /** 1-based line of the file on which it begins. */
  line: number;
  /** Number of bytes pushed before this record. */
  offset: number;
  /** Contains only white space. */
  blank: boolean;
  /** Not a record but a comment line. */
  comment: boolean;
  /** A quote is never closed: the record is the rest of its first line. */
  unclosed: boolean;
  /** Indices of fields whose opening quote is an ordinary character; null in nearly all records. */
  literal: ReadonlySet<number> | null;
  /** DuckDB would cut it otherwise: a quote in it does not enclose a field, or its line end differs from the one before. */
  odd: boolean;
}

/** One object is reused for all records, since a file has millions. */
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
    ...{ blank: false, comment: false, unclosed: false, literal: null, odd: false, syntax, delimiterBytes },
  };
}

export function isSpace(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isSpace(bytes[i]!)) return false;
  return true;
}

/** Whether the field at `start`, quoted or not, begins with a zero followed by another digit. */
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

/** The end of the line that contains `from`. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  let end = from;
  while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
  return end;
}

/** Keeps only the ends of fields that are not empty, where one-byte delimiters in a row count as one. Returns their number. */
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
