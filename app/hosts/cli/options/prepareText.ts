// How a column becomes inputs, on the command line: `income: scaling=robust, log` or `size: order=small|medium|large`.

import { limits } from '../../../contract/limits.ts';
import { nearNames } from '../../../contract/nearNames.ts';
import {
  type ColumnPreparation,
  columnPreparationSchema,
  dateParts,
  defaultColumnPreparation,
  scalings,
} from '../../../contract/spec/columnPreparation.ts';
import { wrongUsage } from '../output/failure.ts';
import { plain, refused } from './parse.ts';

const option = '--prepare';
const names = Object.keys(defaultColumnPreparation);

export const prepareHelp = `how a column becomes inputs, such as "income: scaling=robust, log", "size: order=small|medium|large" or "day: parts=month|weekday"; settings: scaling (${scalings.join(', ')}), log, clip (${limits.clip.min} to ${limits.clip.max}, or none), piecewiseLinear, bins (${limits.bins.min} to ${limits.bins.max}), missing (median, mean or a number), indicator, levels (1 to ${limits.levels.max}), other, order, parts (${dateParts.join(', ')})`;

/** By the names of columns. A name is everything before the last colon that makes it a column of the table; what is none is kept for
 *  the backend to refuse. Throws CommanderError, AppError option_invalid. */
export function preparations(
  texts: readonly string[],
  columns: readonly string[],
): Record<string, ColumnPreparation> {
  const known = new Set(columns);
  const found = new Map<string, ColumnPreparation>();
  for (const text of texts) {
    const at = colonOf(text, known);
    if (at < 0)
      throw wrongUsage(
        `${option} needs a column, a colon and settings, such as "income: log"; found ${text}.`,
      );
    const column = text.slice(0, at);
    const name = known.has(column) ? column : column.trim();
    found.set(name, { ...found.get(name), ...settingsOf(text.slice(at + 1)) });
  }
  return Object.fromEntries(found);
}

function colonOf(text: string, known: ReadonlySet<string>): number {
  for (let at = text.lastIndexOf(':'); at > 0; at = text.lastIndexOf(':', at - 1)) {
    const name = text.slice(0, at);
    if (known.has(name) || known.has(name.trim())) return at;
  }
  return text.indexOf(':');
}

/** A comma before a name of a setting ends the one before: levels of an order may have commas. */
const between = new RegExp(`,(?=\\s*(?:${names.join('|')})\\s*(?:=|,|$))`, 'i');

function settingsOf(text: string): ColumnPreparation {
  const settings = text.split(between).map((one) => settingOf(one.trim()));
  const prepare = Object.assign({}, ...settings) as ColumnPreparation;
  const read = columnPreparationSchema.safeParse(prepare);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const name = String(issue?.path[0] ?? '');
  const found = Object.entries(prepare).find(([key]) => key === name)?.[1];
  throw refused(`${option} ${name}`, expectedOf(name), String(found));
}

function settingOf(text: string): ColumnPreparation {
  const cut = text.indexOf('=');
  const wanted = cut < 0 ? text : text.slice(0, cut);
  const value = cut < 0 ? null : text.slice(cut + 1).trim();
  const name = names.find((one) => plain(one) === plain(wanted));
  switch (name) {
    case 'log':
    case 'indicator':
    case 'other':
    case 'piecewiseLinear':
      return { [name]: truth(name, value) };
    case 'scaling':
      return { scaling: one(name, value, scalings) };
    case 'encoding':
      return { encoding: one(name, value, ['oneHot', 'ordinal'] as const) };
    case 'missing':
      return { missing: numeric(value) ?? one(name, value, ['median', 'mean'] as const) };
    case 'clip':
      return { clip: plain(value ?? '') === 'none' ? null : (numeric(value) ?? Number.NaN) };
    case 'levels':
    case 'bins':
      return { [name]: numeric(value) ?? Number.NaN };
    case 'order':
      return { encoding: 'ordinal', order: several(name, value) };
    case 'parts':
      return { parts: several(name, value).map((part) => one(name, part, dateParts)) };
    default: {
      const nearest = nearNames(wanted, names)[0];
      throw wrongUsage(
        `${option}: there is no setting ${wanted}; did you mean ${nearest}? There are ${names.join(', ')}.`,
      );
    }
  }
}

function truth(name: string, value: string | null): boolean {
  if (value === null) return true;
  const found = { true: true, yes: true, on: true, false: false, no: false, off: false }[plain(value)];
  if (found !== undefined) return found;
  throw refused(`${option} ${name}`, 'true or false', value);
}

function one<Name extends string>(name: string, value: string | null, among: readonly Name[]): Name {
  const found = among.find((choice) => plain(choice) === plain(value ?? ''));
  if (found !== undefined) return found;
  throw refused(`${option} ${name}`, expectedOf(name), value ?? 'nothing');
}

function numeric(value: string | null): number | undefined {
  const found = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(found) ? found : undefined;
}

function several(name: string, value: string | null): string[] {
  const found = (value ?? '').split('|').map((level) => level.trim());
  if (found.every((level) => level !== '')) return found;
  throw refused(`${option} ${name}`, expectedOf(name), value ?? 'nothing');
}

function expectedOf(name: string): string {
  switch (name) {
    case 'scaling':
      return scalings.join(' or ');
    case 'encoding':
      return 'oneHot or ordinal';
    case 'missing':
      return 'median, mean or a number';
    case 'clip':
      return `a number from ${limits.clip.min} to ${limits.clip.max}, or none`;
    case 'levels':
      return `a whole number from 1 to ${limits.levels.max}`;
    case 'bins':
      return `a whole number from ${limits.bins.min} to ${limits.bins.max}`;
    case 'parts':
      return `some of ${dateParts.join(', ')}, with | between`;
    default:
      return `at most ${limits.levels.max} levels from the lowest to the highest, with | between`;
  }
}
