// Counts the records that are not regular rows, by kind, with the line of the first one. Lists the first hundred as problems,
// each with a sentence.
import { type Problem, problemsListed } from '../../contract/table/reading.ts';
import { numberOf, trimmed } from '../values/spelling.ts';
import type { CutRecord } from './cutRecord.ts';
import type { Layout } from './dialect.ts';
import { fieldText, recordText } from './fields.ts';
import type { FooterRecord } from './footerRecords.ts';
import { isBlankFrom, isRead, type RecordKind } from './recordKind.ts';

export interface RowCount {
  count: number;
  /** 1-based line of the first, 0 without any. */
  first: number;
}

export type CountedKind = Exclude<RecordKind, 'blank' | 'head' | 'row'>;
export type RowCounts = Record<CountedKind, RowCount>;

const textShown = 200;
/** With more lines below the table, they are not footnotes. */
const mostFootnotes = 50;
/** How many row numbers of rows with a problem are kept. */
const oddRowsKept = 100_000;

export class RowProblems {
  readonly counts: RowCounts = {
    ...{ comment: none(), short: none(), trimmed: none(), repaired: none(), cut: none() },
    ...{ dropped: none(), long: none(), unreadable: none(), footnote: none(), without: none() },
  };
  /** In the file's order. */
  readonly problems: Problem[] = [];
  /** 0-based numbers of the first rows that were read despite a problem. */
  readonly oddRows: number[] = [];
  /** Records with only a first field at the current end, since the last other record. */
  private alone: { line: number; count: number; notes: boolean; problems: number } | null = null;
  private afterBlank = false;
  private readonly layout: Layout;

  constructor(layout: Layout) {
    this.layout = layout;
  }

  /** Counts a regular row. */
  row(): void {
    this.alone = null;
    this.afterBlank = false;
  }

  blank(): void {
    this.afterBlank = true;
  }

  /** `row` is the number that the row gets. */
  add(kind: CountedKind, record: CutRecord, row: number): void {
    count(this.counts[kind], record.line);
    if (kind === 'comment' || kind === 'trimmed' || kind === 'without') return;
    const alone = kind === 'short' && this.layout.footnotes ? this.aloneAfter(record) : null;
    this.alone = alone;
    this.afterBlank = false;
    if (kind !== 'long' && kind !== 'dropped' && kind !== 'unreadable' && this.oddRows.length < oddRowsKept)
      this.oddRows.push(row);
    if (this.problems.length < problemsListed) this.problems.push(this.problemOf(kind, record));
  }

  private aloneAfter(record: CutRecord) {
    const { columns, numeric, format } = this.layout;
    if (columns < 2 || record.fields < 1 || !isBlankFrom(record, 1)) return null;
    const { alone } = this;
    if (alone !== null) return alone.count < mostFootnotes ? { ...alone, count: alone.count + 1 } : null;
    const text = trimmed(fieldText(record, 0));
    const strange = numeric[0] === true && numberOf(text, format) === null;
    const notes = this.afterBlank || strange || /\s|^[*#†‡※([-]/.test(text);
    return { line: record.line, count: 1, notes, problems: this.problems.length };
  }

  /** Call at the end of the file: turns the single-field records at the end into footnotes. Returns by how many the rows become
   *  fewer, and the line of the first footnote. */
  takeFootnotes(): { count: number; line: number } | null {
    const { alone, counts } = this;
    if (alone === null || !alone.notes) return null;
    const { count, line } = alone;
    counts.footnote = { count, first: line };
    counts.short = {
      count: counts.short.count - count,
      first: counts.short.first === line ? 0 : counts.short.first,
    };
    this.oddRows.splice(-count);
    for (const problem of this.problems.slice(alone.problems)) {
      problem.reason = `Line ${problem.line} below the table has one field; it is a footnote and was left out.`;
    }
    return { count, line };
  }

  /** Takes the records that a person leaves out at the end back from the counts. Returns as `takeFootnotes` does; null without
   *  any. */
  takeFooter(records: FooterRecord[]): { count: number; line: number } | null {
    const [first] = records;
    if (first === undefined) return null;
    const { counts, problems, oddRows } = this;
    for (const { kind } of records) {
      if (kind === 'row') continue;
      const tally = counts[kind];
      tally.count--;
      if (tally.first >= first.line) tally.first = 0;
    }
    counts.footnote = { count: records.length, first: first.line };
    const listed = problems.findIndex(({ line }) => line >= first.line);
    if (listed >= 0) problems.length = listed;
    const odd = records.filter(({ kind }) => kind !== 'row' && isRead(kind) && kind !== 'trimmed');
    oddRows.length = Math.max(0, oddRows.length - odd.length);
    return { count: records.filter(({ kind }) => isRead(kind)).length, line: first.line };
  }

  private problemOf(kind: RecordKind, record: CutRecord): Problem {
    const { line, fields } = record;
    const { columns: expected } = this.layout;
    const problem = { line, text: recordText(record, textShown) };
    if (kind === 'unreadable' || kind === 'repaired') {
      const reason =
        kind === 'repaired'
          ? `Line ${line} has a quote that does not enclose a field; it was read as a character.`
          : `Line ${line} opens a quote that is never closed; it was left out.`;
      return { ...problem, kind: 'quote', reason, values: {} };
    }
    const done = {
      short: 'the rest is missing',
      cut: 'its last ones were left out',
      dropped: 'it was left out',
      long: 'it was left out',
    }[kind as 'short' | 'cut' | 'dropped' | 'long'];
    const had = `${fields} ${fields === 1 ? 'field' : 'fields'}`;
    const reason = `Line ${line} has ${had}; the table has ${expected}: ${done}.`;
    return { ...problem, kind: fields < expected ? 'short' : 'long', reason, values: { fields, expected } };
  }
}

function none(): RowCount {
  return { count: 0, first: 0 };
}

function count(tally: RowCount, line: number): void {
  if (tally.count++ === 0) tally.first = line;
}
