// One pass over a text. It takes a SourceFile and returns a Scan: the layout (how the text is cut into cells), the hash, the number of
// rows, what is irregular about them, and whether DuckDB can read the file as it is. After the first piece DuckDB can start to read
// at the same time; what it reads is then checked against the Scan.
import { createHash } from 'node:crypto';
import { AppError } from '../../contract/issues/errors.ts';
import type { Problem, Reading } from '../../contract/table/reading.ts';
import { emptyFile } from '../source/openFile.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import { type Piece, utf8Pieces } from '../source/utf8Pieces.ts';
import type { ExpectedSigns } from '../values/decimalSign.ts';
import type { NumberMarks } from '../values/spelling.ts';
import type { CutRecord } from './cutRecord.ts';
import { detectLayout, type Layout } from './dialect.ts';
import { FooterRecords } from './footerRecords.ts';
import { RecordCutter } from './recordCutter.ts';
import { isRead, RecordClassifier } from './recordKind.ts';
import { type RowCounts, RowProblems } from './rowProblems.ts';
import { isPlainSyntax } from './syntax.ts';

const underscore = 0x5f;
const comma = 0x2c;
const quote = 0x22;

/** What DuckDB needs to know to cut a regular file as the scan does. */
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
  /** Number of rows that are read. */
  rows: number;
  /** Line of the header, or of the first row where there is none; 0 where a comment holds the names. */
  headLine: number;
  counts: RowCounts;
  /** Number of rows that are left out. */
  leftOut: number;
  /** Rows that could not be read as they are: their count, the first hundred of them, and the numbers of those that were read
   *  despite that. */
  problemRows: number;
  problems: Problem[];
  oddRows: number[];
  /** Line from which on records are footnotes; Infinity without any. */
  footnotesFrom: number;
  /** Number of records below the last row that are left out. */
  leftOutBelow: number;
  /** Whether DuckDB may read the file as it is. */
  regular: boolean;
  /** Columns where some cell begins with a zero followed by another digit; may miss columns whose first cells are not numbers. */
  leadingZeros: ReadonlySet<number>;
  /** For a regular file: the byte offset of every `rowStride`-th row. */
  rowStarts: number[];
}

/** Results of a scan whose rows are all regular. */
export type RegularRows = Pick<Scan, 'hash' | 'rows' | 'longest' | 'marks' | 'leadingZeros' | 'rowStarts'>;

/** Rows between two known offsets: finding a row means cutting half as many on average, 10 us. */
export const rowStride = 128;

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
  static async begin(
    source: SourceFile,
    signal: AbortSignal | undefined,
    reading: Reading = {},
    expected: ExpectedSigns | null = null,
  ): Promise<Scanner> {
    const pieces = utf8Pieces(source, signal);
    const { value: first } = await pieces.next();
    const layout =
      first === undefined ? null : detectLayout(first.utf8, first.fraction === 1, reading, expected);
    if (first === undefined || layout === null) throw emptyFile(source.fileName);
    return new Scanner(source, pieces, first, layout);
  }

  /** How to cut the file, judging by what was read so far; null if DuckDB cannot read it, or if too little was read. */
  get early(): Cut | null {
    return this.counter.regularSoFar ? this.counter.cut() : null;
  }

  /** Byte offset of the first row; valid only if `early` is not null. */
  get firstByte(): number {
    return this.counter.firstByte;
  }

  /** The scan of a file whose rows are all regular and were read elsewhere, from `firstByte` on. */
  regularScan(rows: RegularRows): Scan {
    return this.counter.regularScan(rows);
  }

  /** Reads to the end of the file. Also throws AppError file_no_rows. */
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
  private readonly classifier: RecordClassifier;
  private readonly layout: Layout;
  private readonly source: SourceFile;
  private readonly rowStarts: number[] = [];
  private readonly mark: number;
  private rows = 0;
  firstByte = 0;
  private firstLine = 0;
  private firstStart = 0;
  private commas = false;
  private underscores = false;
  private regular: boolean;
  private leftOutBelow = 0;
  private headLine = 0;
  private heads = 0;
  private readonly rowProblems: RowProblems;
  private readonly footer: FooterRecords;

  constructor(layout: Layout, source: SourceFile) {
    this.layout = layout;
    this.source = source;
    this.mark = source.encoding === 'utf-8-sig' ? 3 : 0;
    this.classifier = new RecordClassifier(layout);
    this.rowProblems = new RowProblems(layout);
    this.footer = new FooterRecords(layout.footer);
    this.regular = layout.footer === 0 && layout.without.size === 0;
    this.cutter = new RecordCutter(layout.syntax, layout.columns, (record) => this.count(record));
  }

  push(utf8: Uint8Array, last: boolean): void {
    this.cutter.push(utf8, last);
    if (this.firstLine === 0) {
      // The header is longer than a piece: assume that its signs occur.
      this.underscores = this.commas = true;
      return;
    }
    const data = this.firstStart > 0 ? utf8.subarray(this.firstStart) : utf8;
    this.firstStart = 0;
    this.underscores ||= data.includes(underscore);
    // In a comma-delimited file only a quoted cell can contain a comma.
    this.commas ||= data.includes(this.layout.syntax.delimiter === ',' ? quote : comma);
  }

  private count(record: CutRecord): undefined {
    const kind = this.classifier.kindOf(record);
    if (kind === 'row') {
      if (this.rows++ % rowStride === 0) this.rowStarts.push(this.mark + record.offset);
      this.rowProblems.row();
      this.leftOutBelow = 0;
    } else if (kind === 'blank') {
      if (this.layout.columns === 1 || record.end > record.start) this.regular = false;
      this.rowProblems.blank();
      return;
    } else if (kind === 'head') {
      this.cutter.leadingZeros.clear();
      if (this.heads++ === this.layout.skippedRecords) this.headLine = record.line;
      if (record.bytes.subarray(record.start, record.end).includes(0x0a)) this.regular = false;
      return;
    } else {
      this.regular = false;
      this.rowProblems.add(kind, record, this.rows);
      if (kind === 'comment' || kind === 'without') return;
      if (isRead(kind)) this.rows++;
      this.leftOutBelow = isRead(kind) ? 0 : this.leftOutBelow + 1;
    }
    this.footer.add(kind, record.line);
    if (this.firstLine === 0) {
      this.firstLine = record.line;
      this.firstByte = this.mark + record.offset;
      this.firstStart = record.start;
    }
  }

  get regularSoFar(): boolean {
    const { regular, cutter, source, layout } = this;
    const plain = regular && !cutter.irregular && isPlainSyntax(layout.syntax);
    return this.firstLine > 0 && plain && source.encoding.startsWith('utf-8');
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
    const below = this.rowProblems.takeFooter(this.footer.all()) ?? this.rowProblems.takeFootnotes();
    const rows = this.rows - (below?.count ?? 0);
    const { counts, problems, oddRows } = this.rowProblems;
    const { short, repaired, cut, dropped, long, unreadable: lost, footnote, without } = counts;
    const leftOut = dropped.count + long.count + lost.count + footnote.count + without.count;
    const file = this.source.fileName;
    if (rows === 0 && leftOut === footnote.count + without.count) {
      const why =
        leftOut === 0 ? 'a header but no rows' : 'no rows above the records that are left out at its end';
      const sentence = `${file} has ${why}: at least one line of data is needed.`;
      throw new AppError('file_no_rows', sentence, { file });
    }
    if (rows === 0) throw unreadable(file, 'none of its rows has the number of fields of its header');
    return {
      ...this.cut(),
      ...{ hash, rows, leftOut, counts, problems, oddRows },
      problemRows:
        leftOut -
        without.count -
        (this.layout.footer > 0 ? footnote.count : 0) +
        short.count +
        repaired.count +
        cut.count,
      leftOutBelow: this.leftOutBelow + footnote.count,
      headLine: this.lineOfHead,
      footnotesFrom: below?.line ?? Number.POSITIVE_INFINITY,
      regular: this.regularSoFar,
      leadingZeros: this.cutter.leadingZeros,
      rowStarts: this.rowStarts,
    };
  }

  regularScan(rows: RegularRows): Scan {
    return {
      ...this.cut(),
      ...rows,
      longest: Math.max(this.cutter.longest, rows.longest),
      ...{ leftOut: 0, counts: this.rowProblems.counts, problems: [], oddRows: [], problemRows: 0 },
      ...{ headLine: this.lineOfHead, footnotesFrom: Number.POSITIVE_INFINITY, regular: true },
      leftOutBelow: 0,
    };
  }

  private get lineOfHead(): number {
    return this.layout.header && this.layout.headerRecords === 0 ? 0 : this.headLine || this.firstLine;
  }
}
