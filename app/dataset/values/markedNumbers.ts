// Numbers with a unit beside them or a negative sign of accounts: `$1,200`, `95kg`, `(1,200)`, `5-`. The same regular expressions
// (of JavaScript and RE2 alike) take the marks off in TypeScript and in SQL, and leave a number with an ordinary sign.
import type { Unit } from '../../contract/table/unit.ts';
import { quoted } from '../resources/sqlText.ts';
import { isAnyCase } from './units.ts';

export interface Marks {
  unit?: Unit | undefined;
  /** Whether `(5)`, `5-` and a typographic minus make a number negative. */
  accounting?: boolean | undefined;
}

interface Patterns {
  positive: string;
  negative: string;
}

const gap = '[ \u00a0\u202f\u2009]*';
const minus = '[-\u2212]';

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
  const plain = found.positive.exec(bare)?.slice(1).find(Boolean);
  if (plain !== undefined) return plain;
  const below = found.negative.exec(bare)?.slice(1).find(Boolean);
  return below === undefined ? null : `-${below}`;
}

/** SQL for the same on the text `bare`: NULL where the cell is not a number in this form. Most numbers are positive: they take one
 *  expression, the others three. */
export function unmarkedSql(bare: string, marks: Marks, number: string): string {
  const { positive, negative } = patternsOf(marks, number);
  const groups = negative.split(`(${number})`).length - 1;
  const digits = Array.from({ length: groups }, (_, k) => `\\${k + 1}`).join('');
  const whole = (pattern: string) => quoted(`^(?:${pattern})$`);
  return `coalesce(nullif(regexp_extract(${bare}, ${whole(positive)}, 1), ''),
    CASE WHEN regexp_full_match(${bare}, ${quoted(negative)})
      THEN '-' || regexp_replace(${bare}, ${whole(negative)}, ${quoted(digits)}) END)`;
}
