// What was found about the table itself, whatever its target: rows left out or padded, names made up, columns of no use.
import type { ColumnSummary } from '../contract/dataset.ts';
import type { Issue } from '../contract/issues.ts';
import { limits } from '../contract/limits.ts';
import { finding, grouped, ignoring } from './finding.ts';
import type { Names } from './header.ts';
import type { Scan } from './scan.ts';

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}

export function rowIssues({ layout, short, long, unreadable }: Scan, naming: Names): Issue[] {
  const issues: Issue[] = [];
  const fields = `${layout.columns} ${layout.columns === 1 ? 'field' : 'fields'}`;
  if (layout.skippedRecords > 0) {
    const count = layout.skippedRecords;
    const lines = count === 1 ? '1 line above the table was' : `${count} lines above the table were`;
    issues.push(finding('lines_skipped', 'info', `${lines} skipped.`, { count }));
  }
  if (layout.header && naming.renamed > 0) {
    const { renamed: count, first } = naming;
    const names = count === 1 ? '1 column name was' : `${count} column names were`;
    const message = `${names} blank or not unique and got a new one, such as "${first}".`;
    issues.push(finding('columns_renamed', 'info', message, { count, first }));
  }
  if (short.count > 0) {
    const message = `${rows(short.count)} had fewer than ${fields} (the first on line ${short.first}); what lacks is missing.`;
    issues.push(finding('rows_short', 'warning', message, { ...short }));
  }
  if (long.count > 0) {
    const message = `${rows(long.count)} had more than ${fields} (the first on line ${long.first}) and were left out.`;
    issues.push(finding('rows_long', 'warning', message, { ...long }));
  }
  if (unreadable.count > 0) {
    const message = `${rows(unreadable.count)} with a quote that is never closed (line ${unreadable.first}) left out.`;
    issues.push(finding('rows_unreadable', 'warning', message, { ...unreadable }));
  }
  return issues;
}

export function valueIssues(summary: ColumnSummary): Issue[] {
  const { name: column, type, distinct } = summary;
  if (distinct === 1) {
    const value = summary.levels[0]?.value ?? String(summary.min);
    const message = `"${column}" has the same value, "${value}", in every row; it is ignored.`;
    return [finding('column_constant', 'info', message, { column, value }, [ignoring(column)])];
  }
  const kept = limits.levels.max;
  if (type === 'category' && distinct > kept) {
    const message = `"${column}" has ${grouped(distinct)} levels; the ${kept} most frequent become inputs, the others count as none of them.`;
    return [
      finding('levels_capped', 'warning', message, { column, levels: distinct, kept }, [
        { kind: 'prepare', column, prepare: { levels: kept, other: true } },
        ignoring(column),
      ]),
    ];
  }
  return [];
}
