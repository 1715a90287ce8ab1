// Cuts the first records of a block with a given syntax, so that the syntax can be judged.

import type { CutRecord } from './cutRecord.ts';
import { fieldTexts } from './fields.ts';
import { type QuoteState, quoteStates } from './quoteStates.ts';
import { RecordCutter } from './recordCutter.ts';
import type { Syntax } from './syntax.ts';

const sampleCells = 100_000;
/** The cutter copies what it is given, and most samples end long before the block does. */
const pieceBytes = 2 ** 16;
/** With a wrong delimiter, quotes of all lines may seem never to close, and each makes the block be read again; after this many
 *  the delimiter counts as wrong. */
const sampleUnclosed = 20;

export interface SampleRecord {
  fields: string[];
  /** How quotes stand in each field; null: no field has any. */
  quotes: QuoteState[] | null;
  /** 1-based line of the file. */
  line: number;
}

/** At most `most` records that are neither blank nor comments. `expected` is their number of fields, 0 while unknown. */
export function sampleRecords(
  block: Uint8Array,
  whole: boolean,
  syntax: Syntax,
  most: number,
  expected = 0,
): SampleRecord[] {
  const records: SampleRecord[] = [];
  let cells = 0;
  let unclosed = 0;
  const cutter = new RecordCutter(syntax, expected, (record: CutRecord) => {
    if (record.unclosed) unclosed++;
    else if (!record.blank && !record.comment)
      records.push({ fields: fieldTexts(record), quotes: quoteStates(record), line: record.line });
    cells += record.fields;
    if (unclosed > sampleUnclosed) return false;
    return records.length < most && (cells < sampleCells || records.length < 20);
  });
  let more = true;
  for (let at = 0; more && at < block.length; at += pieceBytes)
    more = cutter.push(block.subarray(at, at + pieceBytes), whole && at + pieceBytes >= block.length);
  if (more && !whole && records.length === 0) {
    // A single record is longer than the block: take its beginning.
    cutter.push(new Uint8Array([0x0a]), true);
  }
  return records;
}
