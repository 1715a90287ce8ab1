// How quotes stand in the fields of a record. A quote at both edges of a field is evidence for quoting; a quote elsewhere shows
// that the record was cut wrongly, or that the quote is an ordinary character.
import { type CutRecord, isSpace } from './cutRecord.ts';

/** `none`: no quote in it. `enclosed`: a quote at both edges, and inside only doubled or escaped ones. `inside`: any other
 *  quote, such as one at a single edge. */
export type QuoteState = 'none' | 'enclosed' | 'inside';

const doubleQuote = 0x22;
const apostrophe = 0x27;

/** The state of each field; null where the record has no quote at all. A double quote counts even if the syntax has another quote
 *  or none. */
export function quoteStates(record: CutRecord): QuoteState[] | null {
  const { bytes, start, end, syntax } = record;
  const quote = syntax.quote?.charCodeAt(0) ?? doubleQuote;
  if (!hasByte(bytes, quote, start, end) && !hasByte(bytes, doubleQuote, start, end)) return null;
  const states: QuoteState[] = [];
  for (let field = 0, from = start; field < record.fields; field++) {
    const to = record.ends[field]!;
    states.push(stateOf(record, field, from, to));
    from = to + record.delimiterBytes;
  }
  return states;
}

function stateOf(record: CutRecord, field: number, from: number, to: number): QuoteState {
  const { bytes, syntax } = record;
  let first = from;
  let last = to - 1;
  while (last > first && isSpace(bytes[last])) last--;
  if (syntax.spaced || syntax.collapsed) while (first < last && isSpace(bytes[first])) first++;
  const quote = syntax.quote?.charCodeAt(0);
  const edges = quote !== undefined && first < last && bytes[first] === quote && bytes[last] === quote;
  if (edges && record.literal?.has(field) !== true && closesAt(record, first, last)) return 'enclosed';
  return hasByte(bytes, doubleQuote, from, to) || (edges && quote === apostrophe) ? 'inside' : 'none';
}

/** Whether the quote that opens at `first` closes at `last` and not before. */
function closesAt({ bytes, syntax }: CutRecord, first: number, last: number): boolean {
  const quote = bytes[first];
  const escaper = syntax.escape?.charCodeAt(0);
  for (let i = first + 1; i < last; i++) {
    if (bytes[i] === escaper) i++;
    else if (bytes[i] === quote) {
      if (i + 1 >= last || bytes[i + 1] !== quote) return false;
      i++;
    }
  }
  return true;
}

function hasByte(bytes: Uint8Array, byte: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === byte) return true;
  return false;
}
