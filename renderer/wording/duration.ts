// Lengths of time in words.

import { numbers } from './numbers.ts';

const minute = 60;
const hour = 60 * minute;

/** A length of time in the unit that fits: under a second, 12 seconds, 3 minutes, 2.5 hours. */
export function duration(seconds: number): string {
  const unit = seconds < 99.5 ? 'second' : seconds < 90 * minute ? 'minute' : 'hour';
  const size = { second: 1, minute, hour }[unit];
  const value =
    unit === 'hour' ? Math.round((seconds / size) * 10) / 10 : Math.max(1, Math.round(seconds / size));
  return new Intl.NumberFormat(numbers().locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** As `duration`, and below a second in thousandths: 0.7 ms. */
export function fineDuration(seconds: number): string {
  if (seconds >= 1) return duration(seconds);
  return `${numbers().measure(seconds * 1000, 2)} ms`;
}
