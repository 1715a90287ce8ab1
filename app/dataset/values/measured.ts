// Splits the text of a cell into a number's digits and the known unit beside them (units.ts), to find out how the cells of a column
// are written. What the digits mean is for the column to decide (columns/columnForm.ts): in `1.200 €` the point may group thousands.
import type { Unit } from '../../contract/table/unit.ts';
import { minusSigns, narrowed } from './markedNumbers.ts';
import { trimmed } from './spelling.ts';
import { knownUnit } from './units.ts';

export interface Measured {
  /** The unit in its usual spelling; null where the number has none. */
  unit: Unit | null;
  /** The unit as spelled in this cell. */
  spelled: string;
  /** The digits, with what groups them and the decimal sign. */
  digits: string;
  /** Whether it is negative in the way of accounts: `(5)`, `5-`, `△5`, or with a typographic minus. */
  accounting: boolean;
  /** Whether it has full-width digits or signs. */
  wide: boolean;
}

const gap = '[ \\u00a0\\u202f\\u2009]*';
const body = String.raw`(?:\d|[.,]\d)(?:[\d.,'’ \u00a0\u202f\u2009]*\d[.,]?|[.,]?)(?:[eE][+-]?\d+)?`;
/** A hyphen must be the last in a class of characters. */
const minus = `${minusSigns.slice(1)}-`;
const typographic = new RegExp(`[${minusSigns.slice(1)}]`);
const behind = new RegExp(`^[+${minus}]?${gap}(${body})${gap}([^\\d\\s+${minus}][^\\s]*)?$`);
const inFront = new RegExp(
  `^([+${minus}]?)${gap}([^\\d\\s(+${minus}][^\\d\\s(${minus}]*?)${gap}([${minus}]?)${gap}(${body})$`,
);
const someSign = new RegExp(`[+${minus}]`);

/** The unit and the digits of a cell that is a number with a known unit or none; null for any other text. */
export function measured(text: string): Measured | null {
  const spelling = trimmed(text);
  const bare = narrowed(spelling);
  const wide = bare !== spelling;
  if (bare.length > 60 || !/\d/.test(bare)) return null;
  const brackets = /^([^\d(]*)\((.*)\)([^\d)]*)$/s.exec(bare);
  const trailing = /^(.*\d)-(\D*)$/s.exec(bare);
  const open =
    brackets !== null
      ? brackets[1]! + brackets[2]! + brackets[3]!
      : trailing !== null
        ? trailing[1]! + trailing[2]!
        : bare;
  const accounting = open !== bare || typographic.test(bare);
  if (open !== bare && someSign.test(open.replace(/[eE][+-]/, ''))) return null;
  const after = behind.exec(open);
  if (after !== null) {
    const [, digits = '', spelled = ''] = after;
    if (spelled === '') return { unit: null, spelled, digits, accounting, wide };
    const found = knownUnit(spelled, false);
    return found === null
      ? null
      : { unit: { text: found, before: false }, spelled, digits, accounting, wide };
  }
  const front = inFront.exec(open);
  if (front === null) return null;
  const [, , spelled = '', , digits = ''] = front;
  const found = knownUnit(spelled, true);
  return found === null ? null : { unit: { text: found, before: true }, spelled, digits, accounting, wide };
}
