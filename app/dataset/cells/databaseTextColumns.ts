// The columns that are kept as text in DuckDB, `groupColumns` of them in each table: `c<column>` as in the file, `n<column>`
// the number that it spells, NULL where there is none. Counts of spellings, levels and numbers of a column come from here, rows
// from databaseTextRows.ts.

import { float32Max } from '../../contract/limits.ts';
import { quoted } from '../resources/sqlText.ts';
import { byCodePoint, type CellFormat, numberSql } from '../values/spelling.ts';
import { type CellDatabase, groupColumns } from './cellDatabase.ts';
import type { Categories, CellCount, CellFacts, LevelCounts } from './cellFacts.ts';
import { bareSql, levelSql, presentSql } from './levelSql.ts';
import { type NumberColumnAsked, nonNumericSql } from './nonNumericSql.ts';
import { spellingsSeen, type TextColumns } from './textColumns.ts';
import { itemsOf } from './vectorItems.ts';

/** Bytes of number columns that are cached for the next call. */
const blockBytes = 64 * 2 ** 20;

export class DatabaseTextColumns implements TextColumns {
  /** Ascending; `indices` has the index of each in this list. */
  readonly columns: readonly number[];
  private readonly database: CellDatabase;
  private readonly indices: Map<number, number>;
  private readonly rows: number;
  private readonly known = new Map<number, CellFacts>();
  private block: { from: number; columns: Float64Array[] } | null = null;
  private readonly levelNames = new Map<number, Promise<Levels>>();

  constructor(database: CellDatabase, columns: readonly number[], rows: number) {
    this.database = database;
    this.columns = columns;
    this.indices = new Map(columns.map((column, index) => [column, index]));
    this.rows = rows;
  }

  has(column: number): boolean {
    return this.indices.has(column);
  }

  async facts(column: number): Promise<CellFacts> {
    const known = this.known.get(column);
    if (known !== undefined) return known;
    const first = this.indices.get(column)! - (this.indices.get(column)! % groupColumns);
    const group = this.columns.slice(first, first + groupColumns);
    for (const [k, facts] of (await this.factsOf(group)).entries()) this.known.set(group[k]!, facts);
    return this.known.get(column)!;
  }

  async readNumbers(column: number, format: CellFormat): Promise<void> {
    const number = numberSql(`c${column}`, format, { commas: true, underscores: true });
    await this.database.query(`UPDATE ${this.tableOf(column)} SET n${column} = ${number}`);
    this.block = null;
    const [facts] = await this.factsOf([column]);
    this.known.set(column, facts!);
  }

  /** Facts of columns that are in one table. */
  private async factsOf(columns: number[]): Promise<CellFacts[]> {
    const group = this.tableOf(columns[0]!);
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
    const queries = columns.flatMap((i, k) =>
      facts[k]!.others === 0
        ? []
        : [
            `(SELECT ${k}, c${i}, count(*)::DOUBLE FROM ${group}
          WHERE n${i} IS NULL AND c${i} IS NOT NULL GROUP BY c${i} ORDER BY hash(c${i}) LIMIT ${spellingsSeen + 1})`,
          ],
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

  /** The table that holds a column's text. */
  tableOf(column: number): string {
    return `g${Math.floor(this.indices.get(column)! / groupColumns)}`;
  }

  async missingCells(column: number, missing: ReadonlySet<string>): Promise<CellCount[]> {
    const tokens = ['', ...missing].map(quoted).join(', ');
    const sql = `SELECT c${column}, count(*)::DOUBLE FROM ${this.tableOf(column)}
      WHERE n${column} IS NULL AND c${column} IS NOT NULL AND lower(${bareSql(column)}) IN (${tokens}) GROUP BY 1`;
    const rows = await this.database.query(sql);
    return rows.map(([value, count]) => ({ value: value as string, rows: count as number }));
  }

  async levels(column: number, missing: string[], limit: number): Promise<LevelCounts> {
    const sql = `SELECT level, rows, count(*) OVER ()::DOUBLE, (sum(rows) OVER ())::DOUBLE, (avg(length(level)) OVER ())::DOUBLE
      FROM (SELECT ${levelSql(column)} AS level, sum(cells)::DOUBLE AS rows
        FROM (SELECT c${column}, count(*) AS cells FROM ${this.tableOf(column)} GROUP BY 1)
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

  async nonNumericCells(
    columns: NumberColumnAsked[],
    most: number,
  ): Promise<[row: number, index: number, text: string][]> {
    const rows = await this.database.query(
      `${nonNumericSql(columns, (column) => this.tableOf(column))} ORDER BY r, k LIMIT ${most}`,
    );
    return rows as [number, number, string][];
  }

  async notNumbers(column: number, missing: string[]): Promise<Uint32Array> {
    const asked = nonNumericSql([{ column, missing }], (one) => this.tableOf(one));
    const found: number[] = [];
    for await (const chunk of this.database.chunks(`SELECT r FROM (${asked}) ORDER BY r`))
      for (const row of itemsOf(chunk.getColumnVector(0), Float64Array).subarray(0, chunk.rowCount))
        found.push(row);
    return Uint32Array.from(found);
  }

  async countNonNumericRows(columns: NumberColumnAsked[], except: number[]): Promise<number> {
    const others = except.length === 0 ? '' : `WHERE r NOT IN (${except.join()})`;
    const sql = `SELECT count(DISTINCT r)::DOUBLE FROM (${nonNumericSql(columns, (column) => this.tableOf(column))}) ${others}`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  async countBeyond(column: number): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM ${this.tableOf(column)} WHERE abs(n${column}) > ${float32Max}`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  async countNonZero(column: number): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM ${this.tableOf(column)} WHERE n${column} <> 0`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  async firstMatch(column: number, pattern: string): Promise<string | null> {
    const sql = `SELECT c${column} FROM ${this.tableOf(column)}
      WHERE regexp_full_match(${bareSql(column)}, ${quoted(pattern)}) ORDER BY rowid LIMIT 1`;
    const [[cell = null] = []] = await this.database.query(sql);
    return cell as string | null;
  }

  async matching(column: number, pattern: string): Promise<CellCount[]> {
    const sql = `SELECT c${column}, count(*)::DOUBLE FROM ${this.tableOf(column)}
      WHERE regexp_full_match(lower(${bareSql(column)}), ${quoted(pattern)}) GROUP BY 1 ORDER BY min(rowid) LIMIT 100`;
    const rows = await this.database.query(sql);
    return rows.map(([value, count]) => ({ value: value as string, rows: count as number }));
  }

  /** Columns that are not in the table of the first one are not compared. */
  async rowsOf(cells: [column: number, text: string][]): Promise<{ count: number; first: number }> {
    const group = this.tableOf(cells[0]![0]);
    const equal = cells
      .filter(([column]) => this.tableOf(column) === group)
      .map(([column, text]) => `${bareSql(column)} = ${quoted(text)}`);
    const sql = `SELECT count(*)::DOUBLE, coalesce(min(rowid), 0)::DOUBLE FROM ${group} WHERE ${equal.join(' AND ')}`;
    const [[count, first] = []] = await this.database.query(sql);
    return { count: count as number, first: first as number };
  }

  async countMatches(column: number, pattern: string): Promise<number> {
    const sql = `SELECT count(*)::DOUBLE FROM ${this.tableOf(column)}
      WHERE regexp_full_match(${bareSql(column)}, ${quoted(pattern)})`;
    const [[count] = []] = await this.database.query(sql);
    return count as number;
  }

  async numbers(column: number, into: Float64Array): Promise<Float64Array> {
    const kept = this.block?.columns[this.indices.get(column)! - this.block.from];
    if (kept !== undefined) return copied(kept, into);
    const fitting = Math.floor(blockBytes / 8 / Math.max(this.rows, 1));
    const width = Math.max(1, Math.min(groupColumns, fitting));
    const index = this.indices.get(column)!;
    const groupStart = index - (index % groupColumns);
    const from = index - ((index - groupStart) % width);
    const columns = this.columns.slice(from, Math.min(from + width, groupStart + groupColumns));
    this.block = { from, columns: await this.numberBlock(columns) };
    return copied(this.block.columns[index - from]!, into);
  }

  private async numberBlock(columns: number[]): Promise<Float64Array[]> {
    const numbers = columns.map(() => new Float64Array(this.rows));
    const names = columns.map((i) => `coalesce(n${i}, 'NaN'::DOUBLE)`);
    let offset = 0;
    for await (const chunk of this.database.chunks(`SELECT ${names} FROM ${this.tableOf(columns[0]!)}`)) {
      for (const [k, target] of numbers.entries()) {
        copyFinite(itemsOf(chunk.getColumnVector(k), Float64Array), chunk.rowCount, target, offset);
      }
      offset += chunk.rowCount;
    }
    return numbers;
  }

  async categories(column: number, missing: string[]): Promise<Categories> {
    let known = this.levelNames.get(column);
    if (known === undefined) {
      known = this.nameCells(column, missing);
      this.levelNames.set(column, known);
    }
    const { levels, indices } = await known;
    const codes = new Int32Array(this.rows);
    if (levels.length === 0) return { codes: codes.fill(-1), levels: [] };
    const sql = `SELECT coalesce(enum_code(c${column}::cells${column})::INTEGER, -1) FROM ${this.tableOf(column)}`;
    let row = 0;
    for await (const chunk of this.database.chunks(sql)) {
      for (const cell of itemsOf(chunk.getColumnVector(0), Int32Array)) codes[row++] = indices[cell] ?? -1;
    }
    return { codes, levels: [...levels] };
  }

  /** Creates an enumeration `cells<column>` of a column's different cells, and maps each of them to its level. */
  private async nameCells(column: number, missing: string[]): Promise<Levels> {
    const cells = `SELECT DISTINCT c${column} FROM ${this.tableOf(column)} WHERE c${column} IS NOT NULL ORDER BY 1`;
    const level = `CASE WHEN ${presentSql(column, missing)} THEN ${levelSql(column)} END`;
    const named = await this.database.query(`SELECT ${level} FROM (${cells}) ORDER BY c${column}`);
    const names = named.map(([name]) => name as string | null);
    const levels = [...new Set(names.filter((name) => name !== null))].sort(byCodePoint);
    if (levels.length > 0) await this.database.query(`CREATE TYPE cells${column} AS ENUM (${cells})`);
    const indexOf = new Map(levels.map((name, index) => [name, index]));
    const indices = Int32Array.from(names, (name) => (name === null ? -1 : indexOf.get(name)!));
    return { levels, indices };
  }

  close(): void {
    this.block = null;
  }
}

interface Levels {
  /** By code point. */
  levels: string[];
  /** For each different cell the index of its level; -1 for one that means missing. */
  indices: Int32Array;
}

function copied(values: Float64Array, into: Float64Array): Float64Array {
  into.set(values);
  return into;
}

function copyFinite(values: Float64Array, count: number, target: Float64Array, offset: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    target[offset + i] = Math.abs(value) <= float32Max ? value : Number.NaN;
  }
}
