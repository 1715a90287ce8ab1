// Findings from the values of one column: all equal, equal but for rounding, or more levels than become inputs.

import type { Issue } from '../../contract/issues/issues.ts';
import { limits } from '../../contract/limits.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { finding, ignoring } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import { isRounding } from '../numbers/rounding.ts';

export function valueFindings(summary: ColumnSummary): Issue[] {
  const { name: column, type, distinct } = summary;
  if (distinct === 1) {
    const value = summary.levels[0]?.value ?? String(summary.min);
    const message = `"${column}" has the same value, "${value}", in every row; it is ignored.`;
    return [finding('column_constant', 'info', message, { column, value }, [ignoring(column)])];
  }
  if (isRounding(summary.min ?? 0, summary.max ?? 0)) {
    const [min, max] = [summary.min ?? 0, summary.max ?? 0];
    const message = `"${column}" has values between ${min} and ${max}, which differ only by rounding; it is ignored.`;
    return [finding('column_rounding', 'info', message, { column, min, max }, [ignoring(column)])];
  }
  const kept = limits.levels.max;
  if (type === 'category' && distinct > kept) {
    const message = `"${column}" has ${grouped(distinct)} categories; the ${kept} most frequent become inputs, all others become 0 in each of these inputs.`;
    return [
      finding('levels_capped', 'warning', message, { column, levels: distinct, kept }, [
        { kind: 'prepare', column, prepare: { levels: kept, other: true } },
        ignoring(column),
      ]),
    ];
  }
  return [];
}
