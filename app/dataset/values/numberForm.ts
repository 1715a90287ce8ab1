// How the numbers of one column are written: which sign is the decimal sign and what groups digits by threes, judged by the digits
// of its cells. `1.234,56` and `12.5` decide; `12.345` may be either, so that the file's form or the unit has to decide.
import type { Decimal, Thousands } from './spelling.ts';

export interface FoundForm {
  decimal: Decimal;
  thousands: Thousands | null;
  /** What decided: the column's own cells, the sign of an earlier table, or the rest of the file. */
  by: 'cells' | 'expected' | 'file';
  /** Whether the same digits could be read with the other decimal sign. */
  ambiguous: boolean;
}

/** What one number shows: its decimal sign, or a single sign that is followed by three digits and may be either. */
export interface Shown {
  decimal: Decimal | null;
  either: Decimal | null;
  /** A space or apostrophe between groups of digits. */
  gap: ' ' | "'" | null;
  /** Whether a whole number without marks has more than three digits, which groups would have divided. */
  long: boolean;
}

const gaps = /[ \u00a0\u202f\u2009'’]/;
const groupedByGap = /^\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?:([.,])\d*)?$/;
const groupedIndian = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?$/;
const groupedOnce = /^[1-9]\d{0,2}[.,]\d{3}$/;

/** null for digits that are no number in any form. */
export function shownBy(digits: string): Shown | null {
  const bare = digits.replace(/^[-+]/, '').replace(/[eE][+-]?\d+$/, '');
  const shown: Shown = { decimal: null, either: null, gap: null, long: false };
  if (gaps.test(bare)) {
    const found = groupedByGap.exec(bare);
    if (found === null) return null;
    return {
      ...shown,
      gap: /['’]/.test(bare) ? "'" : ' ',
      decimal: (found[1] as Decimal | undefined) ?? null,
    };
  }
  const signs = bare.replace(/\d/g, '');
  if (signs === '') return { ...shown, long: bare.length > 3 };
  const last = signs.at(-1) as Decimal;
  if (signs.length === 1)
    return groupedOnce.test(bare) ? { ...shown, either: last } : { ...shown, decimal: last };
  if (groupedIndian.test(bare)) return { ...shown, decimal: '.' };
  const alike = signs === last.repeat(signs.length);
  // Only the last sign may be the decimal one, and what groups digits is the same everywhere.
  const group = alike ? last : other(last);
  const whole = alike ? bare : bare.slice(0, bare.lastIndexOf(last));
  if (!new RegExp(`^\\d{1,3}(?:\\${group}\\d{3})+$`).test(whole)) return null;
  return { ...shown, decimal: alike ? other(last) : last };
}

export function other(sign: Decimal): Decimal {
  return sign === '.' ? ',' : '.';
}

/** What decides where the cells do not. */
export interface Otherwise {
  /** The file's decimal sign. */
  decimal: Decimal;
  /** Whether a person chose it. */
  chosen: boolean;
  /** Whether other cells of the file show it. */
  decided: boolean;
  /** The sign that an earlier table had in this column. */
  expected?: Decimal | undefined;
  /** Whether the file is one in which a comma may be the decimal sign: not one that commas delimit. */
  maybeComma: boolean;
  /** Money has seldom three decimals: `1.200 €` is more than a thousand. */
  money: boolean;
}

/** The form in which all of `digits` are numbers; null where they contradict each other. */
export function formOf(digits: Iterable<string>, otherwise: Otherwise): FoundForm | null {
  const decimals = new Set<Decimal>();
  const either = new Set<Decimal>();
  let gap: Shown['gap'] = null;
  let long = false;
  for (const text of digits) {
    const shown = shownBy(text);
    if (shown === null) continue;
    if (shown.decimal !== null) decimals.add(shown.decimal);
    if (shown.either !== null) either.add(shown.either);
    if (shown.gap !== null) gap ??= shown.gap;
    long ||= shown.long;
  }
  if (decimals.size > 1) return null;
  const [decided] = decimals;
  const form = (decimal: Decimal, by: FoundForm['by'], ambiguous = false): FoundForm => ({
    ...{ decimal, by, ambiguous },
    thousands: gap ?? other(decimal),
  });
  if (decided !== undefined) return form(decided, 'cells');
  if (otherwise.chosen || either.size === 0) return form(otherwise.decimal, 'file');
  if (either.size > 1) return null;
  const [sign] = [...either] as [Decimal];
  if (gap !== null || (long && !otherwise.money)) return form(sign, 'cells');
  const { money, decided: known, maybeComma, expected } = otherwise;
  if (expected !== undefined) return form(expected, 'expected');
  if (money) return form(other(sign), 'file', known && sign === otherwise.decimal);
  return form(otherwise.decimal, 'file', !known && maybeComma);
}

export interface OpenSigns {
  /** Whether the numbers of the file show its decimal sign. */
  decided: boolean;
  /** For each column a number that may be thousands or have three decimals, if no number of it shows which; else null. */
  examples: (string | null)[];
  /** For each column a number that shows the file's decimal sign; null where there is none. */
  shown: (string | null)[];
}

/** What the numbers of a file leave open that has this decimal sign; `columns` are the cells of each. */
export function openSigns(columns: readonly string[][], decimal: Decimal, decided: boolean): OpenSigns {
  const examples: OpenSigns['examples'] = [];
  const signs: OpenSigns['shown'] = [];
  for (const cells of columns) {
    let [example, sign]: (string | null)[] = [null, null];
    let long = false;
    for (const cell of cells) {
      const bare = cell.trim();
      const shown = /^[-+]?[\d.,]+$/.test(bare) ? shownBy(bare) : null;
      if (shown === null) continue;
      if (shown.decimal === decimal) sign ??= bare;
      long ||= shown.long || shown.decimal !== null;
      if (shown.either !== null) example ??= bare;
    }
    examples.push(long ? null : (example ?? null));
    signs.push(sign ?? null);
  }
  return { decided, examples, shown: signs };
}
