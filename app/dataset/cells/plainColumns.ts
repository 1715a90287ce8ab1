// The plain columns of a regular file: all cells are plain numbers or empty, as in most columns of most large files. They come
// as doubles from the engine (engineScan.ts) or from DuckDB, and no text is kept. If reading shows that a column is not plain
// (a spelling of missing, a word, leading zeros, a number beyond float32 or beyond exact whole doubles), it is kept as text
// instead.
import type { DuckDBVector } from '@duckdb/node-api';
import type { Cut, Scan } from '../csv/scan.ts';
import { NumberFacts } from '../numbers/numberFacts.ts';
import { plainNumberSql } from '../values/spelling.ts';
import type { CellDatabase } from './cellDatabase.ts';
import { NumberColumns } from './numberColumns.ts';
import { longestLine, readCsvSql } from './readCsv.ts';

export class PlainColumns {
  private readonly columns: Map<number, { index: number; facts: NumberFacts }>;
  private readonly kept: NumberColumns;

  constructor(kept: NumberColumns, columns: number[], readers: (ColumnReader | null)[]) {
    this.kept = kept;
    this.columns = new Map();
    for (const [index, column] of columns.entries()) {
      const facts = readers[index]?.facts ?? null;
      if (facts !== null && facts.count > 0) this.columns.set(column, { index, facts });
    }
  }

  /** Reads `columns` of the file at `path`. Rejects where DuckDB cannot read the file by `cut`. */
  static async read(
    database: CellDatabase,
    path: string,
    cut: Cut,
    columns: number[],
    signal?: AbortSignal,
  ): Promise<PlainColumns> {
    const { layout, marks, firstLine } = cut;
    const names = columns.map((i) => `c${i}`);
    const from = (doubles?: Set<number>) => `FROM ${readCsvSql(path, firstLine - 1, cut, doubles)}`;
    // Casting while cutting takes DuckDB two thirds of the time, but then the first cell that is not a number ends the reading.
    if (layout.format.decimal === '.' && !marks.underscores) {
      const asDoubles = `SELECT ${names} ${from(new Set(columns))}`;
      const read = await PlainColumns.stream(database, asDoubles, columns, signal).catch(() => null);
      signal?.throwIfAborted();
      if (read !== null) return read;
    }
    const numbers = names.map((name) => plainNumberSql(name, layout.format.decimal, marks));
    return PlainColumns.stream(database, `SELECT ${numbers} ${from()}`, columns, signal);
  }

  private static async stream(
    database: CellDatabase,
    sql: string,
    columns: number[],
    signal?: AbortSignal,
  ): Promise<PlainColumns> {
    const builder = await PlainColumnsBuilder.create(database, columns);
    try {
      if (columns.length > 0)
        for await (const chunk of database.chunks(sql, signal))
          await builder.append(chunk.rowCount, (k) => doublesOf(chunk.getColumnVector(k)));
      return builder.done();
    } catch (error) {
      builder.close();
      throw error;
    }
  }

  /** Drops columns that will be read as text instead. */
  drop(columns: Iterable<number>): void {
    for (const column of columns) this.columns.delete(column);
  }

  /** Whether DuckDB saw as many rows as there are. */
  fits(rows: number): boolean {
    return this.columns.size === 0 || this.kept.rows === rows;
  }

  has(column: number): boolean {
    return this.columns.has(column);
  }

  facts(column: number): NumberFacts | null {
    return this.columns.get(column)?.facts ?? null;
  }

  /** Fills `into`, which has an entry per row; NaN where a cell is empty. */
  async numbers(column: number, into: Float64Array): Promise<Float64Array> {
    const { index } = this.columns.get(column)!;
    return this.kept.numbers(index, into);
  }

  /** Like `numbers`, but only rows `from`..`to - 1`, written to the beginning of `into`. */
  async span(column: number, from: number, to: number, into: Float64Array): Promise<void> {
    await this.kept.span(this.columns.get(column)!.index, from, to, into);
  }

  close(): void {
    this.kept.close();
  }
}

/** Whether reading by `early` gave the same result as reading by `scan`, which knows the whole file. */
export function covers(early: Cut, scan: Scan): boolean {
  return (
    scan.regular &&
    early.firstLine === scan.firstLine &&
    early.crlf === scan.crlf &&
    early.quotedNewlines === scan.quotedNewlines &&
    early.marks.underscores === scan.marks.underscores &&
    longestLine(early) >= longestLine(scan)
  );
}

/** Takes a column's numbers piece by piece and finds out whether all of its cells are plain. */
class ColumnReader {
  readonly facts = new NumberFacts();
  private empty = 0;

  /** Takes a vector's numbers from `from` on; NaN where a cell is empty. False where the column turns out not to be plain. */
  take({ values, valid, emptyIsNaN }: Doubles, into: Float64Array, from: number): boolean {
    into.set(values.subarray(from, from + into.length));
    if (valid !== null) {
      for (let i = 0; i < into.length; i++) {
        const at = from + i;
        if ((valid[at >> 5]! >>> (at & 31)) & 1) continue;
        into[i] = Number.NaN;
        this.empty++;
      }
    }
    const { facts } = this;
    facts.add(into);
    if (emptyIsNaN) this.empty = facts.rows - facts.count;
    // A NaN in a cell that is not empty was not a number.
    return facts.count + this.empty === facts.rows && facts.largest <= Number.MAX_SAFE_INTEGER;
  }
}

/** Takes the rows in order as they arrive, and builds the columns. */
export class PlainColumnsBuilder {
  private readonly kept: NumberColumns;
  private readonly columns: number[];
  /** null for a column that turned out not to be plain. */
  private readonly readers: (ColumnReader | null)[];

  private constructor(kept: NumberColumns, columns: number[]) {
    this.kept = kept;
    this.columns = columns;
    this.readers = columns.map(() => new ColumnReader());
  }

  static async create(database: CellDatabase, columns: number[]): Promise<PlainColumnsBuilder> {
    return new PlainColumnsBuilder(
      await NumberColumns.create(columns.length, database.fileFor('numbers')),
      columns,
    );
  }

  /** Appends the next rows: `doubles` returns the numbers of the column at index k, null where it is not plain. */
  async append(rows: number, doubles: (k: number) => Doubles | null): Promise<void> {
    const vectors = this.readers.map((reader, k) => (reader === null ? null : doubles(k)));
    await this.kept.append(rows, (k, into, from) => {
      const vector = vectors[k] ?? null;
      if (vector === null || this.readers[k]?.take(vector, into, from) === false) this.readers[k] = null;
    });
  }

  done(): PlainColumns {
    return new PlainColumns(this.kept, this.columns, this.readers);
  }

  close(): void {
    this.kept.close();
  }
}

/** `valid` has a 1 bit for each row with a number; null: all rows have one. With `emptyIsNaN` a NaN is an empty cell. */
export interface Doubles {
  values: Float64Array;
  valid: Uint32Array | null;
  emptyIsNaN?: true;
}

/** `items` is private only in DuckDB's declarations; reading item by item takes ten times as long. */
function doublesOf(vector: DuckDBVector): Doubles {
  const { items, validity } = vector as unknown as {
    items: unknown;
    validity: { data: BigUint64Array | null };
  };
  if (!(items instanceof Float64Array)) throw new TypeError('a number column is not of doubles');
  const bits = validity.data;
  return { values: items, valid: bits === null ? null : new Uint32Array(bits.buffer, bits.byteOffset) };
}
