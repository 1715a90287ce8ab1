// One finding instead of many alike: where many columns have units, or a sign that may group digits, each of them would say the same.
import type { Issue } from '../../contract/issues/issues.ts';
import { settledIssue, unlikeIssue } from '../columns/signIssues.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';

/** If there are more such columns, they share one finding. */
const mostApart = 3;
/** How many columns the shared sentence names; its remedy applies to all. */
const mostNamed = 3;

/** The issues in their order, with the shared findings at the end. */
export function joined(issues: readonly Issue[]): Issue[] {
  const units = issues.filter((issue) => issue.code === 'numbers_with_unit');
  const open = issues.filter((issue) => issue.code === 'number_ambiguous');
  const many = [units, open].filter((group) => group.length > mostApart);
  const settled = issues.filter((issue) => issue.code === 'numbers_settled');
  const unlike = issues.filter((issue) => issue.code === 'numbers_unlike_model');
  const shared = new Set<Issue>([...many.flat(), ...settled, ...unlike]);
  return [
    ...issues.filter((issue) => !shared.has(issue)),
    ...(units.length > mostApart ? [withUnits(units)] : []),
    ...(open.length > mostApart ? [ambiguous(open)] : []),
    ...(settled.length > 0 ? [settledIssue(columnsOf(settled), settled[0]!.values)] : []),
    ...['.', ','].flatMap((decimal) => {
      const those = unlike.filter(({ values }) => values.decimal === decimal);
      return those.length > 0 ? [unlikeIssue(columnsOf(those), those[0]!.values)] : [];
    }),
  ];
}

type Of<Code extends Issue['code']> = Extract<Issue, { code: Code }>;

function columnsOf(issues: readonly Of<'numbers_settled' | 'numbers_unlike_model'>[]): string[] {
  return issues.map(({ values }) => values.column);
}

function withUnits(issues: Of<'numbers_with_unit'>[]): Issue {
  const named = issues.slice(0, mostNamed).map(({ values }) => `${values.column} (${values.unit})`);
  const columns = `${named.join(', ')}, …`;
  const message = `${grouped(issues.length)} columns are numbers with a unit: ${columns}`;
  return finding('columns_with_units', 'info', message, { count: issues.length, columns }, [
    { kind: 'format', columns: issues.map(({ values }) => values.column), format: { unit: null } },
  ]);
}

function ambiguous(issues: Of<'number_ambiguous'>[]): Issue {
  const [first] = issues;
  const { example, value, other } = first!.values;
  const names = issues.map(({ values }) => values.column);
  const columns = `${names.slice(0, mostNamed).join(', ')}, …`;
  const message = `Numbers such as "${example}" in ${grouped(names.length)} columns (${columns}) may be ${value} or ${other}, and no cell shows which; this one is read as ${value}.`;
  const [remedy] = first!.remedies ?? [];
  const format = remedy?.kind === 'format' ? remedy.format : {};
  const values = { count: names.length, columns, example, value, other };
  return finding('numbers_ambiguous', 'warning', message, values, [
    { kind: 'format', columns: names, format },
  ]);
}
