// How a table was read and what its columns hold, as sentences and a small table for a person.
import type { Dataset } from '../../../contract/table/dataset.ts';
import { delimiters } from '../../../contract/table/delimiters.ts';
import { encodingName } from '../../../contract/table/encodingName.ts';
import type { Dialect } from '../../../contract/table/reading.ts';
import { type Unit, withUnit } from '../../../contract/table/unit.ts';
import { counted, figure, short, table } from './figures.ts';

function delimiterName(delimiter: string | null): string {
  if (delimiter === null) return 'no delimiter';
  return delimiters.find(({ sign }) => sign === delimiter)?.names[0] ?? `delimiter "${delimiter}"`;
}

/** e.g. `iris.csv: 150 rows, 5 columns; comma, UTF-8.`; of several files a sentence for all and one for each. */
export function tableSentences({ fileName, rows, rowsLeftOut, columns, dialect, files }: Dataset): string[] {
  const count = counted(columns.length, 'column');
  if (files.length === 0)
    return [`${fileName}: ${rowsRead(rows, rowsLeftOut)}, ${count}; ${dialectWords(dialect)}.`];
  return [
    `${counted(files.length, 'file')}: ${rowsRead(rows, rowsLeftOut)}, ${count}.`,
    ...files.map(
      (file) => `${file.name}: ${rowsRead(file.rows, file.rowsLeftOut)}; ${dialectWords(file.dialect)}.`,
    ),
  ];
}

function rowsRead(rows: number, leftOut: number): string {
  return leftOut === 0 ? counted(rows, 'row') : `${counted(rows, 'row')} (${leftOut} more left out)`;
}

function dialectWords(dialect: Dialect): string {
  return [
    delimiterName(dialect.delimiter),
    encodingName(dialect.encoding),
    ...(dialect.decimal === ',' ? ['decimal comma'] : []),
    ...(dialect.header ? [] : ['no header']),
  ].join(', ');
}

const problemsShown = 5;

/** The first rows that could not be read as they stand, with their lines. */
export function problemLines({ problems, problemRows }: Dataset): string[] {
  const shown = problems.slice(0, problemsShown);
  const more = problemRows - shown.length;
  return [
    ...shown.map(
      ({ file, reason, text }) => `${file === undefined ? '' : `${file}: `}${reason} ${short(text, 60)}`,
    ),
    ...(more > 0 ? [`${counted(more, 'more row')} with a problem; --json lists the first hundred.`] : []),
  ];
}

/** A figure with the unit of its column; `-` for null. */
export function measured(value: number | null, unit: Unit | undefined): string {
  return value === null ? figure(value) : withUnit(figure(value), unit);
}

const columnsShown = 500;

/** One line for each column, under a head; the first ones where there are very many. */
export function columnTable({ columns }: Dataset): string[] {
  const more = columns.length - columnsShown;
  const rest = more > 0 ? [`and ${counted(more, 'more column')}; --json has all.`] : [];
  return [...tableOfColumns(columns.slice(0, columnsShown)), ...rest];
}

function tableOfColumns(columns: Dataset['columns']): string[] {
  const rows = columns.map((column) => {
    const numbers =
      column.type === 'number' && column.min !== null
        ? `${measured(column.min, column.unit)} to ${measured(column.max, column.unit)}, mean ${measured(column.mean, column.unit)}`
        : column.levels
            .slice(0, 4)
            .map(({ value, rows: count }) => `${short(value, 16)} ${count}`)
            .join(', ');
    const more = column.type !== 'number' && column.distinct > 4 ? ', …' : '';
    return [
      short(column.name, 32),
      column.type,
      String(column.missing),
      String(column.distinct),
      numbers + more,
    ];
  });
  return table(
    [['column', 'type', 'missing', 'distinct', 'values'], ...rows],
    [false, false, true, true, false],
  );
}
