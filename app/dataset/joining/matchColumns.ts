// Which columns of several files belong together. Columns are matched by name; the first file gives their order. Files whose columns
// differ in name or type are refused in one sentence, unless a person chose to read only what they share; so are files that share none.
import { noNames } from '../../contract/issues/differingNames.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { ColumnType } from '../../contract/table/columnType.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { Unit } from '../../contract/table/unit.ts';
import type { First } from '../values/dates.ts';

/** What is compared of one file. */
export interface FileColumns {
  name: string;
  columns: readonly ColumnSummary[];
  rows: number;
  /** Which part comes first in the dates of a column, where they decide it. */
  dates: ReadonlyMap<string, First>;
}

export interface Match {
  /** In the order of the first file. */
  names: string[];
  /** Names of columns that not all files have. */
  leftOut: string[];
  /** The units of the number columns that have one in some file. */
  units: Map<string, Unit>;
  /** Read as categories in all files: numbers that are codes in other files, dates whose parts are in another order in other files. */
  categories: string[];
}

/** Throws AppError files_differ and files_share_no_column. */
export function matchColumns(
  files: readonly FileColumns[],
  which: NonNullable<Reading['columns']> = 'same',
): Match {
  const [first, ...others] = files;
  if (first === undefined) throw new RangeError('there is no file');
  const found = others.map((file) => differenceOf(first, file));
  // What a file has beyond the first one is only left out then.
  const differences = which === 'first' ? found.map((one) => ({ ...one, added: [] })) : found;
  const different = differences.filter(isDifferent);
  const names = first.columns
    .map(({ name }) => name)
    .filter((name) => files.every(({ columns }) => columns.some((column) => column.name === name)));
  if (names.length === 0) refuseDisjoint(files);
  if (different.length > 0 && (which !== 'shared' || names.length === 0)) throw filesDiffer(first, different);
  const shared = new Set(names);
  const leftOut = files.flatMap(({ columns }) => columns.map(({ name }) => name));
  return {
    names,
    leftOut: [...new Set(leftOut)].filter((name) => !shared.has(name)),
    units: unitsOf(names, files),
    categories: [...new Set(differences.flatMap(({ categories }) => categories))],
  };
}

/** Two files without a common column cannot be joined, whatever a person chooses. */
function refuseDisjoint(files: readonly FileColumns[]): void {
  const sets = files.map(({ name, columns }) => ({ name, names: new Set(columns.map((one) => one.name)) }));
  for (const [k, { name: first, names }] of sets.entries()) {
    const disjoint = sets.slice(k + 1).find((other) => [...names].every((name) => !other.names.has(name)));
    if (disjoint === undefined) continue;
    const { name: file } = disjoint;
    if (
      [...names].every((name) => !isMadeUp(name)) &&
      disjoint.names.size > 0 &&
      [...disjoint.names].every(isMadeUp)
    ) {
      const sentence = `${file} has no line that names its columns, so it cannot be joined to ${first}. Write the names of ${first} above its rows.`;
      throw new AppError('files_share_no_column', sentence, { first, file });
    }
    const sentence = `${first} and ${file} have no column in common, so they cannot be one table. Choose other files.`;
    throw new AppError('files_share_no_column', sentence, { first, file });
  }
}

/** A column without a name of its own. */
function isMadeUp(name: string): boolean {
  return /^column_\d+$/.test(name);
}

function unitsOf(names: readonly string[], files: readonly FileColumns[]): Map<string, Unit> {
  const units = new Map<string, Unit>();
  for (const { columns } of files)
    for (const { name, unit } of columns)
      if (unit !== undefined && names.includes(name)) units.set(name, unit);
  return units;
}

interface TypeDifference {
  column: string;
  /** `"x" is category there and number in a.csv` */
  sentence: string;
}

interface Difference {
  file: string;
  lacking: string[];
  added: string[];
  types: TypeDifference[];
  categories: string[];
}

function differenceOf(first: FileColumns, file: FileColumns): Difference {
  const { columns, rows } = file;
  const here = new Map(columns.map((column) => [column.name, column]));
  const known = new Set(first.columns.map(({ name }) => name));
  const difference: Difference = {
    file: file.name,
    lacking: [...known].filter((name) => !here.has(name)),
    added: [...here.keys()].filter((name) => !known.has(name)),
    types: [],
    categories: [],
  };
  for (const column of first.columns) {
    const other = here.get(column.name);
    if (other === undefined || column.missing === first.rows || other.missing === rows) continue;
    const { name } = column;
    const [unit, otherUnit] = [column.unit, other.unit];
    if (unit !== undefined && otherUnit !== undefined && unit.text !== otherUnit.text) {
      const sentence = `"${name}" is in ${otherUnit.text} there and in ${unit.text} in ${first.name}`;
      difference.types.push({ column: name, sentence });
      difference.categories.push(name);
    } else if (kindOf(column.type) === kindOf(other.type)) {
      const [here, inFirst] = [file.dates.get(name), first.dates.get(name)];
      if (here === undefined || inFirst === undefined || here === inFirst) continue;
      const sentence = `dates of "${name}" begin with the ${here} there and with the ${inFirst} in ${first.name}`;
      difference.types.push({ column: name, sentence });
      difference.categories.push(name);
    } else if (column.type === 'number' ? holdsCodes(other) : other.type === 'number' && holdsCodes(column)) {
      difference.categories.push(name);
    } else {
      const sentence = `"${name}" is ${other.type} there and ${column.type} in ${first.name}`;
      difference.types.push({ column: name, sentence });
    }
  }
  return difference;
}

/** Types of one kind differ only by how many different values there are. */
function kindOf(type: ColumnType): 'number' | 'date' | 'text' {
  return type === 'number' || type === 'date' ? type : 'text';
}

/** Whether a column that is not numeric holds digits alone, such as codes with leading zeros. */
function holdsCodes({ type, levels }: ColumnSummary): boolean {
  return kindOf(type) === 'text' && levels.length > 0 && levels.every(({ value }) => /^[0-9]+$/.test(value));
}

function isDifferent({ lacking, added, types }: Difference): boolean {
  return lacking.length + added.length + types.length > 0;
}

/** Names of columns in one sentence. */
const mostNamed = 8;

export function namedColumns(names: readonly string[]): string {
  if (names.length === 0) return noNames;
  const shown = names.slice(0, mostNamed).map((name) => `"${name}"`);
  return names.length > mostNamed ? `${shown.join(', ')}, …` : shown.join(', ');
}

function filesDiffer({ name: first }: FileColumns, [difference, ...more]: Difference[]): AppError {
  const { file, lacking, added, types } = difference!;
  const parts: string[] = [];
  if (lacking.length > 0) parts.push(`it lacks ${namedColumns(lacking)}`);
  if (added.length > 0) parts.push(`it also has ${namedColumns(added)}`);
  parts.push(...types.slice(0, mostNamed).map(({ sentence }) => sentence));
  const others =
    more.length === 0
      ? ''
      : more.length === 1
        ? ' 1 more file differs.'
        : ` ${more.length} more files differ.`;
  const names = lacking.length + added.length > 0;
  const [one] = types;
  const advice = names
    ? 'Give the files the same columns, or read only those that all of them have with --columns shared.'
    : `Choose one type for all files, such as with --type "${one?.column}=category".`;
  const sentence = `${file} has other columns than ${first}: ${parts.join('; ')}.${others} ${advice}`;
  return new AppError('files_differ', sentence, {
    ...{ first, file, more: more.length },
    lacking: namedColumns(lacking),
    added: namedColumns(added),
    types: namedColumns(types.map(({ column }) => column)),
  });
}
