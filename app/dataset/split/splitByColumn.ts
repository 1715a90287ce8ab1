// Splits by a column whose cells say which part their rows belong to.
import type { SplitSpec } from '../../contract/spec/spec.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { levelIndex } from '../values/levelIndex.ts';
import { collectParts, emptyAssignment } from './stratified.ts';

export type ColumnSplit = Extract<SplitSpec, { by: 'column' }>;

/** Of every level of the column its part: 0 training, 1 validation, 2 test; and of a missing cell, which the empty text names. What a
 *  person writes is found in different spellings, too: `1.0` for 1. */
export function partsOfLevels({ levels }: Pick<Categories, 'levels'>, { validation, test }: Named) {
  const named = [...validation, ...test];
  const partOf = (k: number) => (k < validation.length ? 1 : 2);
  const ofLevel = new Uint8Array(levels.length);
  for (const [k, level] of levelIndex(named, levels).entries()) if (level >= 0) ofLevel[level] = partOf(k);
  return { ofLevel, ofMissing: named.includes('') ? partOf(named.indexOf('')) : 0 };
}

type Named = Pick<ColumnSplit, 'validation' | 'test'>;

/** `rows` are ascending, and so is each part. */
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
