// A column of numbers read as levels, one for each different number. Throws where there are more levels than can be kept as
// texts.
import { AppError } from '../../contract/issues/errors.ts';
import { limits } from '../../contract/limits.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { grouped } from '../issues/figures.ts';
import { NumberDictionary } from '../numbers/numberDictionary.ts';
import { firstRows, sortRows } from '../numbers/sortRows.ts';
import { inSteps } from '../resources/inSteps.ts';

/** NaN is missing, 0 and -0 are one level. Rejects with AppError levels_too_many where there are more than `most`. */
export async function levelsOfNumbers(
  values: Float64Array,
  column: string,
  most: number = limits.levelsListed.max,
): Promise<Categories> {
  const seen = new NumberDictionary();
  const codes = new Int32Array(values.length);
  await inSteps(values.length, (from, to) => {
    for (let row = from; row < to; row++)
      codes[row] = Number.isNaN(values[row]) ? -1 : seen.indexOf(values[row]!);
    requireFewLevels(column, seen.size, most);
  });
  const { numbers } = seen;
  const order = await sortRows(firstRows(numbers.length), numbers, false);
  // Maps codes in order of appearance to codes in the order of the levels.
  const indices = new Int32Array(order.length);
  const levels: string[] = [];
  await inSteps(order.length, (from, to) => {
    for (let index = from; index < to; index++) {
      indices[order[index]!] = index;
      levels.push(String(numbers[order[index]!]));
    }
  });
  await inSteps(codes.length, (from, to) => {
    for (let row = from; row < to; row++) if (codes[row]! >= 0) codes[row] = indices[codes[row]!]!;
  });
  return { codes, levels };
}

/** Throws AppError levels_too_many for a column with more than `most` different values. */
export function requireFewLevels(
  column: string,
  found: number,
  most: number = limits.levelsListed.max,
): void {
  if (found <= most) return;
  const sentence = `"${column}" has more than ${grouped(most)} different values, too many for classes, groups or categories. Use it as a number, or ignore it.`;
  throw new AppError('levels_too_many', sentence, { column, limit: most });
}
