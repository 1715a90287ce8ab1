// One pass over the whole file: its hash, its layout, and the truth about its rows that DuckDB's result is held against.
import { createHash } from 'node:crypto';
import { AppError } from '../contract/errors.ts';
import { detectLayout, type Layout } from './dialect.ts';
import { type CutRecord, RecordCutter } from './records.ts';
import { emptyFile, type SourceFile } from './sourceFile.ts';
import type { NumberMarks } from './spelling.ts';
import { utf8Pieces } from './utf8Pieces.ts';

const underscore = 0x5f;
const comma = 0x2c;
const quote = 0x22;

export interface RowTally {
  count: number;
  /** 1-based line of the first, 0 without any. */
  first: number;
}

export interface Scan {
  /** SHA-256 of the file, hex. */
  hash: string;
  layout: Layout;
  /** Rows to be read. */
  rows: number;
  /** Read, padded with missing cells. */
  short: RowTally;
  /** Left out. */
  long: RowTally;
  unreadable: RowTally;
  /** 1-based line of the first row. */
  firstLine: number;
  /** Bytes of the longest record. */
  longest: number;
  quotedNewlines: boolean;
  marks: NumberMarks;
  /** Whether the lines of a regular file end in CRLF; else in LF. */
  crlf: boolean;
  /** Whether DuckDB may read the file as it stands. */
  regular: boolean;
}

/** What becomes of a record, by its place and its number of fields; the scan and the rewriting ask the same. */
export class RowSorter {
  private toSkip: number;
  private readonly columns: number;

  constructor(layout: Layout) {
    this.toSkip = layout.skippedRecords + (layout.header ? 1 : 0);
    this.columns = layout.columns;
  }

  /** `trimmed` is a row whose fields too many are all blank: they are dropped. */
  sort(record: CutRecord): 'blank' | 'head' | 'row' | 'short' | 'trimmed' | 'long' | 'unreadable' {
    if (record.blank) return 'blank';
    if (this.toSkip > 0) {
      this.toSkip--;
      return 'head';
    }
    if (record.unclosed) return 'unreadable';
    if (record.fields < this.columns) return 'short';
    if (record.fields === this.columns) return 'row';
    return this.restIsBlank(record) ? 'trimmed' : 'long';
  }

  private restIsBlank({ bytes, ends, end }: CutRecord): boolean {
    const delimiter = bytes[ends[this.columns - 1]!];
    for (let i = ends[this.columns - 1]!; i < end; i++) {
      const byte = bytes[i];
      if (byte !== delimiter && byte !== 0x20 && byte !== 0x09) return false;
    }
    return true;
  }
}

/** Throws AppError file_empty, file_no_rows, csv_unreadable and what utf8Pieces throws. */
export async function scanSource(
  source: SourceFile,
  signal: AbortSignal | undefined,
  onFraction: (fraction: number) => void,
): Promise<Scan> {
  const hash = createHash('sha256');
  let counter: Counter | null = null;
  for await (const { raw, utf8, fraction } of utf8Pieces(source, signal)) {
    hash.update(raw);
    if (counter === null) {
      const layout = detectLayout(utf8, fraction === 1);
      if (layout === null) throw emptyFile(source.fileName);
      counter = new Counter(layout);
    }
    try {
      counter.push(utf8, fraction === 1);
    } catch (error) {
      throw unreadable(source.fileName, (error as Error).message, error);
    }
    onFraction(fraction);
  }
  if (counter === null) throw emptyFile(source.fileName);
  return counter.result(source, hash.digest('hex'));
}

export function unreadable(file: string, reason: string, cause?: unknown): AppError {
  const sentence = `${file} cannot be read as a table: ${reason}.`;
  return new AppError('csv_unreadable', sentence, { file, reason }, { cause });
}

class Counter {
  readonly cutter: RecordCutter;
  private readonly sorter: RowSorter;
  private readonly layout: Layout;
  private rows = 0;
  private firstLine = 0;
  private firstStart = 0;
  private commas = false;
  private underscores = false;
  private regular = true;
  private readonly tallies = {
    short: { count: 0, first: 0 },
    long: { count: 0, first: 0 },
    unreadable: { count: 0, first: 0 },
  };

  constructor(layout: Layout) {
    this.layout = layout;
    this.sorter = new RowSorter(layout);
    this.cutter = new RecordCutter(layout.cutter, (record) => this.count(record));
  }

  push(utf8: Uint8Array, last: boolean): void {
    this.cutter.push(utf8, last);
    if (this.firstLine === 0) {
      // A header longer than a piece: not worth finding where it ends.
      this.underscores = this.commas = true;
      return;
    }
    const data = this.firstStart > 0 ? utf8.subarray(this.firstStart) : utf8;
    this.firstStart = 0;
    this.underscores ||= data.includes(underscore);
    // Where commas cut, a cell can only hold one between quotes.
    this.commas ||= data.includes(this.layout.cutter === ',' ? quote : comma);
  }

  private count(record: CutRecord): undefined {
    const place = this.sorter.sort(record);
    if (place === 'row') {
      this.rows++;
    } else if (place === 'blank') {
      if (this.layout.columns === 1 || record.end > record.start) this.regular = false;
      return;
    } else if (place === 'head') {
      if (record.bytes.subarray(record.start, record.end).includes(0x0a)) this.regular = false;
      return;
    } else {
      this.regular = false;
      if (place === 'short' || place === 'trimmed') this.rows++;
      if (place !== 'trimmed') {
        const tally = this.tallies[place];
        if (tally.count++ === 0) tally.first = record.line;
      }
    }
    if (this.firstLine === 0) {
      this.firstLine = record.line;
      this.firstStart = record.start;
    }
  }

  result(source: SourceFile, hash: string): Scan {
    const { long, unreadable: lost } = this.tallies;
    const file = source.fileName;
    if (this.rows === 0 && long.count + lost.count === 0) {
      const sentence = `${file} has a header but no rows: at least one line of data is needed.`;
      throw new AppError('file_no_rows', sentence, { file });
    }
    if (this.rows === 0) throw unreadable(file, 'none of its rows has the number of fields of its header');
    return {
      ...this.tallies,
      hash,
      layout: this.layout,
      rows: this.rows,
      firstLine: this.firstLine,
      longest: this.cutter.longest,
      quotedNewlines: this.cutter.quotedNewlines,
      crlf: this.cutter.lineEnd === 0x0d + 0x0a,
      marks: { commas: this.commas, underscores: this.underscores },
      regular: this.regular && !this.cutter.irregular && source.encoding.startsWith('UTF-8'),
    };
  }
}
