// The comment that a query begins with: which columns it reads and which it adds. Programs that read the query find both there
// (readQuery.ts).
import { coverageLevel } from '../../contract/run/calibration.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { commented } from './sqlText.ts';

export const tablePlaceholder = 'my_table';

/** Of a probability, of which class: the column's name alone may have a number behind it. */
type AddedKind =
  | 'row number'
  | 'class'
  | 'prediction'
  | `probability of ${string}`
  | 'bound'
  | 'set of classes';

/** A column of the result, behind the table's own. */
export interface AddedColumn {
  name: string;
  kind: AddedKind;
  expression: string;
}

const dates = [
  '-- Parts of a date are columns of their own. From a date d, in DuckDB: year(d), month(d), day(d), isodow(d), hour(d), and for\n',
  '-- ".time" epoch(d) / 86400.0. In SQLite: CAST(strftime(\'%Y\', d) AS INTEGER) (%m, %d, %H), weekday\n',
  "-- (strftime('%w', d) + 6) % 7 + 1, and julianday(d) - 2440587.5.\n",
];

/** @param golden the step that has the golden rows */
export function headText(
  { rawInputs, networks, model }: PortableModel,
  added: readonly AddedColumn[],
  golden: string | undefined,
): string {
  const read = rawInputs.map(({ name, kind }) => line(name, kind === 'number' ? 'number' : 'text'));
  const parts = rawInputs.filter(({ name, column }) => name !== column);
  const { calibration } = model;
  const intervals =
    calibration === undefined
      ? ['-- There are no intervals: the model keeps no errors of validation rows, from which they come.\n']
      : [
          `-- Intervals and sets hold the truth of at least ${100 * coverageLevel} % of rows like the ${calibration.rows} whose errors are listed below. Write\n`,
          '-- another share into the first step; NULL: too few such rows for it.\n',
        ];
  const check =
    golden === undefined
      ? []
      : [
          `-- To check it, put ${golden} in place of ${tablePlaceholder}: rows of the model's own table, whose columns chainrule_p... are what\n`,
          '-- Chainrule itself predicts of them; the predictions that are listed above have to be the same within 0.001 %.\n',
        ];
  return [
    `-- A model that Chainrule trained${networks.length > 1 ? `, the mean of ${networks.length} networks` : ''}, as one SELECT for DuckDB, and for SQLite with its math functions.\n`,
    `-- Put the name of your table in place of ${tablePlaceholder}. It has these columns (NULL: missing; texts as the model knows them):\n`,
    ...read,
    ...(parts.length === 0 ? [] : dates),
    '-- The result has all columns of the table, and these:\n',
    ...added.map(({ name, kind }) => line(name, kind)),
    ...intervals,
    ...check,
  ].join('');
}

const line = (name: string, kind: string) => `--   ${commented(name)} (${kind})\n`;
