// A table of settings of the contract as rows of a form, in the table's order; and how wide their names are, so that a column of
// fields keeps one edge.

import type { Setting, Settings } from '../../app/contract/spec/settings.ts';

export interface SettingRow {
  name: string;
  setting: Setting;
  value: unknown;
}

/** The settings that `values` has; `only` picks some. */
export function settingRows(
  table: Settings,
  values: object,
  only: (name: string) => boolean = () => true,
): SettingRow[] {
  const held = new Map<string, unknown>(Object.entries(values));
  return Object.entries(table).flatMap(([name, setting]) =>
    held.has(name) && only(name) ? [{ name, setting, value: held.get(name) }] : [],
  );
}

export function isChanged({ setting, value }: SettingRow): boolean {
  return value !== setting.default;
}

/** How many are not as they usually are. */
export function changedCount(table: Settings, values: object): number {
  return settingRows(table, values).filter(isChanged).length;
}

/** Of a Latin letter's width; a Hangul syllable is nearly two. */
const widthOf = (label: string) => [...label].reduce((sum, letter) => sum + (letter > 'ᄀ' ? 1.8 : 1), 0);
/** Leaves room for a number in half of the narrowest pane. */
const halfWidth = 9;

/** Names that have room beside a number in half a pane first, the rest (and a single one) in lines of their own. */
export function byWidth<Row>(
  rows: readonly Row[],
  labelOf: (row: Row) => string,
): { half: Row[]; whole: Row[] } {
  const short = rows.filter((row) => widthOf(labelOf(row)) <= halfWidth);
  const half = short.length > 1 ? short : [];
  return { half, whole: rows.filter((row) => !half.includes(row)) };
}
