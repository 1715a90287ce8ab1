// Formats numbers for the screen: three significant digits, grouping from 1,000 up, a true minus sign, and powers of ten with
// superscripts for very small and very large numbers. One object per language; independent of the catalogue.
// Source of the rules: the type section of the design's look.

import { isolated } from './isolated.ts';

const superscripts: Record<string, string> = Object.fromEntries(
  [...'0123456789−'].map((digit, index) => [digit, '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'[index] ?? digit]),
);

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Numbers below `smallest`, or from `largest` up, are written as powers of ten. */
const smallest = 1e-4;
const largest = 1e9;

export class NumberFormat {
  readonly locale: string;
  readonly #digits = new Map<string, Intl.NumberFormat>();

  constructor(locale: string) {
    this.locale = locale;
  }

  /** A measured number with `digits` significant digits: 43.8, 0.0123, 2.6 × 10⁻⁵. */
  measure(value: number, digits = 3): string {
    if (!Number.isFinite(value)) return value < 0 ? '−∞' : Number.isNaN(value) ? '–' : '∞';
    const size = Math.abs(value);
    if (size !== 0 && (size < smallest || size >= largest)) return this.#power(value, digits);
    // Digits before the decimal point are never rounded: 1,461 stays 1,461.
    if (size >= 10 ** digits) return this.#with(value, { maximumFractionDigits: 0 });
    return this.#with(value, { maximumSignificantDigits: digits });
  }

  /** A count. */
  whole(value: number): string {
    return this.#with(value, { maximumFractionDigits: 0 });
  }

  /** A large number in few characters: 4.39M, 439만; below a million as `whole`. */
  compact(value: number): string {
    if (Math.abs(value) < 1e6) return this.whole(value);
    return this.#with(value, { notation: 'compact', maximumSignificantDigits: 3 });
  }

  /** A number as precisely as it was given, such as a setting or the bound of a column: 0.0001, 5.35. */
  exact(value: number): string {
    const size = Math.abs(value);
    if (size !== 0 && (size < smallest || size >= 1e12)) return this.#power(value, 6);
    return this.#with(value, { maximumSignificantDigits: 7 });
  }

  /** Always `decimals` places, so that columns line up; a value that rounds to zero has no sign. */
  fixed(value: number, decimals: number): string {
    const places = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return this.#with(value, { ...places, signDisplay: 'negative' });
  }

  /** A share of 0..1, with one digit: 94.2%. */
  percent(value: number): string {
    return this.#with(value, { style: 'percent', maximumFractionDigits: 1 });
  }

  /** What is left of a sum of about `size`: 0 where it is only rounding of the last digits. */
  remainder(value: number, size: number): string {
    return this.measure(Math.abs(value) < 1e-9 * Math.abs(size) ? 0 : value, 2);
  }

  /** With a sign in front: +0.76, −0.14. */
  signed(value: number): string {
    const text = this.measure(value);
    return value > 0 ? `+${text}` : text;
  }

  /** Decimal units: 14.7 KB. */
  bytes(value: number): string {
    const power = value < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(value) / 3));
    return `${this.measure(value / 1000 ** power)} ${byteUnits[power] ?? 'B'}`;
  }

  /** A list of words joined as the language does; names among them are isolated. */
  list(words: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'conjunction' }).format(words.map(isolated));
  }

  /** The moment of an ISO 8601 time: the time for today, else the day too. */
  moment(iso: string, now = new Date()): string {
    const then = new Date(iso);
    const today = then.toDateString() === now.toDateString();
    const options: Intl.DateTimeFormatOptions = today
      ? { hour: '2-digit', minute: '2-digit' }
      : { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
    return new Intl.DateTimeFormat(this.locale, options).format(then);
  }

  /** Day and time of an ISO 8601 time in full, in the reader's time zone, which is named. */
  dayAndTime(iso: string): string {
    const day = { year: 'numeric', month: 'long', day: 'numeric' } as const;
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const;
    return new Intl.DateTimeFormat(this.locale, { ...day, ...time }).format(new Date(iso));
  }

  #power(value: number, digits: number): string {
    const text = this.#with(value, { notation: 'scientific', maximumSignificantDigits: digits });
    const [mantissa = '', exponent = ''] = text.split('E');
    const raised = [...exponent].map((digit) => superscripts[digit] ?? digit).join('');
    return `${mantissa} × 10${raised}`;
  }

  #with(value: number, options: Intl.NumberFormatOptions): string {
    const key = JSON.stringify(options);
    let format = this.#digits.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.locale, { useGrouping: 'always', ...options });
      this.#digits.set(key, format);
    }
    // -0 is written as 0.
    return format.format(value === 0 ? 0 : value).replaceAll('-', '−');
  }
}
