// Rows of the columns that DuckDB keeps as text: sorted by a column, those that match a text or lack a value, and their hashes.

import { quoted } from '../resources/sqlText.ts';
import { type CellDatabase, groupColumns } from './cellDatabase.ts';
import type { DatabaseTextColumns } from './databaseTextColumns.ts';
import { levelSql, presentSql } from './levelSql.ts';
import type { TextRows } from './textColumns.ts';
import { itemsOf } from './vectorItems.ts';

export class DatabaseTextRows implements TextRows {
  private readonly database: CellDatabase;
  private readonly text: DatabaseTextColumns;
  private readonly rows: number;

  constructor(database: CellDatabase, text: DatabaseTextColumns, rows: number) {
    this.database = database;
    this.text = text;
    this.rows = rows;
  }

  async ordered(column: number, missing: string[], descending: boolean): Promise<Uint32Array> {
    const level = `CASE WHEN ${presentSql(column, missing)} THEN ${levelSql(column)} END`;
    const way = descending ? 'DESC' : 'ASC';
    const sql = `SELECT rowid::INTEGER FROM ${this.text.tableOf(column)} ORDER BY ${level} ${way} NULLS LAST, rowid`;
    const order = new Uint32Array(this.rows);
    let count = 0;
    for await (const rows of this.numbers(sql)) {
      order.set(rows, count);
      count += rows.length;
    }
    return order;
  }

  containing(column: number, missing: string[], text: string): Promise<Uint8Array> {
    const contains = `contains(lower(c${column}), lower(${quoted(text)}))`;
    return this.matching(column, `${presentSql(column, missing)} AND ${contains}`);
  }

  lacking(column: number, missing: string[]): Promise<Uint8Array> {
    return this.matching(column, `NOT (${presentSql(column, missing)})`);
  }

  private async matching(column: number, condition: string): Promise<Uint8Array> {
    const found = new Uint8Array(this.rows);
    const sql = `SELECT rowid::INTEGER FROM ${this.text.tableOf(column)} WHERE ${condition}`;
    for await (const rows of this.numbers(sql)) for (const row of rows) found[row] = 1;
    return found;
  }

  async *hashes(columns: number[]): AsyncGenerator<{ from: number; hashes: Int32Array }> {
    for (let first = 0; first < this.text.columns.length; first += groupColumns) {
      const group = this.text.columns.slice(first, first + groupColumns).filter((i) => columns.includes(i));
      if (group.length === 0) continue;
      const sql = `SELECT hash(${group.map((i) => `c${i}`)}) FROM g${first / groupColumns}`;
      let from = 0;
      for await (const chunk of this.database.chunks(sql)) {
        const bits = itemsOf(chunk.getColumnVector(0), BigUint64Array).subarray(0, chunk.rowCount);
        yield { from, hashes: new Int32Array(bits.buffer, bits.byteOffset, 2 * bits.length) };
        from += bits.length;
      }
    }
  }

  private async *numbers(sql: string): AsyncGenerator<Int32Array> {
    for await (const chunk of this.database.chunks(sql))
      yield itemsOf(chunk.getColumnVector(0), Int32Array).subarray(0, chunk.rowCount);
  }
}
