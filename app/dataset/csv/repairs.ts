// What was done to a file unasked so that it became a table, each with how often and where first: rows padded or left out, lines
// passed over, names made up.
import type { Issue, IssueCode, IssueOf, IssueValues } from '../../contract/issues/issues.ts';
import type { Names } from './header.ts';
import type { Tally } from './rowTally.ts';
import type { Scan } from './scan.ts';

function repair<Code extends IssueCode>(
  code: Code,
  message: string,
  values: IssueValues<Code>,
): IssueOf<Code> {
  return { code, severity: 'warning', stage: 'dataset', message, values };
}

function some(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

export function repairIssues(scan: Scan, naming: Names): Issue[] {
  return [...headIssues(scan, naming), ...rowIssues(scan)];
}

function headIssues({ layout, headLine, tallies }: Scan, naming: Names): Issue[] {
  const issues: Issue[] = [];
  const { announced, skippedRecords, headerRecords, syntax } = layout;
  if (announced) {
    const message = `Line 1 says that ${shown(syntax.delimiter)} is the delimiter; it is no part of the table.`;
    issues.push(repair('delimiter_announced', message, { first: 1, delimiter: syntax.delimiter ?? '' }));
  }
  const skipped = skippedRecords - (announced ? 1 : 0);
  if (skipped > 0) {
    // Blank lines between them among them.
    const lines = tallies.comment.count === 0 ? headLine - 1 - (announced ? 1 : 0) : skipped;
    const count = Math.max(skipped, lines);
    const were = count === 1 ? '1 line above the table was' : `${count} lines above the table were`;
    issues.push(repair('lines_skipped', `${were} skipped.`, { count, first: announced ? 2 : 1 }));
  }
  if (tallies.comment.count > 0) {
    const { count, first } = tallies.comment;
    const message = `${some(count, 'line')} that ${count === 1 ? 'begins' : 'begin'} with ${shown(syntax.comment)} (the first is line ${first}) ${count === 1 ? 'is' : 'are'} taken for comments.`;
    issues.push(repair('comments_skipped', message, { count, first, sign: syntax.comment ?? '' }));
  }
  if (headerRecords > 1) {
    const message = `${headerRecords} lines from line ${headLine} on name the columns; the names are joined.`;
    issues.push(repair('header_joined', message, { count: headerRecords, first: headLine }));
  }
  if (layout.header && naming.renamed > 0) {
    const { renamed: count, first } = naming;
    const names = count === 1 ? '1 column name was' : `${count} column names were`;
    const message = `${names} blank or not unique and got a new one, such as "${first}".`;
    issues.push(repair('columns_renamed', message, { count, first, line: headLine }));
  }
  return issues;
}

function shown(sign: string | null): string {
  return sign === '\t' ? 'a tab' : `"${sign ?? ''}"`;
}

/** Repairs of which there is the count and the first line, no more. */
type RowRepair =
  | 'delimiters_trailing'
  | 'rows_short'
  | 'rows_short_left_out'
  | 'rows_long'
  | 'rows_cut'
  | 'rows_unreadable'
  | 'quotes_stray'
  | 'footnotes_left_out';

function rowIssues({ layout, tallies }: Scan): Issue[] {
  const fields = some(layout.columns, 'field');
  const sentences: [RowRepair, Tally, (rows: string, first: number, one: boolean) => string][] = [
    [
      'delimiters_trailing',
      tallies.trimmed,
      (rows, first, one) =>
        `${rows} ${one ? 'ends' : 'end'} in a delimiter with nothing behind it (the first on line ${first}); it is passed over.`,
    ],
    [
      'rows_short',
      tallies.short,
      (rows, first) =>
        `${rows} had fewer than ${fields} (the first on line ${first}); what lacks is missing.`,
    ],
    [
      'rows_short_left_out',
      tallies.dropped,
      (rows, first, one) =>
        `${rows} had fewer than ${fields} (the first on line ${first}) and ${one ? 'was' : 'were'} left out.`,
    ],
    [
      'rows_long',
      tallies.long,
      (rows, first, one) =>
        `${rows} had more than ${fields} (the first on line ${first}) and ${one ? 'was' : 'were'} left out.`,
    ],
    [
      'rows_cut',
      tallies.cut,
      (rows, first) =>
        `${rows} had more than ${fields} (the first on line ${first}); those too many are left out.`,
    ],
    [
      'rows_unreadable',
      tallies.unreadable,
      (rows, first, one) =>
        `${rows} with a quote that is never closed (line ${first}) ${one ? 'was' : 'were'} left out.`,
    ],
    [
      'quotes_stray',
      tallies.repaired,
      (rows, first, one) =>
        `${rows} ${one ? 'has' : 'have'} a quote that encloses no field (the first on line ${first}); it was read as a character.`,
    ],
    [
      'footnotes_left_out',
      tallies.footnote,
      (rows, first, one) =>
        `${rows} below the table (line ${first}) ${one ? 'has' : 'have'} one field each and ${one ? 'was' : 'were'} left out as footnotes.`,
    ],
  ];
  return sentences
    .filter(([, { count }]) => count > 0)
    .map(([code, { count, first }, sentence]) =>
      repair(code, sentence(some(count, 'row'), first, count === 1), { count, first }),
    );
}
