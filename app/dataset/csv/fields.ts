// The texts of a record's fields, without their quotes and escapes.
import type { CutRecord } from './cutRecord.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of field `index` of a record. */
export function fieldText(record: CutRecord, index: number): string {
  const { ends, syntax } = record;
  const from = index === 0 ? record.start : ends[index - 1]! + record.delimiterBytes;
  const written = decoder.decode(record.bytes.subarray(from, ends[index]));
  const text = syntax.spaced || syntax.collapsed ? withoutBlanks(written, syntax.collapsed) : written;
  const { quote } = syntax;
  if (quote === null || record.unclosed || record.literal?.has(index) || !text.startsWith(quote)) return text;
  const close = text.lastIndexOf(quote);
  const inner = text.slice(1, close === 0 ? undefined : close);
  return syntax.escape === null
    ? inner.replaceAll(quote + quote, quote)
    : unescaped(inner, quote, syntax.escape);
}

export function fieldTexts(record: CutRecord): string[] {
  return Array.from({ length: record.fields }, (_, i) => fieldText(record, i));
}

/** The record as written, cut off after `most` characters. */
export function recordText({ bytes, start, end }: CutRecord, most: number): string {
  // A character has at most four bytes.
  const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 4 * most)));
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most).join('')}…`;
}

function withoutBlanks(text: string, atEndToo: boolean): string {
  const bare = text.replace(/^[ \t]+/, '');
  return atEndToo ? bare.replace(/[ \t]+$/, '') : bare;
}

function unescaped(text: string, quote: string, sign: string): string {
  let plain = '';
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    if (text[i] === sign && (next === quote || next === sign)) i++;
    else if (text[i] === quote && next === quote) i++;
    plain += text[i];
  }
  return plain;
}
