// The signs that RecordCutter cuts records into fields by. The usual ones are RFC 4180's: commas, quotes doubled inside quotes.

export interface Syntax {
  /** One character or a short text; null: nothing cuts. */
  delimiter: string | null;
  /** One ASCII character; null: quoting is off. */
  quote: string | null;
  /** Makes a quote inside a quoted field a character; where null, doubling it does. */
  escape: string | null;
  /** What lines that are not records begin with. */
  comment: string | null;
  /** Blanks after a delimiter belong to it, so that a quote may follow them: `a, "b, c"`. */
  spaced: boolean;
  /** Delimiters in a row count as one: columns aligned with spaces. */
  collapsed: boolean;
}

/** What cuts where nothing does: no text table holds it. */
const unitSeparator = '\x1f';

export const usualSyntax: Syntax = {
  delimiter: ',',
  quote: '"',
  escape: null,
  comment: null,
  spaced: false,
  collapsed: false,
};

/** What fields end with. */
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
