// A row of the open table as cells of the form: numbers by their value, in the form's own decimal sign, levels and dates as written.
import { AppError } from '../../contract/issues/errors.ts';
import type { InputPreparation } from '../../contract/model.ts';
import type { FormRow } from '../../contract/run/prediction.ts';
import type { Categories } from '../../dataset/cells/cellFacts.ts';
import type { Table } from '../../dataset/table/table.ts';
import { missingColumns } from '../models/modelColumns.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { writtenNumber } from './form.ts';
import { modelInUse } from './modelInUse.ts';

/** Throws AppError dataset_needed, column_unknown, and what modelInUse throws; RangeError for a row that the table does not have. */
export async function formRow(session: WorkspaceSession, runId: string, row: number): Promise<FormRow> {
  const { preparation } = await modelInUse(session, runId);
  const table = session.open?.table;
  if (table === undefined)
    throw new AppError('dataset_needed', 'No table is open; open one with the columns of the model.');
  if (row >= table.rows || missingColumns(table, preparation).length > 0)
    throw new AppError('dataset_needed', `The open table has no row ${row + 1} of this model.`);
  const read = columnsRead(table);
  const cells = await Promise.all(preparation.inputs.map((input) => cellOf(read, input, row)));
  const { target } = preparation;
  const names = target.kind === 'class' ? [target.column] : target.columns.map(({ name }) => name);
  const [own = []] = (await table.window({ offset: row, limit: 1 })).rows;
  const truth = names.map((name) => own[table.columns.findIndex((column) => column.name === name)] ?? null);
  return { cells, truth };
}

/** Columns that take long to read are read once for the table. */
interface ColumnsRead {
  table: Table;
  categories: Map<string, Promise<Categories>>;
  numbers: Map<string, Promise<Float64Array>>;
}

const kept = new WeakMap<Table, ColumnsRead>();

function columnsRead(table: Table): ColumnsRead {
  const known = kept.get(table) ?? { table, categories: new Map(), numbers: new Map() };
  kept.set(table, known);
  return known;
}

async function cellOf(
  { table, categories, numbers }: ColumnsRead,
  input: InputPreparation,
  row: number,
): Promise<string | null> {
  const { column } = input;
  if (input.kind !== 'numeric') {
    const read = categories.get(column) ?? table.categories(column);
    categories.set(column, read);
    const { codes, levels } = await read;
    return levels[codes[row]!] ?? null;
  }
  const one = new Float64Array(1);
  if (table.hasSpans(column)) await table.span(column, row, row + 1, one);
  else {
    const read = numbers.get(column) ?? table.numbers(column);
    numbers.set(column, read);
    one[0] = (await read)[row]!;
  }
  return Number.isNaN(one[0]!) ? null : writtenNumber(one[0]!, input.decimal ?? '.');
}
