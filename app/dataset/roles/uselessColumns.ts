// The columns that are useless as features according to the table's own issues: constant (but for rounding), empty, a row number, free
// text, a date, the file of each row.
import type { IssueCode } from '../../contract/issues/issues.ts';
import type { Table } from '../table/table.ts';

const codes: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'column_constant',
  'column_rounding',
  'column_all_missing',
  'column_id_like',
  'column_free_text',
  'column_date',
  'column_of_files',
]);

export function uselessColumns(table: Table): Set<string> {
  const found = table.issues.flatMap(({ code, values }) =>
    codes.has(code) && 'column' in values ? [values.column] : [],
  );
  return new Set(found);
}
