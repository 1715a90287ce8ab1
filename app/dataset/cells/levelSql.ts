// SQL expressions over a column that is kept as text (`c<column>`).

import { quoted } from '../resources/sqlText.ts';
import { blanks, wideBlanks } from '../values/spelling.ts';

/** The cell without blanks around it. DuckDB's `trim` takes 230 ns for each cell, looking for them 65: most cells have none. */
export function bareSql(column: number): string {
  const cell = `c${column}`;
  const leads = wideBlanks.map((blank) => `starts_with(${cell}, ${quoted(blank)})`);
  const ends = Array.from(blanks, (blank) => `ends_with(${cell}, ${quoted(blank)})`);
  const padded = [`${cell} < '!'`, ...leads, ...ends].join(' OR ');
  return `CASE WHEN ${padded} THEN trim(${cell}, ${quoted(blanks)}) ELSE ${cell} END`;
}

export function levelSql(column: number): string {
  return `nfc_normalize(${bareSql(column)})`;
}

/** Whether a cell has a value; `missing` are the cells that mean missing, exactly as written. */
export function presentSql(column: number, missing: string[]): string {
  const present = `c${column} IS NOT NULL`;
  return missing.length === 0
    ? present
    : `${present} AND c${column} NOT IN (${missing.map(quoted).join(', ')})`;
}
