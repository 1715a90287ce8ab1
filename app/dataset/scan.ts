// One pass over the whole file: its hash, its layout, and the truth about its rows that DuckDB's result is held against. The
// first piece says enough for DuckDB to begin beside it.
import { createHash } from 'node:crypto';
import { AppError } from '../contract/errors.ts';
import { detectLayout, type Layout } from './dialect.ts';
import { emptyFile } from './openFile.ts';
import { type CutRecord, RecordCutter } from './records.ts';
import type { SourceFile } from './sourceFile.ts';
import type { NumberMarks } from './spelling.ts';
import { type Piece, utf8Pieces } from './utf8Pieces.ts';

const underscore = 0x5f;
const comma = 0x2c;
const quote = 0x22;

export interface RowTally {
  count: number;
  /** 1-based line of the first, 0 without any. */
  first: number;
}

/** What DuckDB must be told to cut a regular file as the scan does. */
export interface Cut {
  layout: Layout;
  /** 1-based line of the first row. */
  firstLine: number;
  /** Bytes of the longest record. */
  longest: number;
  quotedNewlines: boolean;
  marks: NumberMarks;
  /** Whether the lines of a regular file end in CRLF; else in LF. */
  crlf: boolean;
}

export interface Scan extends Cut {
  /** SHA-256 of the file, hex. */
  hash: string;
  /** Rows to be read. */
  rows: number;
  /** Read, padded with missing cells. */
  short: RowTally;
  /** Left out. */
  long: RowTally;
  unreadable: RowTally;
  /** Whether DuckDB may read the file as it stands. */
  regular: boolean;
  /** Columns with a cell that begins with a zero and another digit. */
  leadingZeros: ReadonlySet<number>;
  /** Of a regular file: where in it each row of a number that `rowStride` divides begins, in bytes. */
  rowStarts: number[];
}

/** Rows from one known start to the next: a row looked for among all takes half of them to be cut, 10 us. */
export const rowStride = 128;

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

export class Scanner {
  readonly layout: Layout;
  private readonly source: SourceFile;
  private readonly pieces: AsyncGenerator<Piece>;
  private readonly hash = createHash('sha256');
  private readonly counter: Counter;
  private fraction: number;

  private constructor(source: SourceFile, pieces: AsyncGenerator<Piece>, first: Piece, layout: Layout) {
    this.source = source;
    this.pieces = pieces;
    this.layout = layout;
    this.counter = new Counter(layout, source);
    this.fraction = first.fraction;
    this.take(first);
  }

  /** Reads the first piece. Throws AppError file_empty, csv_unreadable and what utf8Pieces throws. */
  static async begin(source: SourceFile, signal: AbortSignal | undefined): Promise<Scanner> {
    const pieces = utf8Pieces(source, signal);
    const { value: first } = await pieces.next();
    const layout = first === undefined ? null : detectLayout(first.utf8, first.fraction === 1);
    if (first === undefined || layout === null) throw emptyFile(source.fileName);
    return new Scanner(source, pieces, first, layout);
  }

  /** How to cut the file as far as it was read; null where that says already that DuckDB cannot, or too little. */
  get early(): Cut | null {
    return this.counter.regularSoFar ? this.counter.cut() : null;
  }

  /** Reads on to the end. Throws also AppError file_no_rows. */
  async finish(onFraction: (fraction: number) => void): Promise<Scan> {
    onFraction(this.fraction);
    for await (const piece of this.pieces) {
      this.take(piece);
      onFraction(piece.fraction);
    }
    return this.counter.result(this.hash.digest('hex'));
  }

  private take({ raw, utf8, fraction }: Piece): void {
    this.hash.update(raw);
    try {
      this.counter.push(utf8, fraction === 1);
    } catch (error) {
      throw unreadable(this.source.fileName, (error as Error).message, error);
    }
  }
}

export function unreadable(file: string, reason: string, cause?: unknown): AppError {
  const sentence = `${file} cannot be read as a table: ${reason}.`;
  return new AppError('csv_unreadable', sentence, { file, reason }, { cause });
}

class Counter {
  private readonly cutter: RecordCutter;
  private readonly sorter: RowSorter;
  private readonly layout: Layout;
  private readonly source: SourceFile;
  private readonly rowStarts: number[] = [];
  private readonly mark: number;
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

  constructor(layout: Layout, source: SourceFile) {
    this.layout = layout;
    this.source = source;
    this.mark = source.encoding === 'utf-8-sig' ? 3 : 0;
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
      if (this.rows++ % rowStride === 0) this.rowStarts.push(this.mark + record.offset);
    } else if (place === 'blank') {
      if (this.layout.columns === 1 || record.end > record.start) this.regular = false;
      return;
    } else if (place === 'head') {
      this.cutter.leadingZeros.clear();
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

  get regularSoFar(): boolean {
    const { regular, cutter, source } = this;
    return this.firstLine > 0 && regular && !cutter.irregular && source.encoding.startsWith('utf-8');
  }

  cut(): Cut {
    return {
      layout: this.layout,
      firstLine: this.firstLine,
      longest: this.cutter.longest,
      quotedNewlines: this.cutter.quotedNewlines,
      crlf: this.cutter.lineEnd === 0x0d + 0x0a,
      marks: { commas: this.commas, underscores: this.underscores },
    };
  }

  result(hash: string): Scan {
    const { long, unreadable: lost } = this.tallies;
    const file = this.source.fileName;
    if (this.rows === 0 && long.count + lost.count === 0) {
      const sentence = `${file} has a header but no rows: at least one line of data is needed.`;
      throw new AppError('file_no_rows', sentence, { file });
    }
    if (this.rows === 0) throw unreadable(file, 'none of its rows has the number of fields of its header');
    return {
      ...this.cut(),
      ...this.tallies,
      hash,
      rows: this.rows,
      regular: this.regularSoFar,
      leadingZeros: this.cutter.leadingZeros,
      rowStarts: this.rowStarts,
    };
  }
}
