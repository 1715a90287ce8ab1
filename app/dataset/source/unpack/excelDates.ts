// Numbers that a workbook shows as dates: which number formats do so, and the date in ISO 8601.

/** Of the formats that every workbook has without naming them; those of East Asia among them. */
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

/** What a number format shows; null where a number stays one. `code` is that of a format the workbook names. */
export function dateKindOf(id: number, code: string | undefined): DateKind | null {
  if (code === undefined) return builtIn.find(([from, to]) => id >= from && id <= to)?.[2] ?? null;
  // The first section is that of positive numbers; quoted text, escaped characters, colours and countries are not part of it.
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
/** 9999-12-31; what is beyond is not a date. */
const lastSerial = 2_958_465;

/** Days since the workbook's first one. null where no date is so written. */
export function isoDate(serial: number, kind: DateKind, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > lastSerial + 1) return null;
  // Excel's own arithmetic is that of doubles: a millisecond is more than it keeps apart.
  const ms = Math.round(serial * dayMs);
  if (kind === 'duration') return clock(ms);
  const days = Math.floor(ms / dayMs);
  if (kind === 'time' && days === 0) return clock(ms);
  // For Excel 1900 has a 29th of February, so the days up to it count from a different first day.
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
