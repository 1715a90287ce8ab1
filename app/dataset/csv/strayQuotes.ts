// Reads a line whose quotes do not match as if each quote that does not properly enclose a field were a character: `5" pipe`,
// or a quote that somebody typed at the start of a cell. Used only where this alone gives the line as many fields as the table
// has.
import { isSpace, startsAt } from './cutRecord.ts';
import { cutterOf, type Syntax } from './syntax.ts';

export interface StrayQuotes {
  /** Where fields end, from the line's start. */
  ends: number[];
  /** Indices of fields whose first quote is a character. */
  literal: ReadonlySet<number>;
}

/** Null where the line has not `expected` fields so. */
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

/** Where the field that a quote at `first` opens ends, if its quotes are regular; else -1. */
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

/** The same where quotes within are characters: it ends at a quote before a delimiter that no blank follows, as in a sentence. */
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
