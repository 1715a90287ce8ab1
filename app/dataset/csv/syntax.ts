// The signs with which RecordCutter cuts records into fields. The usual ones are those of RFC 4180: commas, and quotes doubled
// inside quotes.

export interface Syntax {
  /** One character or a short text; null: no delimiter. */
  delimiter: string | null;
  /** One ASCII character; null: quoting is off. */
  quote: string | null;
  /** Escapes a quote inside a quoted field; null: quotes are doubled instead. */
  escape: string | null;
  /** What comment lines begin with. */
  comment: string | null;
  /** Blanks after a delimiter belong to it, so that a quoted field may follow: `a, "b, c"`. */
  spaced: boolean;
  /** Several delimiters in a row count as one: columns aligned with spaces. */
  collapsed: boolean;
}

/** Used as the delimiter where there is none; no text table contains it. */
const unitSeparator = '\x1f';

export const usualSyntax: Syntax = {
  delimiter: ',',
  quote: '"',
  escape: null,
  comment: null,
  spaced: false,
  collapsed: false,
};

/** The text that ends a field. */
export function cutterOf({ delimiter }: Syntax): string {
  return delimiter ?? unitSeparator;
}

/** Whether DuckDB, given the delimiter and the quote, cuts records as a RecordCutter does, as long as they are regular. */
export function isPlainSyntax(syntax: Syntax): boolean {
  const { delimiter, quote, comment, spaced, collapsed } = syntax;
  const single = delimiter === null || (delimiter.length === 1 && delimiter < '\x7f');
  const usual = (quote === '"' || quote === null) && syntax.escape === null;
  return single && usual && comment === null && !spaced && !collapsed;
}
