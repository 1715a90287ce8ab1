// The Table of a file: combines the store of its cells, the kinds of its columns, views, figures and findings, and gives access
// to them by column name.

import type { Issue } from '../contract/issues/issues.ts';
import type { ColumnSummary, RowWindow } from '../contract/table/dataset.ts';
import type { Container, Dialect, Problem, Reading } from '../contract/table/reading.ts';
import type { TableEngine } from '../contract/table/tableEngine.ts';
import type { TableFile } from '../contract/table/tableFiles.ts';
import type { Categories, RowRecord } from './cells/cellFacts.ts';
import type { CellStore } from './cells/cellStore.ts';
import type { ColumnKind } from './columns/columnKind.ts';
import { profileNumbers } from './columns/summary.ts';
import { examine } from './findings/examine.ts';
import { countRepeatedRows } from './findings/repeatedRows.ts';
import { indices } from './numbers/indices.ts';
import { SkippablePause } from './resources/skippablePause.ts';
import { unknownColumn } from './table/lackingColumn.ts';
import { levelsOfNumbers, requireFewLevels } from './table/levelsOfNumbers.ts';
import type { RowsAsked, Table } from './table/table.ts';
import { Views } from './table/views.ts';
import { visitNumbers } from './table/visitNumbers.ts';

const noPause = () => Promise.resolve();

/** Cells per piece of `allCells`. */
const cellsPerPiece = 100_000;

export interface TableFacts {
  fileName: string;
  path: string;
  bytes: number;
  modified: number;
  hash: string;
  files: readonly TableFile[];
  fileColumn: string | null;
  container: Container;
  sheets: string[];
  reading: Reading;
  dialect: Dialect;
  rows: number;
  rowsLeftOut: number;
  problemRows: number;
  problems: Problem[];
  columns: ColumnSummary[];
  issues: Issue[];
  repairs: Issue[];
}

export class FileTable implements Table {
  readonly fileName: string;
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
  readonly hash: string;
  readonly files: readonly TableFile[];
  readonly fileColumn: string | null;
  readonly container: Container;
  readonly sheets: readonly string[];
  readonly reading: Reading;
  readonly dialect: Dialect;
  readonly ownForms: boolean;
  readonly rows: number;
  readonly rowsLeftOut: number;
  readonly problemRows: number;
  readonly problems: readonly Problem[];
  columns: readonly ColumnSummary[];
  issues: readonly Issue[];
  readonly repairs: readonly Issue[];
  examined = false;
  private readonly pause = new SkippablePause();
  private examining: Promise<void> | null = null;
  private readonly store: CellStore;
  private readonly engine: TableEngine | undefined;
  private readonly kinds: ColumnKind[];
  private readonly views: Views;
  private readonly indices: Map<string, number>;

  constructor(store: CellStore, kinds: ColumnKind[], engine: TableEngine | undefined, facts: TableFacts) {
    this.fileName = facts.fileName;
    this.path = facts.path;
    this.bytes = facts.bytes;
    this.modified = facts.modified;
    this.hash = facts.hash;
    this.files = facts.files;
    this.fileColumn = facts.fileColumn;
    this.container = facts.container;
    this.sheets = facts.sheets;
    this.reading = facts.reading;
    this.dialect = facts.dialect;
    this.ownForms = kinds.some(({ ownForm }) => ownForm === true);
    this.rows = facts.rows;
    this.rowsLeftOut = facts.rowsLeftOut;
    this.problemRows = facts.problemRows;
    this.problems = facts.problems;
    this.columns = facts.columns;
    this.issues = facts.issues;
    this.repairs = facts.repairs;
    this.store = store;
    this.engine = engine;
    this.kinds = kinds;
    this.views = new Views(store, (name) => {
      const index = this.indexOf(name);
      return { index, kind: kinds[index]! };
    });
    this.indices = new Map(facts.columns.map((column, index) => [column.name, index]));
  }

  async numbers(column: string, into?: Float64Array): Promise<Float64Array> {
    return this.store.numbers(this.indexOf(column), into);
  }

  hasSpans(column: string): boolean {
    return this.store.hasSpans(this.indexOf(column));
  }

  async span(column: string, from: number, to: number, into: Float64Array): Promise<void> {
    await this.store.span(this.indexOf(column), from, to, into);
  }

  async categories(column: string): Promise<Categories> {
    const index = this.indexOf(column);
    const kind = this.kinds[index]!;
    if (kind.type === 'number' && !kind.ownForm)
      return levelsOfNumbers(await this.store.numbers(index), column);
    const { distinct } = kind.levels ?? (await this.store.text.levels(index, kind.missing, 1));
    requireFewLevels(column, distinct);
    return this.store.text.categories(index, kind.missing);
  }

  async notNumbers(column: string): Promise<Uint32Array> {
    const index = this.indexOf(column);
    return this.store.notNumbers(index, this.kinds[index]!.missing);
  }

  async records(rows: ReadonlySet<number>, signal?: AbortSignal): Promise<Map<number, RowRecord>> {
    return this.store.records(rows, signal);
  }

  async cells(offset: number, limit: number): Promise<(string | null)[][]> {
    return this.store.cells(offset, Math.min(offset + limit, this.rows));
  }

  async scattered(rows: Uint32Array): Promise<(string | null)[][]> {
    return this.store.scattered(rows);
  }

  async window({ offset, limit, view = {} }: RowsAsked): Promise<RowWindow> {
    const order = await this.views.order(view);
    if (order !== null) {
      const numbers = order.subarray(offset, offset + limit);
      const cells = await this.scattered(numbers);
      return { offset, rows: cells, numbers: [...numbers], count: order.length };
    }
    const rows = await this.cells(offset, limit);
    return { offset, rows, numbers: rows.map((_, k) => offset + k), count: this.rows };
  }

  async *allCells(): AsyncGenerator<(string | null)[][]> {
    const step = Math.max(1, Math.floor(cellsPerPiece / this.columns.length));
    for (let from = 0; from < this.rows; from += step) yield await this.cells(from, step);
  }

  allLines(): AsyncGenerator<string[]> | null {
    return this.store.allLines();
  }

  async profile(only?: string): Promise<void> {
    const wanted = only === undefined ? indices(this.columns.length) : [this.indexOf(only)];
    const left = wanted.filter((index) => !this.columns[index]!.profiled);
    const names = left.map((index) => this.columns[index]!.name);
    let before = Promise.resolve();
    const visit = async (values: Float64Array, index: number) => {
      // While the engine sorts one column, this thread reads the next.
      const done = this.profileOne(left[index]!, values);
      done.catch(() => {});
      await before;
      before = done;
      // Wait for the last one before the arrays are returned to the pool.
      if (index === left.length - 1) await done;
    };
    await visitNumbers(this, names, visit, 2);
  }

  private async profileOne(index: number, values: Float64Array): Promise<void> {
    const profiled = await profileNumbers(this.columns[index]!, values, this.engine);
    this.columns = this.columns.with(index, profiled);
  }

  examine(pause?: () => Promise<void>): Promise<void> {
    if (pause === undefined) this.pause.skip();
    this.examining ??= this.findMore(this.pause.wrap(pause ?? noPause));
    return this.examining;
  }

  private async findMore(pause: () => Promise<void>): Promise<void> {
    const isNumber = (column: number) => this.kinds[column]?.type === 'number';
    // Rows of two files may be the same row.
    const compared = indices(this.columns.length).filter((i) => this.columns[i]!.name !== this.fileColumn);
    const repeated = () => countRepeatedRows(this.store, compared, isNumber, pause);
    this.issues = [...this.issues, ...(await examine(this, repeated, pause))];
    this.examined = true;
  }

  close(): void {
    this.store.close();
  }

  private indexOf(column: string): number {
    const index = this.indices.get(column);
    if (index === undefined) throw unknownColumn(column, this);
    return index;
  }
}
