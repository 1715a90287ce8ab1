// Groups of rows in words: their names, and how a group is predicted beside all other rows.
import {
  chanceLevel,
  type GroupName,
  type GroupScore,
  type Groups,
  type WorstGroup,
  type WorstGroups,
} from '../../../app/contract/run/errorGroups.ts';
import type { GroupedDatePart } from '../../../app/contract/run/errorRows.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../counts.ts';
import { exactIn, measuredIn } from '../inUnits.ts';
import { numbers } from '../numbers.ts';
import { nameInSentence } from '../oneLine.ts';

export function datePartNames(): Record<GroupedDatePart, string> {
  return {
    year: m.groups_date_year(),
    month: m.groups_date_month(),
    weekday: m.groups_date_weekday(),
    hour: m.groups_date_hour(),
  };
}

/** 5 January 1970 was a Monday. */
const monday = Date.UTC(1970, 0, 5);
const day = 86_400_000;

function datePart(by: GroupedDatePart | null, value: number): string {
  const { locale } = numbers();
  const written = (options: Intl.DateTimeFormatOptions, time: number) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(time);
  switch (by) {
    case 'month':
      return written({ month: 'long' }, Date.UTC(1970, value - 1, 1));
    case 'weekday':
      return written({ weekday: 'long' }, monday + (value - 1) * day);
    case 'hour':
      return `${String(value).padStart(2, '0')}:00`;
    default:
      return String(value);
  }
}

/** @param unit of the column. */
export function groupName(name: GroupName, by: GroupedDatePart | null, unit: Unit | undefined): string {
  switch (name.kind) {
    case 'level':
      return nameInSentence(name.level);
    case 'number':
      return exactIn(unit)(name.value);
    case 'range':
      return m.groups_range({ low: measuredIn(unit, 4)(name.low), high: measuredIn(unit, 4)(name.high) });
    case 'datePart':
      return datePart(by, name.value);
    case 'others':
      return m.groups_others({ count: name.levels, text: numbers().whole(name.levels) });
    case 'missing':
      return m.groups_missing();
  }
}

/** `Horsepower: 150 to 230`. */
export function groupTitle(column: string, name: string): string {
  return m.wrong_rows_group({ column: nameInSentence(column), group: name });
}

/** How a metric is shown: accuracy as the share that is wrong, which a person looks for here. */
export function groupValue(metric: Groups['metric'], unit: Unit | undefined): (value: number) => string {
  const format = numbers();
  if (metric === 'mae') return measuredIn(unit, 3);
  return (value) => format.percent(metric === 'accuracy' ? 1 - value : value);
}

/** One sentence of the group, and one of whether its difference may be chance. @param name of the group with its column. */
export function worstSentences(
  group: WorstGroup,
  { metric, compared }: Pick<WorstGroups, 'metric' | 'compared'>,
  name: string,
  unit: Unit | undefined,
): [string, string] {
  const write = groupValue(metric, unit);
  const { low, high } = shownInterval(group, metric);
  const values = {
    group: name,
    rows: counts.rows(group.rows),
    value: write(group.value),
    low: low === null ? '–' : write(low),
    high: high === null ? '–' : write(high),
    rest: write(group.rest ?? group.value),
  };
  const chance = { count: compared, text: numbers().whole(compared), p: numbers().measure(group.chance, 2) };
  return [
    sentenceOf(metric, values, numbers().whole(group.wrong ?? 0)),
    group.chance > chanceLevel ? m.groups_chance(chance) : m.groups_no_chance(chance),
  ];
}

function sentenceOf(
  metric: Groups['metric'],
  values: Record<'group' | 'rows' | 'value' | 'low' | 'high' | 'rest', string>,
  wrong: string,
): string {
  if (metric === 'accuracy') return m.groups_worst_share({ ...values, wrong, share: values.value });
  return metric === 'mae' ? m.groups_worst_mae(values) : m.groups_worst_balanced(values);
}

/** In the order in which it is written: the share wrong is one minus the accuracy. */
export function shownInterval({ low, high }: GroupScore, metric: Groups['metric']) {
  return metric === 'accuracy' ? { low: high, high: low } : { low, high };
}
