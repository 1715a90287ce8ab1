// What the numbers can and cannot say, beyond the verdict.

import type { Report } from '../../../app/contract/report.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';
import type { Section } from '../document/blocks.ts';

export function limits(report: Report): Section {
  return { title: m.report_limits(), blocks: [{ kind: 'list', items: limitsOf(report) }] };
}

function limitsOf({ evaluation, testViews, spec }: Report): string[] {
  if (evaluation === null) return [m.report_limit_unscored(), m.report_limit_alike()];
  const { on, rows, newRows } = evaluation;
  const always = [m.report_limit_alike(), m.report_limit_cause()];
  if (newRows) return [m.report_limit_new_rows(), ...always];
  return [
    ...(on === 'test' ? [viewsWords(testViews)] : []),
    rows.validation > 0
      ? m.report_limit_validation({ rows: counts.rows(rows.validation) })
      : m.report_limit_no_validation(),
    m.report_limit_one_split({ seed: String(spec.seed) }),
    ...always,
  ];
}

function viewsWords(views: number): string {
  if (views === 0) return m.report_limit_unseen();
  return views === 1 ? m.report_limit_once() : m.report_limit_views({ views: numbers().whole(views) });
}
