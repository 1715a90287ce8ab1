// Levels and dates as numbers: a level of an order by its index, a date by its parts. Computed once per level, not once per
// row.
import type { DatePart } from '../../contract/spec/columnPreparation.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { type DateOrder, dateOf, type First, orderOf } from '../values/dates.ts';
import { levelIndex } from '../values/levelIndex.ts';
import type { Table } from './table.ts';

/** One number per row, given the code of its level; NaN if the cell is missing or its `meaning` (one per level) is NaN. */
export function numbersOfLevels(codes: Int32Array, meaning: Float64Array): Float64Array {
  const values = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    values[row] = code < 0 ? Number.NaN : meaning[code]!;
  }
  return values;
}

/** For each of `levels` its index in `order`, from 0; NaN if it is not there. */
export function indicesIn(levels: string[], order: string[]): Float64Array {
  return Float64Array.from(levelIndex(levels, order), (index) => (index < 0 ? Number.NaN : index));
}

/** For each of `parts`, the number of each of `levels`. */
export function datePartsOf(levels: string[], first: First, parts: readonly DatePart[]): Float64Array[] {
  const dates = levels.map((level) => dateOf(level, first));
  return parts.map((part) => Float64Array.from(dates, (date) => date?.[part] ?? Number.NaN));
}

/** Judged by all cells of the column, not only training rows: how dates are written is not a learned statistic. */
export function dateOrder({ dialect }: Table, { levels }: Categories): DateOrder {
  return orderOf(levels, dialect.decimal === ',');
}
