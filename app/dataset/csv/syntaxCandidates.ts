// Finds the signs (delimiter, quote, escape) that cut a block into records best: each combination that may be is tried on the first
// records and scored (syntaxScore.ts), then the line above the rows decides where another delimiter cuts the names.
import { delimiters } from '../../contract/table/delimiters.ts';
import type { Reading } from '../../contract/table/reading.ts';
import { byHeader } from './headerDelimiter.ts';
import { sampleRecords } from './sampleRecords.ts';
import { type Syntax, usualSyntax } from './syntax.ts';
import { type Candidate, type Scored, scoreOf, shapeOf } from './syntaxScore.ts';

const sampleSize = 300;
/** Bytes that are searched for delimiters and quotes. */
const signBytes = 2 ** 17;
/** `"` is the usual quote, and no blanks belong to a delimiter; other signs must score higher by this much. */
const exceptionWorth = 0.01;

/** The best signs for the block among those that the reading leaves open. `announced` is the delimiter of a line `sep=;`, which
 *  is then the first record. */
export function bestCandidate(
  block: Uint8Array,
  whole: boolean,
  reading: Reading,
  comment: string | null,
  announced: string | null,
): Candidate | null {
  const text = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, signBytes)).toString(
    'latin1',
  );
  const above = reading.skipped ?? (announced === null ? 0 : 1);
  const scored = [...syntaxes(text, reading, comment, announced)].map((syntax) =>
    scoredWith(syntax, block, whole, text, above),
  );
  let best = scored[0]!;
  for (const one of scored) if (one.score > best.score + 1e-9) best = one;
  return best.records.length === 0 ? null : byHeader(best, scored);
}

function scoredWith(syntax: Syntax, block: Uint8Array, whole: boolean, text: string, above: number): Scored {
  let records = sampleRecords(block, whole, syntax, sampleSize);
  let table = records.slice(above);
  let shape = shapeOf(table);
  if (shape.size > 1 && syntax.quote !== null && text.includes(syntax.quote)) {
    // Cut again with the known size, so that a stray quote does not hide the lines after it.
    records = sampleRecords(block, whole, syntax, sampleSize, shape.size);
    table = records.slice(above);
    shape = shapeOf(table);
  }
  const exception = syntax.quote !== '"' || syntax.spaced || syntax.collapsed;
  const score = scoreOf(table, shape, syntax) - (exception ? exceptionWorth : 0);
  return { syntax, records, shape, table, score };
}

function* syntaxes(
  text: string,
  reading: Reading,
  comment: string | null,
  announced: string | null,
): Generator<Syntax> {
  const found =
    announced === null
      ? delimiters.map(({ sign }) => sign).filter((sign) => sign === ',' || text.includes(sign))
      : [announced];
  const cuts = reading.delimiter !== undefined ? [reading.delimiter] : found;
  for (const delimiter of cuts) {
    for (const quote of reading.quote !== undefined ? [reading.quote] : quotesIn(text)) {
      const escapes = quote !== null && text.includes(`\\${quote}`) ? [null, '\\'] : [null];
      for (const sign of reading.escape !== undefined ? [reading.escape] : escapes) {
        const syntax = { ...usualSyntax, delimiter, quote, escape: sign, comment };
        yield syntax;
        if (delimiter === null || delimiter === '\t') continue;
        if (delimiter === ' ') {
          if (text.includes('  ')) yield { ...syntax, collapsed: true };
        } else if (text.includes(`${delimiter} `)) yield { ...syntax, spaced: true };
      }
    }
  }
}

/** Apostrophes count as quotes only if some cells begin and end with one. */
function quotesIn(text: string): (string | null)[] {
  const apostrophes = text.match(/(?:^|[,;\t|^~ :\r\n])'(?:[^']|''){0,300}?'(?=[,;\t|^~ :\r\n]|$)/g) ?? [];
  return ['"', ...(apostrophes.length > 1 ? ["'"] : []), ...(text.includes('"') ? [null] : [])];
}
