// Which rows of a part a person means, how badly each is predicted, and what is told of one. Rows are numbered within the part.
import type { JudgedRow, Quantity, Selection } from '../../contract/run/errorRows.ts';
import type { RowErrors } from './rowErrors.ts';

/** What a selection of columns is made by, one value per row of the part. */
export interface SelectedBy {
  /** Index of the target that ranges are of. */
  target: number;
  /** The columns that its ranges name; NaN is missing. */
  columns: ReadonlyMap<string, Float64Array>;
  /** The group of each row, where a group is selected. */
  groups: Int32Array | null;
}

/** Ascending. What does not fit the predictions, such as a cell of a number, selects nothing. */
export function selectedRows(errors: RowErrors, selection: Selection, by: SelectedBy): Uint32Array {
  const holds = conditionOf(errors, selection, by);
  const rows = errors.rows.length;
  const found = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (holds(row)) found[count++] = row;
  return found.slice(0, count);
}

function conditionOf(
  errors: RowErrors,
  selection: Selection,
  { target, columns, groups }: SelectedBy,
): (row: number) => boolean {
  switch (selection.kind) {
    case 'all':
      return () => true;
    case 'group':
      return (row) => groups?.[row] === selection.group;
    case 'ranges': {
      const ranges = selection.ranges.map(({ of, low, high }) => ({
        at: quantityOf(errors, of, target, columns),
        low,
        high,
      }));
      return (row) => ranges.every(({ at, low, high }) => at(row) >= low && at(row) <= high);
    }
  }
  if (errors.kind !== 'class') return () => false;
  const { truth, chosen } = errors;
  const isCell = (row: number, actual: number | null, predicted: number | null) =>
    (actual === null || truth[row] === actual) && (predicted === null || chosen[row] === predicted);
  switch (selection.kind) {
    case 'wrong':
      return (row) => chosen[row] !== truth[row];
    case 'cell':
      return (row) => isCell(row, selection.actual, selection.predicted);
    case 'pair': {
      const { first, second } = selection;
      return (row) => isCell(row, first, second) || isCell(row, second, first);
    }
  }
}

/** A row's number; NaN where it has none. */
export function quantityOf(
  errors: RowErrors,
  quantity: Quantity,
  target: number,
  columns: ReadonlyMap<string, Float64Array>,
): (row: number) => number {
  if (quantity.kind === 'column') {
    const values = columns.get(quantity.column);
    return (row) => values?.[row] ?? Number.NaN;
  }
  if (errors.kind !== 'numeric') return () => Number.NaN;
  const { names, truth, values } = errors;
  const cell = (row: number) => row * names.length + target;
  if (quantity.kind === 'actual') return (row) => truth[cell(row)]!;
  if (quantity.kind === 'predicted') return (row) => values[cell(row)]!;
  return (row) => values[cell(row)]! - truth[cell(row)]!;
}

/** Larger is worse: the probability that the true class did not get, or the absolute error of the target. */
export function badness(errors: RowErrors, target: number): Float64Array {
  if (errors.kind === 'class') return errors.given.map((given) => 1 - given);
  const residual = quantityOf(errors, { kind: 'residual' }, target, new Map());
  return Float64Array.from(errors.rows, (_, row) => Math.abs(residual(row)));
}

export function judgedRow(errors: RowErrors, target: number, row: number): JudgedRow {
  if (errors.kind === 'numeric') {
    const cell = row * errors.names.length + target;
    return { kind: 'numeric', actual: errors.truth[cell]!, predicted: errors.values[cell]! };
  }
  const { classes, truth, chosen, given, most, probabilities } = errors;
  const own = probabilities?.subarray(row * classes.length, (row + 1) * classes.length);
  return {
    ...{ kind: 'class', actual: truth[row]!, predicted: chosen[row]!, given: given[row]!, most: most[row]! },
    probabilities: own === undefined ? null : [...own],
  };
}
