// Reads a line whose quotes do not match: each quote that does not properly enclose a field is an ordinary character, as in `5"
// pipe` or a quote typed at the start of a cell. Used only if this gives the line as many fields as the table has.
import { isSpace, startsAt } from './cutRecord.ts';
import { cutterOf, type Syntax } from './syntax.ts';

export interface StrayQuotes {
  /** Ends of the fields, counted from the line's start. */
  ends: number[];
  /** Indices of fields whose first quote is an ordinary character. */
  literal: ReadonlySet<number>;
}

/** null if the line read in this way does not have `expected` fields. */
export function strayQuotes(line: Uint8Array, syntax: Syntax, expected: number): StrayQuotes | null {
  return cutLine(line, syntax, expected, regularEnd) ?? cutLine(line, syntax, expected, lenientEnd);
}

function cutLine(
  line: Uint8Array,
  syntax: Syntax,
  expected: number,
  endOf: typeof regularEnd,
): StrayQuotes | null {
  const cut = Buffer.from(cutterOf(syntax));
  const quote = syntax.quote?.charCodeAt(0);
  const signs = { quote, escaper: syntax.escape?.charCodeAt(0), cut };
  const ends: number[] = [];
  const literal = new Set<number>();
  for (let start = 0; start <= line.length; ) {
    let first = start;
    if (syntax.spaced) while (isSpace(line[first])) first++;
    const closed = line[first] === quote ? endOf(line, first, signs) : -1;
    if (line[first] === quote && closed < 0) literal.add(ends.length);
    const end = closed >= 0 ? closed : next(line, start, cut);
    ends.push(end);
    if (ends.length > expected) return null;
    start = end + cut.length;
    if (end >= line.length) break;
  }
  return ends.length === expected ? { ends, literal } : null;
}

interface Signs {
  quote: number | undefined;
  escaper: number | undefined;
  cut: Uint8Array;
}

/** The end of the field that the quote at `first` opens, if its quotes are regular; else -1. */
function regularEnd(line: Uint8Array, first: number, { quote, escaper, cut }: Signs): number {
  for (let i = first + 1; i < line.length; i++) {
    if (line[i] === escaper) i++;
    else if (line[i] === quote) {
      if (line[i + 1] === quote) i++;
      else return i + 1 === line.length || startsAt(line, i + 1, cut) ? i + 1 : -1;
    }
  }
  return -1;
}

/** The same with inner quotes as ordinary characters: the field ends at a quote followed by a delimiter, but not if a blank
 *  follows that (as in a sentence). */
function lenientEnd(line: Uint8Array, first: number, { quote, escaper, cut }: Signs): number {
  for (let i = first + 1; i < line.length; i++) {
    if (line[i] === escaper) i++;
    else if (line[i] === quote) {
      if (i + 1 === line.length) return i + 1;
      if (startsAt(line, i + 1, cut) && !isSpace(line[i + 1 + cut.length])) return i + 1;
    }
  }
  return -1;
}

function next(line: Uint8Array, from: number, cut: Uint8Array): number {
  for (let i = from; i < line.length; i++) if (startsAt(line, i, cut)) return i;
  return line.length;
}
