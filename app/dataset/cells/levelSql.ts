// SQL expressions over a column that is kept as text (`c<column>`).

import { quoted } from '../resources/sqlText.ts';
import { blanks } from '../values/spelling.ts';

export function bareSql(column: number): string {
  return `trim(c${column}, ${quoted(blanks)})`;
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
