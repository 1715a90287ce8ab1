// Converts the text of a date or time to its parts as numbers. Reads the forms that `isDate` (spelling.ts) accepts, and whole
// numbers that are a year or a year, month and day. Calendar parts are as written; `time` is the instant, with the written time
// zone applied. A part that the text does not have is NaN: `2024-05` has no day, `10:30` no month.
import type { DatePart } from '../../contract/spec/columnPreparation.ts';
import { trimmed } from './spelling.ts';

/** Which part comes first in a date such as 03/04/05. */
export type First = 'day' | 'month' | 'year';
export type DateParts = Record<DatePart, number>;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const clock =
  /(?:(오전|오후)\s?)?(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?:\s?([ap])\.?m\.?)?(?:\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/i;
const yearLeads = /^(\d{4})(?:[-/.]\s?(\d{1,2})(?:[-/.]\s?(\d{1,2}))?)?\.?$/;
const korean = /^(\d{4})년(?:\s?(\d{1,2})월(?:\s?(\d{1,2})일)?)?$/;
const together = /^(\d{4})(\d{2})(\d{2})$/;
const yearEnds = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/;
const monthDay = /^([a-z]{3})[a-z]*\.?\s(\d{1,2})(?:,?\s(\d{4}))?$/i;
const monthYear = /^([a-z]{3})[a-z]*\.?\s(\d{4})$/i;
const dayMonth = /^(\d{1,2})[\s-]([a-z]{3})[a-z]*\.?[\s-](\d{2,4})$/i;

interface Day {
  year: number;
  month: number;
  day: number;
}

/** Whether a number may be a year. */
export function isYear(number: number | null): boolean {
  return number !== null && Number.isInteger(number) && number >= 1800 && number <= 2200;
}

/** null for a text that is neither a date nor a time, or a date that does not exist. */
export function dateOf(text: string, first: First): DateParts | null {
  const bare = trimmed(text);
  const time = clock.exec(bare);
  const seconds = time === null ? null : secondsOf(time);
  const rest = time === null ? bare : bare.slice(0, time.index).replace(/[T\s,]+$/i, '');
  if (Number.isNaN(seconds)) return null;
  const hour = seconds === null ? Number.NaN : Math.floor(seconds / 3_600);
  const share = (seconds ?? 0) / 86_400;
  if (rest === '') {
    // A time without a date counts as a time of the first day.
    return seconds === null ? null : { ...partsOf(unknownDay), time: share, hour };
  }
  const day = dayOf(rest, first);
  if (day === null || !exists(day)) return null;
  const parts = partsOf(day);
  return { ...parts, time: parts.time + share - zoneDays(time?.[6]), hour };
}

const unknownDay: Day = { year: Number.NaN, month: Number.NaN, day: Number.NaN };

function secondsOf([, half, hourText, minuteText, secondText = '0', letter]: RegExpExecArray): number {
  const [minute, second] = [Number(minuteText), Number(secondText.replace(',', '.'))];
  let hour = Number(hourText);
  const later = half === '오후' || letter?.toLowerCase() === 'p';
  const twelve = half !== undefined || letter !== undefined;
  if (twelve && (hour < 1 || hour > 12)) return Number.NaN;
  if (twelve) hour = (hour % 12) + (later ? 12 : 0);
  return hour < 24 && minute < 60 && second < 60 ? hour * 3_600 + minute * 60 + second : Number.NaN;
}

/** Time zones east of Greenwich are ahead of UTC. */
function zoneDays(zone = 'Z'): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (found === null) return 0;
  const days = (Number(found[2]) * 60 + Number(found[3])) / 1_440;
  return found[1] === '-' ? -days : days;
}

function dayOf(text: string, first: First): Day | null {
  const led = yearLeads.exec(text) ?? korean.exec(text) ?? together.exec(text);
  if (led !== null) return { year: Number(led[1]), month: Number(led[2]), day: Number(led[3]) };
  const ended = yearEnds.exec(text);
  if (ended !== null) return ordered(ended, first);
  const named = monthDay.exec(text);
  if (named !== null) return { year: Number(named[3]), month: monthOf(named[1]), day: Number(named[2]) };
  const month = monthYear.exec(text);
  if (month !== null) return { year: Number(month[2]), month: monthOf(month[1]), day: Number.NaN };
  const middle = dayMonth.exec(text);
  if (middle === null) return null;
  return { year: yearOf(middle[3]!), month: monthOf(middle[2]), day: Number(middle[1]) };
}

function ordered([, a = '', b = '', c = '']: RegExpExecArray, first: First): Day {
  if (first === 'year' && c.length === 2) return { year: yearOf(a), month: Number(b), day: Number(c) };
  if (first === 'month') return { year: yearOf(c), month: Number(a), day: Number(b) };
  return { year: yearOf(c), month: Number(b), day: Number(a) };
}

/** Two digits mean 1970 to 2069. */
function yearOf(text: string): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  return year < 70 ? 2_000 + year : 1_900 + year;
}

/** 0 if it is not a month. */
function monthOf(name = ''): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function exists({ year, month, day }: Day): boolean {
  if (Number.isNaN(month)) return true;
  if (month < 1 || month > 12) return false;
  if (Number.isNaN(day)) return true;
  // If no year is written, assume a leap year.
  const last = new Date(0);
  last.setUTCFullYear(Number.isNaN(year) ? 2_000 : year, month, 0);
  return day >= 1 && day <= last.getUTCDate();
}

function partsOf({ year, month, day }: Day): DateParts {
  const start = new Date(0);
  start.setUTCFullYear(year, (month || 1) - 1, day || 1);
  const time = start.getTime() / 86_400_000;
  // 1 January 1970 was a Thursday.
  const weekday = Number.isNaN(day) ? Number.NaN : ((((time + 3) % 7) + 7) % 7) + 1;
  return { time, year, month, day, weekday, hour: Number.NaN };
}

export interface DateOrder {
  first: First;
  /** A date that can be read in two ways if no other date decides; else null. */
  ambiguous: string | null;
}

/** Which part comes first in the dates of a column, judged by all of them: the reading in which most are valid. If both day and
 *  month are possible everywhere, dates with slashes begin with the month, but with the day in a `european` file or with points
 *  or hyphens. Two-digit numbers at the start are years if they take fewer different values than those at the end. */
export function orderOf(texts: Iterable<string>, european: boolean): DateOrder {
  const { valid, leading, trailing, example } = countOrders(texts);
  if (example === null) return { first: 'day', ambiguous: null };
  const most = Math.max(valid.day, valid.month, valid.year);
  if (valid.year === most && trailing.size > leading.size) return { first: 'year', ambiguous: null };
  if (valid.day !== valid.month) return { first: valid.day > valid.month ? 'day' : 'month', ambiguous: null };
  return { first: european || !example.includes('/') ? 'day' : 'month', ambiguous: example };
}

/** The order that the dates of a column show where more of them exist in it than in the `expected` one, with such a date; else null. */
export function orderUnlike(
  texts: readonly string[],
  expected: First,
): { first: First; example: string } | null {
  const { valid } = countOrders(texts);
  const { first } = orderOf(texts, false);
  if (valid[first] <= valid[expected]) return null;
  const shows = (text: string) => dateOf(text, expected) === null && dateOf(text, first) !== null;
  return { first, example: texts.find(shows) ?? '' };
}

interface Orders {
  /** For each order the number of dates that exist in it. */
  valid: Record<First, number>;
  /** The different texts at their beginning and their end. */
  leading: Set<string>;
  trailing: Set<string>;
  /** The first date with numbers alone; null where there is none. */
  example: string | null;
}

function countOrders(texts: Iterable<string>): Orders {
  const valid = { day: 0, month: 0, year: 0 };
  const leading = new Set<string>();
  const trailing = new Set<string>();
  let example: string | null = null;
  for (const text of texts) {
    const found = yearEnds.exec(
      trimmed(text)
        .replace(clock, '')
        .replace(/[T\s,]+$/i, ''),
    );
    if (found === null) continue;
    example ??= text;
    for (const first of ['day', 'month', 'year'] as const) {
      const short = first !== 'year' || found[3]!.length === 2;
      if (short && exists(ordered(found, first))) valid[first]++;
    }
    leading.add(found[1]!);
    trailing.add(found[3]!);
  }
  return { valid, leading, trailing, example };
}
