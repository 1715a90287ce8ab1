// Splits the text of a cell into a number's digits and the known unit beside them (units.ts), to find out how the cells of a column
// are written. What the digits mean is for the column to decide (columns/columnForm.ts): in `1.200 €` the point may group thousands.
import type { Unit } from '../../contract/table/unit.ts';
import { trimmed } from './spelling.ts';
import { knownUnit } from './units.ts';

export interface Measured {
  /** The unit in its usual spelling; null where the number has none. */
  unit: Unit | null;
  /** The unit as spelled in this cell. */
  spelled: string;
  /** The digits, with what groups them and the decimal sign. */
  digits: string;
  /** Whether it is negative in the way of accounts: `(5)`, `5-`, or with a typographic minus. */
  accounting: boolean;
}

const gap = '[ \\u00a0\\u202f\\u2009]*';
const body = String.raw`(?:\d|[.,]\d)(?:[\d.,'’ \u00a0\u202f\u2009]*\d[.,]?|[.,]?)(?:[eE][+-]?\d+)?`;
const behind = new RegExp(`^[-−+]?${gap}(${body})${gap}([^\\d\\s+−-][^\\s]*)?$`);
const inFront = new RegExp(`^([-−+]?)${gap}([^\\d\\s(+−-][^\\d\\s(−-]*?)${gap}([-−]?)${gap}(${body})$`);

/** The unit and the digits of a cell that is a number with a known unit or none; null for any other text. */
export function measured(text: string): Measured | null {
  const bare = trimmed(text);
  if (bare.length > 60 || !/\d/.test(bare)) return null;
  const brackets = /^([^\d(]*)\((.*)\)([^\d)]*)$/s.exec(bare);
  const trailing = /^(.*\d)-(\D*)$/s.exec(bare);
  const open =
    brackets !== null
      ? brackets[1]! + brackets[2]! + brackets[3]!
      : trailing !== null
        ? trailing[1]! + trailing[2]!
        : bare;
  const accounting = open !== bare || bare.includes('−');
  if (open !== bare && /[-−+]/.test(open.replace(/[eE][+-]/, ''))) return null;
  const after = behind.exec(open);
  if (after !== null) {
    const [, digits = '', spelled = ''] = after;
    if (spelled === '') return { unit: null, spelled, digits, accounting };
    const found = knownUnit(spelled, false);
    return found === null ? null : { unit: { text: found, before: false }, spelled, digits, accounting };
  }
  const front = inFront.exec(open);
  if (front === null) return null;
  const [, , spelled = '', , digits = ''] = front;
  const found = knownUnit(spelled, true);
  return found === null ? null : { unit: { text: found, before: true }, spelled, digits, accounting };
}
