// Reads a regular file in one pass: the engine cuts pieces of whole lines into rows and reads their numbers on other threads,
// while this thread computes the file's hash. The result is the same as that of the scan (csv/scan.ts) with DuckDB
// (plainColumns.ts). At the first irregular piece it stops, and those two read the file instead. The regular copy of an irregular file
// (csv/regularCopy.ts) is read in the same way, but without a hash, while that copy is written.

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { plainDelimiters } from '../../contract/table/delimiters.ts';
import type { PlainForm, PlainRows } from '../../contract/table/tableEngine.ts';
import { type Cut, type RegularRows, rowStride, type Scanner } from '../csv/scan.ts';
import { type LinePiece, linePieces } from '../source/linePieces.ts';
import type { SourceFile } from '../source/sourceFile.ts';
import type { CellDatabase } from './cellDatabase.ts';
import { type PlainColumns, PlainColumnsBuilder } from './plainColumns.ts';
import type { ReadOptions, ScanAndColumns } from './readOptions.ts';

/** With more threads, reading is no faster: one thread collects all their results. */
const mostThreads = 8;

const quote = 0x22;
const comma = 0x2c;
const underscore = 0x5f;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** Why the engine could not read a text: some row of it is irregular for certain, or something else may be the reason. */
export type NotPlain = 'irregular' | 'unknown';

/** Why not, where the file is not plain or there is no engine. Throws AppError file_changed; the signal's reason when aborted. */
export async function scanWithEngine(
  database: CellDatabase,
  source: SourceFile,
  scanner: Scanner,
  columns: number[],
  options: ReadOptions,
): Promise<ScanAndColumns | NotPlain> {
  const { early, firstByte } = scanner;
  if (early === null) return 'unknown';
  const hash = createHash('sha256');
  let heard = 0;
  const pieces = linePieces(source, firstByte, (bytes) => {
    hash.update(bytes);
    heard += bytes.length;
    options.onFraction(heard / source.bytes);
  });
  const found = await readWithEngine(database, pieces, early, columns, options);
  if (typeof found === 'string') return found;
  return { scan: scanner.regularScan({ hash: hash.digest('hex'), ...found.rows }), plain: found.plain };
}

type FoundRows = Omit<RegularRows, 'hash'>;

/** The plain ones among `columns` in the rows of a regular file. Why not, where a piece is not plain or there is no engine. Throws what
 *  `pieces` throws; the signal's reason when aborted. */
export async function readWithEngine(
  database: CellDatabase,
  pieces: AsyncIterable<LinePiece>,
  cut: Cut,
  columns: number[],
  { engine, signal }: Pick<ReadOptions, 'engine' | 'signal'>,
): Promise<{ rows: FoundRows; plain: PlainColumns } | NotPlain> {
  if (engine === undefined || !canBePlain(cut)) return 'unknown';
  const form = formOf(cut, columns);
  const found = new EngineScan(cut, columns, await PlainColumnsBuilder.create(database, columns));
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const running: { rows: Promise<PlainRows | null>; offset: number; why: NotPlain }[] = [];
  const takeOne = async () => {
    const { rows, offset, why } = running.shift()!;
    return (await found.take(await rows, offset)) ? null : why;
  };
  try {
    const threads = Math.min(availableParallelism(), mostThreads);
    for await (const { lines, offset } of pieces) {
      signal?.throwIfAborted();
      const failed = running.length === threads ? await takeOne() : null;
      if (failed !== null) return failed;
      if (lines === null || !found.check(lines)) return 'unknown';
      const rows = engine.readPlainRows(lines, form, found.array(), stopped);
      // The caller gets the rejection when it awaits the promise; without an await it must not count as unhandled.
      rows.catch(() => {});
      running.push({ rows, offset, why: whyNot(lines) });
    }
    while (running.length > 0) {
      const failed = await takeOne();
      if (failed !== null) return failed;
    }
    return found.done();
  } finally {
    stop.abort();
    found.close();
  }
}

/** What it means if these lines, below plain ones, are not plain: without quotes and blank lines, one of them is no regular row. */
function whyNot(lines: Buffer): NotPlain {
  const blank = lines[0] === newline || lines[0] === carriageReturn || lines.includes('\n\n');
  return blank || lines.includes('\n\r') || lines.includes(quote) ? 'unknown' : 'irregular';
}

/** Combines the results of the pieces, in their order. */
class EngineScan {
  private readonly columns: number[];
  private readonly builder: PlainColumnsBuilder;
  private readonly decimal: string;
  private readonly comma: number;
  private rows = 0;
  private longest = 0;
  private readonly marks = { commas: false, underscores: false };
  private readonly leadingZeros = new Set<number>();
  private readonly rowStarts: number[] = [];
  private readonly arrays: Float64Array[] = [];
  private plain: PlainColumns | null = null;

  constructor({ layout }: Cut, columns: number[], builder: PlainColumnsBuilder) {
    this.columns = columns;
    this.builder = builder;
    this.decimal = layout.format.decimal;
    // In a comma-delimited file only a quoted cell can contain a comma.
    this.comma = layout.syntax.delimiter === ',' ? quote : comma;
  }

  /** An array for the numbers of a piece; it is reused once its numbers were copied. */
  array(): Float64Array {
    return this.arrays.pop() ?? new Float64Array(0);
  }

  /** Checks a piece before it is read; false where it is not plain text. */
  check(lines: Buffer): boolean {
    this.marks.underscores ||= lines.includes(underscore);
    this.marks.commas ||= lines.includes(this.comma);
    return isUtf8(lines) && !lines.includes(0);
  }

  /** Adds the result of a piece that begins at byte `offset`; false where the piece was not plain. */
  async take(found: PlainRows | null, offset: number): Promise<boolean> {
    if (found === null) return false;
    const { starts, longest, numbers, odd, leadingZeros } = found;
    readHard(found, this.decimal);
    for (let row = (rowStride - (this.rows % rowStride)) % rowStride; row < starts.length; row += rowStride)
      this.rowStarts.push(offset + starts[row]!);
    this.rows += starts.length;
    this.longest = Math.max(this.longest, longest);
    for (const [index, zeros] of leadingZeros.entries())
      if (zeros === 1) this.leadingZeros.add(this.columns[index]!);
    await this.builder.append(starts.length, (k) =>
      odd[k] === 1
        ? null
        : {
            values: numbers.subarray(k * starts.length, (k + 1) * starts.length),
            valid: null,
            emptyIsNaN: true,
          },
    );
    this.arrays.push(numbers);
    return true;
  }

  done(): { rows: FoundRows; plain: PlainColumns } {
    const { rows, longest, marks, leadingZeros, rowStarts } = this;
    this.plain = this.builder.done();
    this.plain.drop(leadingZeros);
    return { rows: { rows, longest, marks, leadingZeros, rowStarts }, plain: this.plain };
  }

  /** Frees everything after a failed scan. */
  close(): void {
    if (this.plain === null) this.builder.close();
  }
}

/** Parses with JavaScript the numbers that the engine leaves to us. */
function readHard({ numbers, hardIndices, hardTexts }: PlainRows, decimal: string): void {
  if (hardIndices.length === 0) return;
  const texts = hardTexts.split('\n');
  for (const [i, index] of hardIndices.entries())
    numbers[index] = Number(decimal === '.' ? texts[i] : texts[i]!.replace(decimal, '.'));
}

function canBePlain({ layout, quotedNewlines }: Cut): boolean {
  return layout.columns > 1 && plainDelimiters.has(layout.syntax.delimiter) && !quotedNewlines;
}

function formOf({ layout, crlf }: Cut, wanted: number[]): PlainForm {
  return {
    columns: layout.columns,
    delimiter: layout.syntax.delimiter!.charCodeAt(0),
    quoted: layout.syntax.quote !== null,
    decimal: layout.format.decimal.charCodeAt(0),
    crlf,
    wanted,
  };
}
