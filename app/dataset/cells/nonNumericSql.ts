// SQL for the cells of number columns that are neither missing nor a number that float32 holds.

import { float32Max } from '../../contract/limits.ts';
import { presentSql } from './levelSql.ts';

export interface NumberColumnAsked {
  column: number;
  /** Cells that mean missing, exactly as written. */
  missing: string[];
}

/** SQL for rows of `r` (0-based row), `k` (index in `columns`) and `t` (the cell); `tableOf` names the table that holds a
 *  column. */
export function nonNumericSql(columns: NumberColumnAsked[], tableOf: (column: number) => string): string {
  const each = columns.map(
    ({ column, missing }, k) => `SELECT rowid::DOUBLE AS r, ${k} AS k, c${column} AS t FROM ${tableOf(column)}
      WHERE (n${column} IS NULL OR NOT abs(n${column}) <= ${float32Max}) AND ${presentSql(column, missing)}`,
  );
  return each.join(' UNION ALL ');
}
