// Counts the cells of one kind that a model cannot use as they stand, and remembers the rows of the first ones.
import { type CellProblem, cellsListed } from '../../contract/run/cellProblems.ts';

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
