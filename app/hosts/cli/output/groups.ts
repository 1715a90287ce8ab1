// The errors of groups of rows as a table and as sentences.

import {
  chanceLevel,
  type GroupName,
  type GroupScore,
  type Groups,
  type WorstGroups,
} from '../../../contract/run/errorGroups.ts';
import type { GroupedDatePart } from '../../../contract/run/errorRows.ts';
import type { Unit } from '../../../contract/table/unit.ts';
import { measured } from './describeTable.ts';
import { counted, figure, short, table } from './figures.ts';

type OfTarget<Found> = Found & { target: string | null };

const metricNames: Record<Groups['metric'], string> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  mae: 'mean absolute error',
};
const methods: Record<Groups['method'], string> = {
  wilson: 'Intervals: Wilson, 95 %. Chance: Fisher’s exact test against all other rows',
  recalls: 'Intervals: binomial for each class’s recall, 95 %. Chance: normal test against all other rows',
  student: 'Intervals: Student’s t, 95 %. Chance: Welch’s test against all other rows',
};

export function groupLines(groups: OfTarget<Groups>, unit: Unit | undefined): string[] {
  const { column, by, metric, method, target } = groups;
  const classes = metric !== 'mae';
  const write = (value: number | null) => measured(value, unit);
  const compared = groups.groups.filter(({ chance }) => chance !== null).length;
  const lines = groups.groups.map((group) => [
    short(nameOf(group.name, by), 32),
    String(group.rows),
    ...(classes ? [String(group.wrong)] : []),
    write(group.value),
    range(group, write),
    write(group.rest),
    group.chance === null ? '-' : figure(Math.min(1, group.chance * compared)),
  ]);
  const head = [
    by === null ? short(column, 32) : `${short(column, 24)} (${by})`,
    'rows',
    ...(classes ? ['wrong'] : []),
    metricNames[metric],
    '95 % interval',
    'the rest',
    'chance',
  ];
  return [
    ...(target === null ? [] : [`Errors of ${short(target, 40)} by group:`]),
    ...table(
      [head, ...lines],
      head.map((_, k) => k > 0),
    ),
    `${methods[method]}, corrected for ${counted(compared, 'group')} (Bonferroni).`,
  ];
}

export function worstGroupLines(worst: OfTarget<WorstGroups>, unit: Unit | undefined): string[] {
  const { metric, compared, columns, groups, target } = worst;
  const write = (value: number | null) => measured(value, unit);
  const of = target === null ? '' : ` of ${short(target, 40)}`;
  if (groups.length === 0)
    return [
      `None of ${counted(compared, 'group')} in ${counted(columns, 'column')} is predicted worse than the rest.`,
    ];
  return [
    `Worst groups${of}, of ${compared} in ${counted(columns, 'column')}:`,
    ...groups.map((group) => {
      const part = group.by === null ? '' : ` (${group.by})`;
      const wrong = group.wrong === null ? '' : `${group.wrong} of `;
      const chance = group.chance > chanceLevel ? 'that may be chance' : 'hardly chance';
      return `  ${short(group.column, 32)}${part}: ${short(nameOf(group.name, group.by), 32)}: ${metricNames[metric]} ${write(group.value)} (${range(group, write)}), ${wrong}${counted(group.rows, 'row')}${group.wrong === null ? '' : ' wrong'}; the rest ${write(group.rest)}; ${chance} (p = ${figure(group.chance)})`;
    }),
    `p is corrected for the number of groups (Bonferroni).`,
  ];
}

function range({ low, high }: GroupScore, write: (value: number | null) => string): string {
  return low === null || high === null ? '-' : `${write(low)} to ${write(high)}`;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function nameOf(name: GroupName, by: GroupedDatePart | null): string {
  switch (name.kind) {
    case 'level':
      return name.level;
    case 'number':
      return figure(name.value);
    case 'range':
      return `${figure(name.low)} to ${figure(name.high)}`;
    case 'datePart':
      return by === 'weekday' ? (weekdays[name.value - 1] ?? '') : String(name.value);
    case 'others':
      return `(${counted(name.levels, 'other value')})`;
    case 'missing':
      return '(missing)';
  }
}
