// The predictions of a written query, by a database that the caller has: rows of raw values stand in it in place of the user's table. The
// columns are those that the query's comment lists.
import type { FormatReader, WrittenFile } from '../format.ts';
import { tablePlaceholder } from './sqlHead.ts';
import { quotedName, quotedText } from './sqlText.ts';

export const readQuery: FormatReader = async (files, values, { query: run }) => {
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
  // Behind the table's own columns those that the comment lists, of which the predicted class and intervals are not compared.
  const added = [
    ...query.matchAll(/^-- {3}".*" \((row number|class|prediction|probability|bound|set of classes)\)$/gm),
  ];
  const wanted = added.map(([, kind]) => kind === 'prediction' || kind === 'probability');
  return found.map((row) => row.slice(columns.length).filter((_, k) => wanted[k]));
};

function textOf([file]: readonly WrittenFile[]): string {
  if (file === undefined) throw new Error('There is no query.');
  return new TextDecoder().decode(file.bytes);
}

function literal(value: number | string, kind: 'number' | 'text'): string {
  if (kind === 'text') return quotedText(String(value));
  return Number.isNaN(value) ? 'CAST(NULL AS DOUBLE)' : `CAST(${String(value)} AS DOUBLE)`;
}
