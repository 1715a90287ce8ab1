// A table of the contract's settings as rows of a form, in the table's order, and their layout in lines by the width of their labels.

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

/** Number of settings that differ from their defaults. */
export function changedCount(table: Settings, values: object): number {
  return settingRows(table, values).filter(isChanged).length;
}

/** Width of a label in Latin letters; a Hangul syllable counts as 1.8. */
const widthOf = (label: string) => [...label].reduce((sum, letter) => sum + (letter > 'ᄀ' ? 1.8 : 1), 0);
/** Widest label of a field that shares its line, so that half of the narrowest pane still has room for a number. */
const halfWidth = 9;

/** Consecutive rows, in their order, that share lines (`half`, short labels) or have lines of their own. */
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
