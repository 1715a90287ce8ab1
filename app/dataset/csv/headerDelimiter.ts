// The line above the rows decides between delimiters: `name;tags` above `x;a|b` is cut by semicolons, and `price` above `20,92` is
// a single column. A delimiter that cuts the rows but not the names stands inside the cells.
import { numberOf, trimmed, usualFormat } from '../values/spelling.ts';
import { namesValues } from './header.ts';
import type { SampleRecord } from './sampleRecords.ts';
import type { Candidate, Scored } from './syntaxScore.ts';

/** How much lower the delimiter of the names may score than that of the rows. */
const mostBehind = 0.5;
/** The share of records below the names that must be cut into as many fields as they are. */
const agreementNeeded = 0.9;

/** The candidate whose delimiter cuts the line above the table of `best` too; `best` where there is none, or where its first record
 *  names columns of numbers or dates. */
export function byHeader(best: Scored, all: readonly Scored[]): Candidate {
  const { first, size } = best.shape;
  const rows = best.table.slice(first).map(({ fields }) => fields);
  const above = first === 0 ? undefined : best.table[first - 1];
  if (above === undefined || size < 2 || namesValues(rows[0] ?? [], rows.slice(1), usualFormat)) return best;
  if (above.fields.length === 1 && isOneColumn(rows, best)) {
    const { table } = best;
    return {
      ...best,
      syntax: { ...best.syntax, delimiter: null },
      shape: { size: 1, agreement: 1, first: 0 },
      records: table,
    };
  }
  let better: Scored | null = null;
  for (const one of all) {
    if (one.score < best.score - mostBehind || one.score <= (better?.score ?? 0)) continue;
    if (one !== best && cutsFrom(one, above)) better = one;
  }
  return better ?? best;
}

/** Whether a candidate cuts the record that begins on the line of `above` into names, and those below into as many fields. */
function cutsFrom({ table, shape }: Scored, above: SampleRecord): boolean {
  if (shape.size < 2 || shape.agreement < agreementNeeded) return false;
  const header = table.find(({ line }) => line === above.line)?.fields;
  if (header === undefined || header.length !== shape.size) return false;
  return header.every((cell) => trimmed(cell) !== '' && numberOf(cell, usualFormat) === null);
}

/** Numbers whose decimal sign or grouping is a delimiter too. */
const numberFormats = [
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ',' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
] as const;

/** Whether the delimiter cuts values of a single column below its name: numbers, or texts such as `Kim, Mina`. */
function isOneColumn(rows: string[][], { syntax, shape }: Scored): boolean {
  if (syntax.delimiter === null || shape.first !== 1) return false;
  const asText = syntax.delimiter === ',' && shape.size === 2;
  if (asText && rows.every(([, second]) => syntax.spaced || /^ \S/.test(second ?? ''))) return true;
  const lines = rows.map((fields) => fields.join(syntax.delimiter ?? ''));
  return numberFormats.some((format) => lines.every((line) => numberOf(line, format) !== null));
}
