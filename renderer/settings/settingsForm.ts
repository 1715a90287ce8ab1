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

/** Rows of the form: names beside each other that are short share lines (`half`), the rest have lines of their own. Keeps the order. */
export interface SettingLines<Row> {
  half: boolean;
  rows: Row[];
}

export function byWidth<Row>(rows: readonly Row[], labelOf: (row: Row) => string): SettingLines<Row>[] {
  const lines: SettingLines<Row>[] = [];
  for (const row of rows) {
    const half = widthOf(labelOf(row)) <= halfWidth;
    const last = lines.at(-1);
    if (last?.half === half) last.rows.push(row);
    else lines.push({ half, rows: [row] });
  }
  // A single short name would leave half of its line empty.
  return lines.map(({ half, rows: some }) => ({ half: half && some.length > 1, rows: some }));
}
