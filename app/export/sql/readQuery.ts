// What a written query makes of rows, by a database that the caller has: rows of raw values stand in it in place of the user's table. The
// columns are those that the query's comment lists.
import type { FormatReader, WrittenFile } from '../format.ts';
import { tablePlaceholder } from './sqlHead.ts';
import { quotedName, quotedText } from './sqlText.ts';

export const readQuery: FormatReader = async (files, raw, { query: run }) => {
  const query = textOf(files);
  const listed = listedColumns(query);
  const columns = listed.filter(({ kind }) => kind === 'number' || kind === 'text');
  const rows = raw.map((row) => row.map((value, k) => literal(value, columns[k]!.kind)));
  const selects = rows.map(
    (row) => `SELECT ${row.map((value, k) => `${value} AS ${quotedName(columns[k]!.name)}`).join(', ')}`,
  );
  const table = `(${selects.join('\nUNION ALL ')})`;
  const found = await run(query.replace(readsTable, (_, before: string) => `${before}${table}`));
  // Behind the table's own columns.
  const added = listed.slice(columns.length);
  const classes = added.flatMap(({ of }) => (of === undefined ? [] : [of]));
  const cells = found.map((row) => row.slice(columns.length));
  const placesOf = (...kinds: string[]) => added.flatMap(({ kind }, k) => (kinds.includes(kind) ? [k] : []));
  const values = placesOf('prediction', 'probability');
  const ends = placesOf('bound', 'set of classes');
  return {
    predictions: cells.map((row) => values.map((k) => numberOf(row[k]))),
    ...(ends.length > 0 && {
      intervals: cells.map((row) => ends.flatMap((k) => numbersOf(added[k]!.kind, row[k], classes))),
    }),
  };
};

/** Where the table is read, behind the golden rows, whose texts may say anything. */
const readsTable = new RegExp(`( AS "(?:[^"]|"")*" FROM )${tablePlaceholder}$`, 'm');

interface ListedColumn {
  name: string;
  kind: string;
  /** Of a probability: which class. Queries of older versions do not say it. */
  of?: string;
}

function listedColumns(query: string): ListedColumn[] {
  const line = /^-- {3}("(?:[^"\\]|\\.)*") \(([a-z ]+?)(?: of ("(?:[^"\\]|\\.)*"))?\)$/gm;
  const head = query.slice(0, query.search(/^(?!--)/m));
  return [...head.matchAll(line)].map(([, name, kind, of]) => ({
    name: String(JSON.parse(name!)),
    kind: kind!,
    ...(of !== undefined && { of: String(JSON.parse(of)) }),
  }));
}

const numberOf = (cell: string | null | undefined) => (cell == null ? Number.NaN : Number(cell));

/** Of a bound one, of a set one for each class. */
function numbersOf(kind: string, cell: string | null | undefined, classes: readonly string[]): number[] {
  if (kind === 'bound') return [numberOf(cell)];
  if (cell == null) return classes.map(() => Number.NaN);
  const held: unknown = JSON.parse(cell);
  return classes.map((name) => Number(Array.isArray(held) && held.includes(name)));
}

function textOf([file]: readonly WrittenFile[]): string {
  if (file === undefined) throw new Error('There is no query.');
  return new TextDecoder().decode(file.bytes);
}

function literal(value: number | string, kind: string): string {
  if (kind === 'text') return quotedText(String(value));
  return Number.isNaN(value) ? 'CAST(NULL AS DOUBLE)' : `CAST(${String(value)} AS DOUBLE)`;
}
