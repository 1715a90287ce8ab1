// Splits by a column whose cells name the part of their rows.
import type { SplitSpec } from '../../contract/spec/spec.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { levelIndex } from '../values/levelIndex.ts';
import { collectParts, emptyAssignment } from './stratified.ts';

export type ColumnSplit = Extract<SplitSpec, { by: 'column' }>;

/** The part of each level of the column (0 training, 1 validation, 2 test) and of missing cells, which the empty text names. A
 *  person's value also matches other spellings: `1.0` for 1. */
export function partsOfLevels({ levels }: Pick<Categories, 'levels'>, { validation, test }: Named) {
  const named = [...validation, ...test];
  const partOf = (k: number) => (k < validation.length ? 1 : 2);
  const ofLevel = new Uint8Array(levels.length);
  for (const [k, level] of levelIndex(named, levels).entries()) if (level >= 0) ofLevel[level] = partOf(k);
  return { ofLevel, ofMissing: named.includes('') ? partOf(named.indexOf('')) : 0 };
}

type Named = Pick<ColumnSplit, 'validation' | 'test'>;

/** `rows` are ascending, and each part is too. */
export async function splitByColumn(
  rows: Uint32Array,
  categories: Categories,
  split: ColumnSplit,
): Promise<Uint32Array[]> {
  const { ofLevel, ofMissing } = partsOfLevels(categories, split);
  const partOf = emptyAssignment(rows);
  for (const row of rows) {
    const code = categories.codes[row]!;
    partOf[row] = code < 0 ? ofMissing : ofLevel[code]!;
  }
  return collectParts(rows, partOf, 3);
}
