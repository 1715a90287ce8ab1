// Classifies a record by its line and its number of fields, and so decides whether it is read as a row. The scan, the regular copy
// and the list of problems all use this, so that they count the same rows.
import { trimmed } from '../values/spelling.ts';
import type { CutRecord } from './cutRecord.ts';
import type { Layout } from './dialect.ts';
import { fieldText } from './fields.ts';

/** `trimmed`: a row whose extra fields are all blank and dropped. `repaired`: a quote was read as an ordinary character. `cut`:
 *  a long row that is read up to the table's width. Left out: `dropped` is too short, `long` has too many fields, `unreadable`
 *  has a quote that never closes, `footnote` is below the table, `without` has a first cell that a person chose. */
export type RecordKind =
  | ('blank' | 'comment' | 'head')
  | ('row' | 'short' | 'trimmed' | 'repaired' | 'cut')
  | ('dropped' | 'long' | 'unreadable' | 'footnote' | 'without');

const read: ReadonlySet<RecordKind> = new Set(['row', 'short', 'trimmed', 'repaired', 'cut']);

export function isRead(kind: RecordKind): boolean {
  return read.has(kind);
}

export class RecordClassifier {
  private toSkip: number;
  private readonly columns: number;
  private readonly short: RecordKind;
  private readonly long: RecordKind;
  private readonly footnotesFrom: number;
  private readonly without: ReadonlySet<string>;

  /** Records from the line `footnotesFrom` on are footnotes; only a complete scan knows this line. */
  constructor(layout: Layout, footnotesFrom = Number.POSITIVE_INFINITY) {
    this.toSkip = layout.skippedRecords + layout.headerRecords;
    this.columns = layout.columns;
    this.short = layout.shortRows === 'pad' ? 'short' : 'dropped';
    this.long = layout.longRows === 'cut' ? 'cut' : 'long';
    this.footnotesFrom = footnotesFrom;
    this.without = layout.without;
  }

  kindOf(record: CutRecord): RecordKind {
    if (record.comment) return 'comment';
    if (record.blank) return 'blank';
    if (this.toSkip > 0) {
      this.toSkip--;
      return 'head';
    }
    if (record.line >= this.footnotesFrom) return 'footnote';
    if (this.without.size > 0 && this.without.has(firstText(record))) return 'without';
    if (record.unclosed) return 'unreadable';
    if (record.fields < this.columns) return this.short;
    if (record.fields === this.columns) return record.literal === null ? 'row' : 'repaired';
    return isBlankFrom(record, this.columns) ? 'trimmed' : this.long;
  }
}

/** The first field that is filled, trimmed. */
function firstText(record: CutRecord): string {
  for (let i = 0; i < record.fields; i++) {
    const text = trimmed(fieldText(record, i));
    if (text !== '') return text;
  }
  return '';
}

/** Whether a record's fields from index `first` on are all blank, also in quotes. */
export function isBlankFrom(record: CutRecord, first: number): boolean {
  const { bytes, ends, fields, delimiterBytes, syntax } = record;
  const quote = syntax.quote?.charCodeAt(0);
  for (let field = first; field < fields; field++) {
    for (let i = ends[field - 1]! + delimiterBytes; i < ends[field]!; i++) {
      const byte = bytes[i];
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== quote) return false;
    }
  }
  return true;
}
