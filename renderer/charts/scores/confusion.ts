// The confusion matrix by its cells that hold rows: totals of rows and columns, the pairs that are confused most, a cell's share.

/** True class, predicted class, number of rows. */
export type ConfusedCell = readonly [actual: number, predicted: number, rows: number];

/** What a cell is a share of. */
type ShareOf = 'row' | 'column';
/** What is written in the cells. */
export type CellUnit = 'rows' | ShareOf;

/** Cells off the diagonal, the most rows first. */
export function confusedPairs(cells: readonly ConfusedCell[]): ConfusedCell[] {
  return cells
    .filter(([actual, predicted]) => actual !== predicted)
    .sort((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1]);
}

/** 0..1: how strong the colour of a cell with this share is; pale enough for the number on it. */
export function cellStrength(share: number, isRight: boolean): number {
  return 0.1 + share * (isRight ? 0.22 : 0.45);
}

export class Confusion {
  readonly classes: number;
  readonly cells: readonly ConfusedCell[];
  /** Rows of each true class, and of each predicted one. */
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly #rows = new Map<number, number>();

  constructor(classes: number, cells: readonly ConfusedCell[]) {
    this.classes = classes;
    this.cells = cells;
    this.actual = new Float64Array(classes);
    this.predicted = new Float64Array(classes);
    for (const [actual, predicted, rows] of cells) {
      this.actual[actual]! += rows;
      this.predicted[predicted]! += rows;
      this.#rows.set(actual * classes + predicted, rows);
    }
  }

  /** 0 outside the matrix, too. */
  at(actual: number, predicted: number): number {
    if (predicted < 0 || predicted >= this.classes) return 0;
    return this.#rows.get(actual * this.classes + predicted) ?? 0;
  }

  /** 0..1; 0 where there is no row to be a share of. */
  share(actual: number, predicted: number, of: ShareOf): number {
    const all = of === 'row' ? this.actual[actual]! : this.predicted[predicted]!;
    return all === 0 ? 0 : this.at(actual, predicted) / all;
  }

  /** The next cell that holds rows in a direction; where none does, the cell at the edge. */
  nextFilled(from: readonly [number, number], [down, right]: readonly [number, number]): [number, number] {
    let [actual, predicted] = from;
    for (;;) {
      const next: [number, number] = [actual + down, predicted + right];
      if (Math.min(...next) < 0 || Math.max(...next) >= this.classes) return [actual, predicted];
      [actual, predicted] = next;
      if (this.at(actual, predicted) > 0) return next;
    }
  }
}
