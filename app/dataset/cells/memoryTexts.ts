// The columns of a small table that are kept as text, in memory: opening DuckDB takes ten times as long as reading them. In come the cells
// as text, out go the same answers as from DuckDB (textColumns.ts; test/app/dataset/cells/memoryTexts.test.ts compares all of them).
// Only plain ASCII is kept here: beyond it, DuckDB's lower case and normal forms are not JavaScript's.
import { float32Max } from '../../contract/limits.ts';
import { type CellFormat, numberOf, trimmed } from '../values/spelling.ts';
import type { Categories, CellCount, CellFacts, LevelCounts } from './cellFacts.ts';
import { tableClosed } from './closedTable.ts';
import type { NumberColumnAsked } from './nonNumericSql.ts';
import { spellingsSeen, type TextColumns, type TextRows } from './textColumns.ts';

/** Of the text: reading as many bytes again takes 10 ms. */
const mostBytes = 2 ** 20;
/** With at most as many rows a column's list of spellings is always complete. */
const mostRows = spellingsSeen;
/** DuckDB reads `-inf` and `-nan` as numbers. */
const plain = /^(?![\t ]*[-+](?:inf|nan))[\t -~]*$/i;

interface TextColumn {
  cells: (string | null)[];
  /** null where a cell is empty or no number. */
  numbers: (number | null)[];
}

export class MemoryTexts implements TextColumns, TextRows {
  private readonly columns: Map<number, TextColumn>;
  private readonly rows: number;
  private closed = false;

  private constructor(columns: Map<number, TextColumn>, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Whether a text of this size may be kept in memory. */
  static takes(bytes: number, rows: number): boolean {
    return bytes <= mostBytes && rows <= mostRows;
  }

  /** Keeps `columns` of the rows `lines`, whose numbers are written in `format`; null where some cell is not plain. */
  static of(lines: (string | null)[][], columns: number[], format: CellFormat): MemoryTexts | null {
    const kept = new Map<number, TextColumn>();
    for (const column of columns) {
      const cells = lines.map((line) => line[column] ?? null);
      if (!cells.every((cell) => cell === null || plain.test(cell))) return null;
      kept.set(column, { cells, numbers: numbersOf(cells, format) });
    }
    return new MemoryTexts(kept, lines.length);
  }

  has(column: number): boolean {
    return this.columns.has(column);
  }

  async facts(column: number): Promise<CellFacts> {
    const { cells, numbers } = this.column(column);
    const filled = cells.filter((cell) => cell !== null).length;
    const values = numbers.filter((value) => value !== null);
    const zeros = cells.filter((cell, row) => cell! >= '00' && cell! < '0:' && numbers[row] !== null);
    return {
      empty: this.rows - filled,
      others: filled - values.length,
      leadingZeros: zeros.length,
      largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      spellings: this.counted(column, (_, row) => numbers[row] === null),
      complete: true,
    };
  }

  async readNumbers(column: number, format: CellFormat): Promise<void> {
    const kept = this.column(column);
    kept.numbers = numbersOf(kept.cells, format);
  }

  async missingCells(column: number, missing: ReadonlySet<string>): Promise<CellCount[]> {
    const { numbers } = this.column(column);
    const means = (cell: string) => cell === '' || missing.has(cell);
    return this.counted(column, (cell, row) => numbers[row] === null && means(trimmed(cell).toLowerCase()));
  }

  async levels(column: number, missing: string[], limit: number): Promise<LevelCounts> {
    const counts = new Map<string, number>();
    for (const level of this.levelsOf(column, missing))
      if (level !== null) counts.set(level, (counts.get(level) ?? 0) + 1);
    const levels = Array.from(counts, ([value, rows]) => ({ value, rows }));
    const distinct = levels.length;
    levels.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
    return {
      levels: levels.slice(0, limit),
      distinct,
      rows: levels.reduce((sum, { rows }) => sum + rows, 0),
      length: distinct === 0 ? 0 : levels.reduce((sum, { value }) => sum + value.length, 0) / distinct,
    };
  }

  async nonNumericCells(
    columns: NumberColumnAsked[],
    most: number,
  ): Promise<[row: number, index: number, text: string][]> {
    const found = columns.flatMap(({ column, missing }, index) =>
      this.nonNumericRows(column, missing).map((row): [number, number, string] => [
        row,
        index,
        this.column(column).cells[row]!,
      ]),
    );
    return found.sort(([row, k], [other, l]) => row - other || k - l).slice(0, most);
  }

  async notNumbers(column: number, missing: string[]): Promise<Uint32Array> {
    return Uint32Array.from(this.nonNumericRows(column, missing));
  }

  async countNonNumericRows(columns: NumberColumnAsked[], except: number[]): Promise<number> {
    const rows = new Set(columns.flatMap(({ column, missing }) => this.nonNumericRows(column, missing)));
    for (const row of except) rows.delete(row);
    return rows.size;
  }

  async countBeyond(column: number): Promise<number> {
    return this.column(column).numbers.filter((value) => value !== null && !isFloat32(value)).length;
  }

  async countNonZero(column: number): Promise<number> {
    return this.column(column).numbers.filter((value) => value !== null && value !== 0).length;
  }

  async firstMatch(column: number, pattern: string): Promise<string | null> {
    const whole = wholly(pattern);
    return this.column(column).cells.find((cell) => cell !== null && whole.test(trimmed(cell))) ?? null;
  }

  async matching(column: number, pattern: string): Promise<CellCount[]> {
    const whole = wholly(pattern);
    const found = this.inOrder(column, (cell) => whole.test(trimmed(cell).toLowerCase()));
    return found.slice(0, 100);
  }

  async countMatches(column: number, pattern: string): Promise<number> {
    const whole = wholly(pattern);
    return this.column(column).cells.filter((cell) => cell !== null && whole.test(trimmed(cell))).length;
  }

  async rowsOf(cells: [column: number, text: string][]): Promise<{ count: number; first: number }> {
    const has = (row: number) =>
      cells.every(([column, text]) => {
        const cell = this.column(column).cells[row];
        return typeof cell === 'string' && trimmed(cell) === text;
      });
    const found = this.rowsThat(has);
    return { count: found.length, first: found[0] ?? 0 };
  }

  async numbers(column: number, into: Float64Array): Promise<Float64Array> {
    for (const [row, value] of this.column(column).numbers.entries())
      into[row] = value !== null && isFloat32(value) ? value : Number.NaN;
    return into;
  }

  async categories(column: number, missing: string[]): Promise<Categories> {
    const cells = this.levelsOf(column, missing);
    const levels = [...new Set(cells)].filter((level) => level !== null).sort(ascending);
    const codes = new Map(levels.map((level, code) => [level, code]));
    return { codes: Int32Array.from(cells, (level) => (level === null ? -1 : codes.get(level)!)), levels };
  }

  async ordered(column: number, missing: string[], descending: boolean): Promise<Uint32Array> {
    const levels = this.levelsOf(column, missing);
    const sign = descending ? -1 : 1;
    return Uint32Array.from(levels.keys()).sort((a, b) => {
      const [first = null, second = null] = [levels[a], levels[b]];
      if (first === null || second === null) return Number(first === null) - Number(second === null) || a - b;
      return sign * ascending(first, second) || a - b;
    });
  }

  async containing(column: number, missing: string[], text: string): Promise<Uint8Array> {
    const sought = text.toLowerCase();
    const { cells } = this.column(column);
    const present = this.levelsOf(column, missing);
    return this.marked((row) => present[row] !== null && cells[row]!.toLowerCase().includes(sought));
  }

  async lacking(column: number, missing: string[]): Promise<Uint8Array> {
    const levels = this.levelsOf(column, missing);
    return this.marked((row) => levels[row] === null);
  }

  /** No hashes: equal cells have equal numbers, different ones different ones. */
  async *hashes(columns: number[]): AsyncGenerator<{ from: number; hashes: Int32Array }> {
    const known = new Map<string, number>();
    const hashes = new Int32Array(2 * this.rows);
    const asked = columns.filter((column) => this.has(column)).map((column) => this.column(column).cells);
    if (asked.length === 0) return;
    for (let row = 0; row < this.rows; row++) {
      const key = JSON.stringify(asked.map((cells) => cells[row]));
      const number = known.get(key) ?? known.size;
      known.set(key, number);
      hashes[2 * row] = number;
    }
    yield { from: 0, hashes };
  }

  close(): void {
    this.closed = true;
  }

  private column(index: number): TextColumn {
    if (this.closed) throw tableClosed();
    return this.columns.get(index)!;
  }

  /** Each row's level; null where the cell is empty or missing. */
  private levelsOf(column: number, missing: string[]): (string | null)[] {
    const lost = new Set(missing);
    return this.column(column).cells.map((cell) => (cell === null || lost.has(cell) ? null : trimmed(cell)));
  }

  private nonNumericRows(column: number, missing: string[]): number[] {
    const { numbers } = this.column(column);
    const levels = this.levelsOf(column, missing);
    return this.rowsThat(
      (row) => levels[row] !== null && (numbers[row] === null || !isFloat32(numbers[row]!)),
    );
  }

  private rowsThat(has: (row: number) => boolean): number[] {
    return Array.from({ length: this.rows }, (_, row) => row).filter(has);
  }

  private marked(has: (row: number) => boolean): Uint8Array {
    return Uint8Array.from({ length: this.rows }, (_, row) => Number(has(row)));
  }

  /** The different cells that `wanted` accepts, most frequent first. */
  private counted(column: number, wanted: (cell: string, row: number) => boolean): CellCount[] {
    const found = this.inOrder(column, wanted);
    return found.sort((a, b) => b.rows - a.rows || ascending(a.value, b.value));
  }

  /** The same in the order in which they come. */
  private inOrder(column: number, wanted: (cell: string, row: number) => boolean): CellCount[] {
    const counts = new Map<string, number>();
    for (const [row, cell] of this.column(column).cells.entries())
      if (cell !== null && wanted(cell, row)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    return Array.from(counts, ([value, rows]) => ({ value, rows }));
  }
}

function numbersOf(cells: (string | null)[], format: CellFormat): (number | null)[] {
  const { missing } = format;
  return cells.map((cell) =>
    cell === null || missing.has(trimmed(cell).toLowerCase()) ? null : numberOf(cell, format),
  );
}

function isFloat32(value: number): boolean {
  return Math.abs(value) <= float32Max;
}

function wholly(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

/** By code point, which for ASCII is by unit. */
function ascending(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
