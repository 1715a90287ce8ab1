// Which columns a model reads, and which of them a table lacks.
import type { Preparation } from '../../contract/model.ts';
import type { Table } from '../../dataset/table/table.ts';

/** Most columns that a sentence names. */
export const columnsNamed = 8;

/** Columns that the model reads, its targets last. */
export function columnsOfModel({ inputs, target }: Preparation): string[] {
  const targets = target.kind === 'class' ? [target.column] : target.columns.map(({ name }) => name);
  return [...new Set([...inputs.map(({ column }) => column), ...targets])];
}

/** Columns of the model that the table does not have. */
export function missingColumns(table: Table, preparation: Preparation): string[] {
  const names = new Set(table.columns.map(({ name }) => name));
  return columnsOfModel(preparation).filter((name) => !names.has(name));
}

/** Names of at most `columnsNamed` columns, with the number of the others. */
export function columnList(names: readonly string[]): string {
  const more = names.length - columnsNamed;
  return names.slice(0, columnsNamed).join(', ') + (more > 0 ? ` (+${more})` : '');
}
