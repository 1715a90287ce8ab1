// The predictions of a written query, by a database that the caller has: rows of raw values stand in it in place of the user's table. The
// columns are those that the query's comment lists.
import type { FormatReader, WrittenFile } from '../format.ts';
import { quotedName, quotedText } from './sqlText.ts';
import { tablePlaceholder } from './writeQuery.ts';

/** Runs a query; a row's columns are in the order of the query. */
export type RunQuery = (sql: string) => Promise<unknown[][]>;

export const queryReader =
  (run: RunQuery): FormatReader =>
  async (files, values) => {
    const query = textOf(files);
    const columns = [...query.matchAll(/^-- {3}(".*") \((number|text)\)$/gm)].map(([, name, kind]) => ({
      name: String(JSON.parse(name!)),
      kind: kind as 'number' | 'text',
    }));
    const rows = values.map((row) => row.map((value, k) => literal(value, columns[k]!.kind)));
    const selects = rows.map(
      (row) => `SELECT ${row.map((value, k) => `${value} AS ${quotedName(columns[k]!.name)}`).join(', ')}`,
    );
    const table = `(${selects.join('\nUNION ALL ')})`;
    const found = await run(query.replace(` FROM ${tablePlaceholder}\n`, () => ` FROM ${table}\n`));
    // The user's own columns and the number of the row come first; of classes then the predicted one.
    return found.map((row) => {
      const added = row.slice(columns.length + 1);
      return (typeof added[0] === 'string' ? added.slice(1) : added).map(Number);
    });
  };

function textOf([file]: readonly WrittenFile[]): string {
  if (file === undefined) throw new Error('There is no query.');
  return new TextDecoder().decode(file.bytes);
}

function literal(value: number | string, kind: 'number' | 'text'): string {
  if (kind === 'text') return quotedText(String(value));
  return Number.isNaN(value) ? 'CAST(NULL AS DOUBLE)' : `CAST(${String(value)} AS DOUBLE)`;
}
