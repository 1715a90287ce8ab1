// Leaves out what another issue says already: a feature that equals the target is a leak, not a pair of columns of which one is enough,
// what was removed (duplicate rows, rows below the table) is what was found, and a cell that decides a loss is its column's outlier.

import type { Issue } from '../../../../app/contract/issues/issues.ts';

export function saidOnce(issues: readonly Issue[]): Issue[] {
  const leaks = new Set<string>();
  for (const { code, values } of issues) {
    if (code.startsWith('leak_') && 'column' in values && 'target' in values)
      leaks.add(pair(values.column, values.target));
  }
  const far = new Set(
    issues.flatMap(({ code, values }) => (code === 'cell_far' && 'column' in values ? [values.column] : [])),
  );
  const codes = new Set(issues.map(({ code }) => code));
  return issues.filter(({ code, values }) => {
    if (code === 'duplicates_dropped') return !codes.has('rows_repeated');
    if (code === 'column_outliers' && 'column' in values) return !far.has(values.column);
    if (code === 'footer_left_out') return !codes.has('footer_found');
    if (code === 'rows_without') return !codes.has('totals_inside') && !codes.has('header_repeated');
    if (code !== 'columns_alike' && code !== 'columns_one_to_one') return true;
    return !('other' in values) || !leaks.has(pair(values.column, values.other));
  });
}

/** In whichever order. */
function pair(one: string, other: string): string {
  return JSON.stringify([one, other].sort());
}
