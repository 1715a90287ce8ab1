// Numbers with a unit beside them or a negative sign of accounts: `$1,200`, `95kg`, `(1,200)`, `5-`. The same regular expressions
// (of JavaScript and RE2 alike) take the marks off in TypeScript and in SQL, and leave a number with an ordinary sign.
import type { Unit } from '../../contract/table/unit.ts';
import { quoted } from '../resources/sqlText.ts';
import { isAnyCase } from './units.ts';

export interface Marks {
  unit?: Unit | undefined;
  /** Whether `(5)`, `5-`, a typographic minus and the triangles of Korean and Japanese accounts make a number negative. */
  accounting?: boolean | undefined;
  /** Whether digits and signs may be full-width ones. */
  wide?: boolean | undefined;
}

const wideSigns = '０１２３４５６７８９．，－＋';
const narrowSigns = '0123456789.,-+';
const someWide = new RegExp(`[${wideSigns}]`, 'g');

/** The text with ordinary digits and signs in place of full-width ones. */
export function narrowed(text: string): string {
  return text.replace(someWide, (sign) => narrowSigns[wideSigns.indexOf(sign)]!);
}

interface Patterns {
  positive: string;
  negative: string;
}

const gap = '[ \u00a0\u202f\u2009]*';
/** Hyphen, minus, en dash, and the triangles. */
export const minusSigns = '-\u2212\u2013\u25b3\u25b2';
const minus = `[${minusSigns}]`;

/** Expressions for a whole cell without blanks around it; the group that took part holds the digits. `number` matches digits
 *  without a sign and has no groups of its own. The unit may be lacking, the sign may stand on either side of it. */
function patternsOf({ unit, accounting }: Marks, number: string): Patterns {
  const sign = unit === undefined ? '' : unitPattern(unit);
  const digits = `(${number})`;
  const before = unit?.before ? `(?:${sign}${gap})?` : '';
  const after = unit !== undefined && !unit.before ? `(?:${gap}${sign})?` : '';
  const negative = [`${minus}${gap}${before}${digits}${after}`];
  if (before !== '') negative.push(`${before}${minus}${gap}${digits}`);
  if (accounting) {
    negative.push(`${before}\\(${gap}${before}${digits}${after}${gap}\\)${after}`);
    negative.push(`${before}${digits}${minus}${after}`);
  }
  return { positive: `\\+?${gap}${before}${digits}${after}`, negative: negative.join('|') };
}

function unitPattern(unit: Unit): string {
  const anyCase = isAnyCase(unit);
  const characters = [...unit.text].map((character) => {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    if (anyCase && lower !== upper && lower.length === 1 && upper.length === 1) return `[${lower}${upper}]`;
    return character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  return characters.join('');
}

const known = new Map<string, { positive: RegExp; negative: RegExp }>();

/** The number in a cell without its marks: `-1,200` for `($1,200)`; null where the cell is not a number in this form. */
export function unmarked(bare: string, marks: Marks, number: string): string | null {
  const key = JSON.stringify([marks.unit, marks.accounting, number]);
  let found = known.get(key);
  if (found === undefined) {
    const { positive, negative } = patternsOf(marks, number);
    found = {
      positive: new RegExp(`^(?:${positive})$`, 'u'),
      negative: new RegExp(`^(?:${negative})$`, 'u'),
    };
    known.set(key, found);
  }
  const text = marks.wide === true ? narrowed(bare) : bare;
  const plain = found.positive.exec(text)?.slice(1).find(Boolean);
  if (plain !== undefined) return plain;
  const below = found.negative.exec(text)?.slice(1).find(Boolean);
  return below === undefined ? null : `-${below}`;
}

/** SQL for the same on the text `cell` without blanks around it: NULL where the cell is not a number in this form. Most numbers are positive: they take one
 *  expression, the others three. */
export function unmarkedSql(cell: string, marks: Marks, number: string): string {
  const bare =
    marks.wide === true ? `translate(${cell}, ${quoted(wideSigns)}, ${quoted(narrowSigns)})` : cell;
  const { positive, negative } = patternsOf(marks, number);
  const groups = negative.split(`(${number})`).length - 1;
  const digits = Array.from({ length: groups }, (_, k) => `\\${k + 1}`).join('');
  const whole = (pattern: string) => quoted(`^(?:${pattern})$`);
  return `coalesce(nullif(regexp_extract(${bare}, ${whole(positive)}, 1), ''),
    CASE WHEN regexp_full_match(${bare}, ${quoted(negative)})
      THEN '-' || regexp_replace(${bare}, ${whole(negative)}, ${quoted(digits)}) END)`;
}
