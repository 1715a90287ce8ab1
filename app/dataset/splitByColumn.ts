// A column whose cells say which part their rows are in.
import type { SplitSpec } from '../contract/spec.ts';
import { collected, partPlaces } from './dealing.ts';
import { levelIndex } from './levelIndex.ts';
import type { Categories } from './table.ts';

export type ColumnSplit = Extract<SplitSpec, { by: 'column' }>;

/** Of every level of the column its part: 0 training, 1 validation, 2 test; and of a missing cell, which the empty text names. */
export function partsOfLevels({ levels }: Categories, { validation, test }: ColumnSplit) {
  const known = [...validation, ...test];
  const places = levelIndex(levels, known);
  const partOf = (place: number) => (place < 0 ? 0 : place < validation.length ? 1 : 2);
  return { ofLevel: Uint8Array.from(places, partOf), ofMissing: partOf(known.indexOf('')) };
}

/** `rows` are ascending, and so is each part. */
export function splitByColumn(rows: Uint32Array, categories: Categories, split: ColumnSplit): Uint32Array[] {
  const { ofLevel, ofMissing } = partsOfLevels(categories, split);
  const partOf = partPlaces(rows);
  for (const row of rows) {
    const code = categories.codes[row]!;
    partOf[row] = code < 0 ? ofMissing : ofLevel[code]!;
  }
  return collected(rows, partOf, 3);
}
