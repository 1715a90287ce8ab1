// Issues about automatic repairs of a file, each with its count and first line: rows padded or left out, lines skipped, names
// generated.
import type { Issue } from '../../contract/issues/issues.ts';
import { finding } from '../issues/dataIssue.ts';
import type { Names } from './header.ts';
import type { CountedKind, RowCount } from './rowProblems.ts';
import type { Scan } from './scan.ts';

function some(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

export function ruledIssue(): Issue {
  const message =
    'The table is drawn with lines of text, as Markdown, psql and mysql write it: the lines are left out.';
  return finding('table_ruled', 'info', message, {});
}

export function repairIssues(scan: Scan, naming: Names): Issue[] {
  return [...headIssues(scan, naming), ...rowIssues(scan)];
}

function headIssues({ layout, headLine, counts }: Scan, naming: Names): Issue[] {
  const issues: Issue[] = [];
  const { announced, skippedRecords, headerRecords, syntax } = layout;
  if (announced) {
    const message = `Line 1 says that ${shown(syntax.delimiter)} is the delimiter; it is not part of the table.`;
    issues.push(
      finding('delimiter_announced', 'warning', message, { first: 1, delimiter: syntax.delimiter ?? '' }),
    );
  }
  const skipped = skippedRecords - (announced ? 1 : 0);
  if (skipped > 0) {
    // Counts blank lines in between too.
    const lines = counts.comment.count === 0 ? headLine - 1 - (announced ? 1 : 0) : skipped;
    const count = Math.max(skipped, lines);
    const were = count === 1 ? '1 line above the table was' : `${count} lines above the table were`;
    issues.push(finding('lines_skipped', 'warning', `${were} skipped.`, { count, first: announced ? 2 : 1 }));
  }
  // Of the comments, one may hold the names.
  const count = counts.comment.count - (layout.header && headerRecords === 0 ? 1 : 0);
  if (count > 0) {
    const { first } = counts.comment;
    const message = `${some(count, 'line')} that ${count === 1 ? 'begins' : 'begin'} with ${shown(syntax.comment)} (the first is line ${first}) ${count === 1 ? 'is' : 'are'} read as comments.`;
    issues.push(
      finding('comments_skipped', 'warning', message, { count, first, sign: syntax.comment ?? '' }),
    );
  }
  if (headerRecords > 1) {
    const message = `${headerRecords} lines from line ${headLine} on name the columns; the names are joined.`;
    issues.push(finding('header_joined', 'warning', message, { count: headerRecords, first: headLine }));
  }
  const { headerFields, headerQuote, columns } = layout;
  if (headerFields !== null) {
    const message = `Line ${headLine} has ${some(headerFields, 'name')}, the table ${some(columns, 'column')}: check that each name stands above its column.`;
    const values = { count: headerFields, expected: columns, first: headLine };
    issues.push(finding('header_fields', 'warning', message, values));
  }
  if (headerQuote !== null) {
    const message = `Line ${headLine}, which names the columns, has a quote that does not enclose a name: ${headerQuote}. It is read as a character.`;
    issues.push(finding('header_quote', 'warning', message, { name: headerQuote, first: headLine }));
  }
  if (layout.header && naming.renamed > 0) {
    const { renamed: count, first } = naming;
    const names = count === 1 ? '1 column name was' : `${count} column names were`;
    const message = `${names} blank or not unique and got new names, such as "${first}".`;
    issues.push(finding('columns_renamed', 'warning', message, { count, first, line: headLine }));
  }
  return issues;
}

function shown(sign: string | null): string {
  return sign === '\t' ? 'a tab' : `"${sign ?? ''}"`;
}

/** Repairs that report only their count and first line. */
type RowRepair =
  | 'delimiters_trailing'
  | 'rows_short'
  | 'rows_short_left_out'
  | 'rows_long'
  | 'rows_cut'
  | 'rows_unreadable'
  | 'quotes_stray'
  | 'footnotes_left_out';

/** Sentence per kind of row: `rows` is "3 rows", `first` the line of the first one, `fields` the table's "5 fields". */
const rowSentences: [
  kind: CountedKind,
  code: RowRepair,
  sentence: (rows: string, first: number, one: boolean, fields: string) => string,
][] = [
  [
    'trimmed',
    'delimiters_trailing',
    (rows, first, one) =>
      `${rows} ${one ? 'ends' : 'end'} in a delimiter with nothing after it (the first on line ${first}); it is ignored.`,
  ],
  [
    'short',
    'rows_short',
    (rows, first, _one, fields) =>
      `${rows} had fewer than ${fields} (the first on line ${first}); the rest is missing.`,
  ],
  [
    'dropped',
    'rows_short_left_out',
    (rows, first, one, fields) =>
      `${rows} had fewer than ${fields} (the first on line ${first}) and ${one ? 'was' : 'were'} left out.`,
  ],
  [
    'long',
    'rows_long',
    (rows, first, one, fields) =>
      `${rows} had more than ${fields} (the first on line ${first}) and ${one ? 'was' : 'were'} left out.`,
  ],
  [
    'cut',
    'rows_cut',
    (rows, first, _one, fields) =>
      `${rows} had more than ${fields} (the first on line ${first}); the extra ones are left out.`,
  ],
  [
    'unreadable',
    'rows_unreadable',
    (rows, first, one) =>
      `${rows} with a quote that is never closed (line ${first}) ${one ? 'was' : 'were'} left out.`,
  ],
  [
    'repaired',
    'quotes_stray',
    (rows, first, one) =>
      `${rows} ${one ? 'has' : 'have'} a quote that does not enclose a field (the first on line ${first}); it was read as a character.`,
  ],
  [
    'footnote',
    'footnotes_left_out',
    (rows, first, one) =>
      `${rows} below the table (line ${first}) ${one ? 'has' : 'have'} one field each and ${one ? 'was' : 'were'} left out as footnotes.`,
  ],
];

function rowIssues({ layout, counts }: Scan): Issue[] {
  const fields = some(layout.columns, 'field');
  const footer = layout.footer > 0 ? [footerIssue(counts.footnote)] : [];
  const repairs = rowSentences
    .filter(([kind]) => counts[kind].count > 0 && !(kind === 'footnote' && layout.footer > 0))
    .map(([kind, code, sentence]) => {
      const { count, first } = counts[kind];
      const message = sentence(some(count, 'row'), first, count === 1, fields);
      return finding(code, 'warning', message, { count, first });
    });
  return [...footer, ...withoutIssue(counts.without, layout), ...repairs];
}

function withoutIssue({ count, first }: RowCount, { without }: Scan['layout']): Issue[] {
  if (count === 0) return [];
  const texts = [...without].map((text) => `"${text}"`).join(', ');
  const were = count === 1 ? '1 row that begins' : `${count} rows that begin`;
  const message = `${were} with ${texts} ${count === 1 ? 'was' : 'were'} left out (the first on line ${first}).`;
  return [finding('rows_without', 'info', message, { count, first, texts })];
}

function footerIssue({ count, first }: RowCount): Issue {
  const were = count === 1 ? '1 record at the end was' : `${count} records at the end were`;
  return finding('footer_left_out', 'info', `${were} left out, from line ${first} on.`, { count, first });
}
