// A query as steps: each names a table (`WITH name AS MATERIALIZED (...)`) of one line for each row of the user's table, with the number of
// the row in `row`. Without MATERIALIZED, SQLite would put the expression of each column where the column is used, again and again.
import { quotedName } from './sqlText.ts';

export interface Column {
  name: string;
  expression: string;
}

export class SqlSteps {
  private readonly texts: string[] = [];
  readonly row: string;

  /** @param row the name of the number of the row. */
  constructor(row: string) {
    this.row = quotedName(row);
  }

  /** A step that reads all its columns from `from`. */
  add(name: string, columns: readonly Column[], from: string): string {
    return this.addText(
      name,
      `SELECT\n${[this.row, ...columns.map((column) => `${column.expression} AS ${column.name}`)].map((line) => `    ${line}`).join(',\n')}\n  FROM ${from}`,
    );
  }

  /** Returns the step's name, with a prefix: a table of the user's with a step's name would not be found. `columns` are the names of what
   *  is selected, where the SELECT has none. */
  addText(name: string, select: string, columns: readonly string[] = []): string {
    const full = `chainrule_${name}`;
    const list = columns.length === 0 ? '' : `(${columns.join(', ')})`;
    this.texts.push(`${full}${list} AS MATERIALIZED (\n  ${select}\n)`);
    return full;
  }

  text(): string {
    return `WITH ${this.texts.join(',\n')}`;
  }
}

const mostCompared = 8;

/** A step of the same columns and one more, `largest`: that of `columns`. Few are compared at a time, since neither of the two programs has a
 *  function for it that the other knows. */
export function withLargest(steps: SqlSteps, name: string, from: string, columns: readonly string[]): string {
  let [source, left, round] = [from, [...columns], 0];
  while (left.length > 1) {
    const groups = Array.from({ length: Math.ceil(left.length / mostCompared) }, (_, k) =>
      left.slice(k * mostCompared, (k + 1) * mostCompared),
    );
    const last = groups.length === 1;
    const found = groups.map((group, k) => ({
      name: last ? 'largest' : `m${round}_${k}`,
      expression: largestOf(group),
    }));
    const kept = columns.map((column) => ({ name: column, expression: column }));
    source = steps.add(`${name}_${round}`, [...kept, ...found], source);
    left = found.map((column) => column.name);
    round += 1;
  }
  return source;
}

function largestOf(columns: readonly string[]): string {
  if (columns.length === 1) return columns[0]!;
  const cases = columns.slice(0, -1).map((column, k) => {
    const rest = columns.slice(k + 1).map((other) => `${column} >= ${other}`);
    return `WHEN ${rest.join(' AND ')} THEN ${column}`;
  });
  return `CASE ${cases.join(' ')} ELSE ${columns.at(-1)} END`;
}
