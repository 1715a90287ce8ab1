// Numbers that a workbook shows as dates: which number formats mean dates, and dates in ISO 8601.

/** Built-in formats, which workbooks use without defining them, including East Asian ones. */
const builtIn: [from: number, to: number, kind: DateKind][] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'moment'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'duration'],
  [47, 47, 'time'],
  [50, 58, 'date'],
];

export type DateKind = 'date' | 'time' | 'moment' | 'duration';

/** The kind of date that a number format shows; null if it shows a number. `code` is the code of a format that the workbook
 *  defines. */
export function dateKindOf(id: number, code: string | undefined): DateKind | null {
  if (code === undefined) return builtIn.find(([from, to]) => id >= from && id <= to)?.[2] ?? null;
  // Only the first section, for positive numbers; without quoted text, escaped characters, colours and countries.
  const bare = code
    .split(';')[0]!
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .toLowerCase();
  if (/\[(?:h+|m+|s+)\]/.test(bare)) return 'duration';
  const parts = bare
    .replace(/\[[^\]]*\]/g, '')
    .replace('am/pm', 'h')
    .replace('general', '');
  const time = /[hs]/.test(parts);
  const date = /[yd]/.test(parts) || (/m/.test(parts) && !time);
  if (date) return time ? 'moment' : 'date';
  return time ? 'time' : null;
}

const dayMs = 86_400_000;
/** 9999-12-31; larger numbers are not dates. */
const lastSerial = 2_958_465;

/** The date of a number of days since the workbook's first day; null if it is not a date. */
export function isoDate(serial: number, kind: DateKind, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > lastSerial + 1) return null;
  // Excel itself computes with doubles, whose precision is coarser than a millisecond.
  const ms = Math.round(serial * dayMs);
  if (kind === 'duration') return clock(ms);
  const days = Math.floor(ms / dayMs);
  if (kind === 'time' && days === 0) return clock(ms);
  // Excel's 1900 has a 29th of February, so days before it count from a different first day.
  const firstDay = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const date = new Date(firstDay + days * dayMs).toISOString().slice(0, 10);
  return kind === 'date' && ms % dayMs === 0 ? date : `${date} ${clock(ms % dayMs)}`;
}

function clock(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = ms % 1_000;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`;
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}${fraction}`;
}
