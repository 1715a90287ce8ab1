// Finds the one number that is so far from all others of its column that it decides a loss: in training, in validation or in the test.
// Input: a Table, a Preparation, and the rows of each part; output: the column, the row and the number, or null.
import type { Preparation, Scaled } from '../../contract/model.ts';
import type { Table } from '../table/table.ts';
import { scaledValue } from './scaling.ts';

export interface FarCell {
  column: string;
  /** Counted from 0. */
  row: number;
  /** As in the table. */
  value: number;
  /** Its magnitude as the network reads or learns it, and the mean magnitude of the column's other numbers. */
  size: number;
  usual: number;
  isTarget: boolean;
}

/** A row's squared error grows with the square of its numbers: one of 100 counts as much as 10,000 usual rows. Of a million normal
 *  numbers the farthest is 5. */
const farSize = 100;
/** If more of the numbers than this share are at least a quarter as far, the column is not scaled or has a long tail. */
const fewShare = 0.05;

/** The farthest of all columns. Reads only columns whose range shows that they may have such a number. */
export async function farCell(
  table: Table,
  { inputs, target }: Preparation,
  rows: readonly Uint32Array[],
): Promise<FarCell | null> {
  const features = inputs.flatMap((input) =>
    input.kind === 'numeric' ? [{ column: input.column, scaled: input as Scaled, isTarget: false }] : [],
  );
  const targets =
    target.kind === 'numeric'
      ? target.columns.map(({ name, mean, scale }) => ({
          ...{ column: name, isTarget: true },
          scaled: { median: mean, mean, scale },
        }))
      : [];
  let farthest: FarCell | null = null;
  for (const { column, scaled, isTarget } of [...features, ...targets]) {
    const { min = null, max = null } = table.columns.find(({ name }) => name === column) ?? {};
    const sizeOf = (value: number) => Math.abs(scaledValue(value, scaled));
    if (Math.max(sizeOf(min ?? 0), sizeOf(max ?? 0)) < farSize) continue;
    const found = farthestOf(await table.numbers(column), rows, sizeOf);
    if (found !== null && found.size > (farthest?.size ?? 0)) farthest = { column, isTarget, ...found };
  }
  return farthest;
}

function farthestOf(
  values: Float64Array,
  parts: readonly Uint32Array[],
  sizeOf: (value: number) => number,
): Pick<FarCell, 'row' | 'value' | 'size' | 'usual'> | null {
  let [row, size] = [-1, 0];
  for (const rows of parts)
    for (const one of rows) if (sizeOf(values[one]!) > size) [row, size] = [one, sizeOf(values[one]!)];
  if (size < farSize) return null;
  let [alike, others, sum] = [0, 0, 0];
  for (const rows of parts)
    for (const one of rows) {
      if (Number.isNaN(values[one]!)) continue;
      const other = sizeOf(values[one]!);
      if (other >= size / 4) alike++;
      else {
        others++;
        sum += other;
      }
    }
  if (others === 0 || alike > Math.max(1, fewShare * (alike + others))) return null;
  return { row, value: values[row]!, size, usual: sum / others };
}
