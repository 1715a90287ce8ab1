// Counts the cells of one kind that a model cannot use as they stand, and remembers the rows of the first ones.
import { type CellProblem, cellsListed, nearRange } from '../../contract/run/cellProblems.ts';

/** A problem whose first cells are known only by their rows. */
export type RowsOfProblem = Omit<CellProblem, 'first'> & { rows: number[] };

export interface ExaminedColumn {
  /** At least one cell each. */
  problems: RowsOfProblem[];
  /** How many cells are neither missing nor unreadable. */
  readable: number;
}

export class UnfitCells {
  cells = 0;
  readonly rows: number[] = [];

  add(row: number): void {
    this.cells++;
    if (this.rows.length < cellsListed) this.rows.push(row);
  }

  /** As a list of one problem; empty if there is no such cell. */
  as(problem: Omit<RowsOfProblem, 'cells' | 'rows'>): RowsOfProblem[] {
    return this.cells === 0 ? [] : [{ ...problem, cells: this.cells, rows: this.rows }];
  }
}

/** Cells outside a range, near it or far out. */
export class CellsOutside {
  private readonly near = new UnfitCells();
  private readonly far = new UnfitCells();
  private readonly range: { min: number; max: number };
  private readonly margin: number;

  constructor(min: number, max: number) {
    this.range = { min, max };
    this.margin = nearRange * (max - min);
  }

  /** `value` is less than the smallest or more than the largest. */
  add(value: number, row: number): void {
    const beyond = value < this.range.min ? this.range.min - value : value - this.range.max;
    (beyond > this.margin ? this.far : this.near).add(row);
  }

  as(problem: Pick<RowsOfProblem, 'column' | 'part'>): RowsOfProblem[] {
    const cells = this.near.cells + this.far.cells;
    if (cells === 0) return [];
    const { rows } = this.far.cells > 0 ? this.far : this.near;
    const { range, far } = this;
    return [{ ...problem, kind: 'outOfRange', cells, rows, range, far: far.cells, learned: false }];
  }
}
