// Windows of the rows that a person selected in the results, the worst prediction first; all of them as CSV text; residuals.
import type { z } from 'zod';
import type {
  ErrorRows,
  errorRowsInputSchema,
  Quantity,
  Residuals,
  Selection,
} from '../../contract/run/errorRows.ts';
import { sortRows } from '../../dataset/numbers/sortRows.ts';
import { residualsAgainst } from '../../evaluation/errors/residuals.ts';
import type { RowErrors } from '../../evaluation/errors/rowErrors.ts';
import { badness, judgedRow, quantityOf, selectedRows } from '../../evaluation/errors/rowSelection.ts';
import { writtenWith } from '../../evaluation/predictionColumns.ts';
import { FormulaCells } from '../../export/formulaCells.ts';
import { type AddedColumn, predictionsCsv } from '../../export/predictionsCsv.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { type JudgedRows, judgedRows, type RowsOfPart } from './judgedRows.ts';
import { numbersOfPart } from './partColumns.ts';

export async function errorRows(
  session: WorkspaceSession,
  { selection, offset, limit, ...of }: z.infer<typeof errorRowsInputSchema>,
): Promise<ErrorRows> {
  const judged = await judgedRows(session, of);
  const { table, errors, orders } = judged;
  const order = await orders.get(JSON.stringify([selection, of.target]), async () =>
    sortRows(await rowsOf(judged, selection, of.target), badness(errors, of.target), true),
  );
  const shown = order.subarray(offset, offset + limit);
  const numbers = shown.map((row) => errors.rows[row]!);
  return {
    ...{ offset, count: order.length, numbers: [...numbers] },
    rows: await table.scattered(numbers),
    judged: Array.from(shown, (row) => judgedRow(errors, of.target, row)),
  };
}

/** Indices of the selected rows in the part, ascending. */
async function rowsOf(judged: JudgedRows, selection: Selection, target: number): Promise<Uint32Array> {
  const quantities = selection.kind === 'ranges' ? selection.ranges.map(({ of }) => of) : [];
  return selectedRows(judged.errors, selection, {
    target,
    columns: await columnsOf(judged, quantities),
    groups: selection.kind === 'group' ? await groupOfRows(judged, selection) : null,
  });
}

async function columnsOf({ table, errors }: JudgedRows, quantities: readonly Quantity[]) {
  const columns = new Map<string, Float64Array>();
  for (const quantity of quantities)
    if (quantity.kind === 'column')
      columns.set(quantity.column, await numbersOfPart(table, quantity.column, errors.rows));
  return columns;
}

async function groupOfRows(
  { groupings }: JudgedRows,
  { column, by }: Extract<Selection, { kind: 'group' }>,
): Promise<Int32Array | null> {
  return (await groupings(column)).find((one) => one.by === by)?.codes ?? null;
}

const rowsPerPiece = 4_096;

/** All selected rows in the file's order; cells that begin a formula are made harmless. Returns how many those were. */
export async function* errorRowsCsv(
  session: WorkspaceSession,
  { selection, ...of }: RowsOfPart & { selection: Selection },
  signal: AbortSignal | undefined,
): AsyncGenerator<string, { formulaCells: number }> {
  const judged = await judgedRows(session, of);
  const { table, errors } = judged;
  const rows = await rowsOf(judged, selection, of.target);
  const pieces = Array.from({ length: Math.ceil(rows.length / rowsPerPiece) }, (_, k) =>
    rows.subarray(k * rowsPerPiece, (k + 1) * rowsPerPiece),
  );
  async function* cells() {
    for (const piece of pieces) {
      signal?.throwIfAborted();
      yield await table.scattered(piece.map((row) => errors.rows[row]!));
    }
  }
  const columns = addedColumns(errors, of.target, writtenWith(table.dialect.decimal));
  const delimiter = table.dialect.delimiter ?? ',';
  const formulas = new FormulaCells(delimiter);
  yield* predictionsCsv({
    header: table.columns.map(({ name }) => name),
    rows: cells(),
    added: [
      {
        rows: rows.length,
        columns: columns.map(({ name, cell }) => ({ name, cell: (k: number) => cell(rows[k]!) })),
      },
    ],
    ...{ delimiter, formulas },
  });
  return { formulaCells: formulas.count };
}

/** Prediction and truth, and how far they differ; last the number of the row, as a person counts. */
function addedColumns(errors: RowErrors, target: number, written: (value: number) => string): AddedColumn[] {
  const row = { name: 'row', cell: (k: number) => String(errors.rows[k]! + 1) };
  if (errors.kind === 'class') {
    const { classes, truth, chosen, given, most } = errors;
    return [
      { name: 'prediction', cell: (k) => classes[chosen[k]!]! },
      { name: 'truth', cell: (k) => classes[truth[k]!]! },
      { name: 'probability_of_prediction', cell: (k) => written(most[k]!) },
      { name: 'probability_of_truth', cell: (k) => written(given[k]!) },
      row,
    ];
  }
  const { names, truth, values } = errors;
  // The target that the rows were selected by comes first.
  const order = [target, ...names.keys()].filter((k, at, all) => all.indexOf(k) === at);
  const named = (name: string, k: number) => (names.length === 1 ? name : `${name}_${names[k]}`);
  return [
    ...order.flatMap((t): AddedColumn[] => {
      const cell = (k: number) => k * names.length + t;
      return [
        { name: named('prediction', t), cell: (k) => written(values[cell(k)]!) },
        { name: named('truth', t), cell: (k) => written(truth[cell(k)]!) },
        { name: named('residual', t), cell: (k) => written(values[cell(k)]! - truth[cell(k)]!) },
      ];
    }),
    row,
  ];
}

export async function residuals(
  session: WorkspaceSession,
  { against, ...of }: RowsOfPart & { against: Quantity },
): Promise<Residuals> {
  const judged = await judgedRows(session, of);
  const columns = await columnsOf(judged, [against]);
  return residualsAgainst(
    judged.errors.rows.length,
    quantityOf(judged.errors, against, of.target, columns),
    quantityOf(judged.errors, { kind: 'residual' }, of.target, columns),
  );
}
