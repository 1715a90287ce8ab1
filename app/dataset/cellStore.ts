// The cells of a file, asked for column by column: spellings, levels, numbers, windows of rows. Nothing is decided here.
import type { DuckDBResult, DuckDBVector } from '@duckdb/node-api';
import { CellDatabase, groupColumns, groupOf } from './cellDatabase.ts';
import type { Scan } from './scan.ts';
import type { SourceFile } from './sourceFile.ts';
import { blanks, float32Max, missingSpellings, quoted } from './spelling.ts';

/** Distinct cells looked at to type a column. */
export const spellingsSeen = 2_000;
/** Bytes of the block of number columns kept for the next call. */
const blockBytes = 64 * 2 ** 20;

export interface CellCount {
  value: string;
  rows: number;
}

export interface CellFacts {
  /** Empty or absent. */
  empty: number;
  /** Cells that are neither empty nor numbers. */
  others: number;
  /** Such cells, most frequent first; when there are more than `spellingsSeen`, some of them and `complete` is false. */
  spellings: CellCount[];
  complete: boolean;
  /** Numbers written with leading zeros. */
  leadingZeros: number;
  /** The largest magnitude. */
  largest: number;
}

export interface LevelCounts {
  levels: CellCount[];
  distinct: number;
  rows: number;
  /** Mean number of characters over the distinct levels. */
  length: number;
}

export class CellStore {
  readonly rows: number;
  readonly columns: number;
  private readonly database: CellDatabase;
  private block: { from: number; columns: Float64Array[] } | null = null;

  private constructor(database: CellDatabase, scan: Scan) {
    this.database = database;
    this.rows = scan.rows;
    this.columns = scan.layout.columns;
  }

  static async load(source: SourceFile, scan: Scan, signal?: AbortSignal): Promise<CellStore> {
    return new CellStore(await CellDatabase.load(source, scan, signal), scan);
  }

  /** Of the columns from `from` on, as many as are kept together. */
  async facts(from: number): Promise<CellFacts[]> {
    const group = groupOf(from);
    const columns = Array.from({ length: Math.min(groupColumns, this.columns - from) }, (_, k) => from + k);
    const counts = columns.map(
      (i) => `count(c${i})::DOUBLE, count(n${i})::DOUBLE,
        count(CASE WHEN c${i} >= '00' AND c${i} < '0:' THEN n${i} END)::DOUBLE, max(abs(n${i}))`,
    );
    const [row = []] = await this.database.query(`SELECT ${counts} FROM ${group}`);
    const facts = columns.map((_, k) => {
      const [filled = 0, numbers = 0, leadingZeros = 0, largest = 0] = row.slice(
        4 * k,
        4 * k + 4,
      ) as number[];
      const empty = this.rows - filled;
      return {
        empty,
        others: filled - numbers,
        leadingZeros,
        largest: largest ?? 0,
        spellings: [],
        complete: true,
      };
    }) as CellFacts[];
    const queries = columns
      .filter((_, k) => facts[k]!.others > 0)
      .map(
        (i) => `(SELECT ${i - from}, c${i}, count(*)::DOUBLE FROM ${group}
          WHERE n${i} IS NULL AND c${i} IS NOT NULL GROUP BY c${i} LIMIT ${spellingsSeen + 1})`,
      );
    if (queries.length === 0) return facts;
    for (const [k, value, rows] of await this.database.query(queries.join(' UNION ALL '))) {
      facts[k as number]!.spellings.push({ value: value as string, rows: rows as number });
    }
    for (const fact of facts) {
      fact.complete = fact.spellings.length <= spellingsSeen;
      fact.spellings.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
    }
    return facts;
  }

  /** Every spelling of missing in a column whose spellings are not complete. */
  async missingCells(column: number): Promise<CellCount[]> {
    const tokens = ['', ...missingSpellings].map(quoted).join(', ');
    const sql = `SELECT c${column}, count(*)::DOUBLE FROM ${groupOf(column)}
      WHERE n${column} IS NULL AND c${column} IS NOT NULL AND lower(${bareSql(column)}) IN (${tokens}) GROUP BY 1`;
    const rows = await this.database.query(sql);
    return rows.map(([value, count]) => ({ value: value as string, rows: count as number }));
  }

  /** A column's levels, most frequent first, at most `limit`; `missing` are the cells that are none, exactly as written. */
  async levels(column: number, missing: string[], limit: number): Promise<LevelCounts> {
    const sql = `SELECT level, rows, count(*) OVER ()::DOUBLE, (sum(rows) OVER ())::DOUBLE, (avg(length(level)) OVER ())::DOUBLE
      FROM (SELECT ${levelSql(column)} AS level, count(*)::DOUBLE AS rows FROM ${groupOf(column)}
        WHERE ${presentSql(column, missing)} GROUP BY 1)
      ORDER BY rows DESC, level LIMIT ${limit}`;
    const rows = await this.database.query(sql);
    const [, , distinct = 0, total = 0, length = 0] = rows[0] ?? [];
    return {
      levels: rows.map(([value, count]) => ({ value: value as string, rows: count as number })),
      distinct: distinct as number,
      rows: total as number,
      length: length as number,
    };
  }

  /** How many numbers float32 cannot hold. */
  async countBeyond(column: number): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM ${groupOf(column)} WHERE abs(n${column}) > ${float32Max}`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  /** How many cells match a regular expression (RE2) as a whole. */
  async countMatches(column: number, pattern: string): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM ${groupOf(column)}
      WHERE regexp_full_match(${bareSql(column)}, ${quoted(pattern)})`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  /** Numbers of a column, NaN where there is none or one beyond float32. The array is the caller's. */
  async numbers(column: number): Promise<Float64Array> {
    const kept = this.block?.columns[column - this.block.from];
    if (kept !== undefined) return kept.slice();
    const fitting = Math.floor(blockBytes / 8 / Math.max(this.rows, 1));
    const width = Math.max(1, Math.min(groupColumns, fitting));
    const groupStart = column - (column % groupColumns);
    const from = column - ((column - groupStart) % width);
    const to = Math.min(from + width, groupStart + groupColumns, this.columns);
    const columns = await this.numberBlock(from, to);
    this.block = { from, columns };
    return columns[column - from]!.slice();
  }

  private async numberBlock(from: number, to: number): Promise<Float64Array[]> {
    const columns = Array.from({ length: to - from }, () => new Float64Array(this.rows));
    const names = columns.map((_, k) => `coalesce(n${from + k}, 'NaN'::DOUBLE)`);
    const connection = await this.database.connect();
    try {
      let offset = 0;
      for await (const chunk of chunksOf(await connection.stream(`SELECT ${names} FROM ${groupOf(from)}`))) {
        for (const [k, target] of columns.entries()) {
          copyFinite(doublesOf(chunk.getColumnVector(k)), chunk.rowCount, target, offset);
        }
        offset += chunk.rowCount;
      }
    } finally {
      connection.disconnectSync();
    }
    return columns;
  }

  /** The levels of a column row by row, in pieces; null is missing. */
  async *levelPieces(column: number, missing: string[]): AsyncGenerator<(string | null)[]> {
    const sql = `SELECT CASE WHEN ${presentSql(column, missing)} THEN ${levelSql(column)} END FROM ${groupOf(column)}`;
    const connection = await this.database.connect();
    try {
      for await (const chunk of chunksOf(await connection.stream(sql))) {
        yield chunk.getColumnVector(0).toArray() as (string | null)[];
      }
    } finally {
      connection.disconnectSync();
    }
  }

  /** Rows `from`..`to - 1` as text. */
  async cells(from: number, to: number): Promise<(string | null)[][]> {
    let rows: (string | null)[][] = [];
    for (let first = 0; first < this.columns; first += groupColumns) {
      const names = Array.from(
        { length: Math.min(groupColumns, this.columns - first) },
        (_, k) => `c${first + k}`,
      );
      const sql = `SELECT ${names} FROM ${groupOf(first)} WHERE rowid >= ${from} AND rowid < ${to} ORDER BY rowid`;
      const part = (await this.database.query(sql)) as (string | null)[][];
      if (first === 0) rows = part;
      else for (const [row, cells] of part.entries()) rows[row]!.push(...cells);
    }
    return rows;
  }

  close(): void {
    this.block = null;
    this.database.close();
  }
}

function bareSql(column: number): string {
  return `trim(c${column}, ${quoted(blanks)})`;
}

function levelSql(column: number): string {
  return `nfc_normalize(${bareSql(column)})`;
}

function presentSql(column: number, missing: string[]): string {
  const present = `c${column} IS NOT NULL`;
  return missing.length === 0
    ? present
    : `${present} AND c${column} NOT IN (${missing.map(quoted).join(', ')})`;
}

/** The vector's own array: `items` is private in DuckDB's declarations only, and asking item by item takes ten times as long. */
function doublesOf(vector: DuckDBVector): Float64Array {
  const { items } = vector as unknown as { items: unknown };
  if (!(items instanceof Float64Array)) throw new TypeError('a number column is not of doubles');
  return items;
}

function copyFinite(values: Float64Array, count: number, target: Float64Array, offset: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    target[offset + i] = Math.abs(value) <= float32Max ? value : Number.NaN;
  }
}

async function* chunksOf(result: DuckDBResult) {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}
