// The table as the network reads it: all rows that are in a part, as the workspace's spec prepares them.

import { type Floats, inputNames, type Preparation } from '../../contract/model.ts';
import type { Part } from '../../contract/run/parts.ts';
import { encodeInputs, encodeTargets } from '../../dataset/preparation/encode.ts';
import type { ArrayOf } from '../../dataset/preparation/matrix.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import { FormulaCells } from '../../export/formulaCells.ts';
import { type PreparedTarget, preparedCsv } from '../../export/preparedCsv.ts';
import { shortestOf } from '../../export/shortest.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { groundOn } from './ground.ts';

/** As CSV text in pieces; `raw` leaves cells that begin a formula as they are. Returns how many did not stay so. Throws AppError
 *  dataset_needed, spec_refused. */
export async function* exportPrepared(
  { open, state }: WorkspaceSession,
  raw: boolean,
): AsyncGenerator<string, { formulaCells: number }> {
  const { spec, table, split, preparation } = await groundOn(open, state.value.spec);
  const Kind: ArrayOf<Floats> = spec.training.precision === 'float64' ? Float64Array : Float32Array;
  const rows = usedRows(split);
  const { features } = await encodeInputs(table, preparation, rows, Kind);
  const targets = await targetsOf(table, preparation, rows, Kind);
  const formulas = raw ? null : new FormulaCells();
  const prepared = {
    rows,
    files: table.files,
    partOf: partsByRow(split, rows),
    features,
    inputs: inputNames(preparation),
    targets,
  };
  yield* preparedCsv(prepared, formulas);
  return { formulaCells: formulas?.count ?? 0 };
}

function usedRows({ train, validation, test }: Split): Uint32Array {
  const rows = new Uint32Array(train.length + validation.length + test.length);
  rows.set(train);
  rows.set(validation, train.length);
  rows.set(test, train.length + validation.length);
  return rows.sort();
}

const parts: readonly Part[] = ['train', 'validation', 'test'];

function partsByRow({ validation, test }: Split, rows: Uint32Array): (k: number) => Part {
  const partOf = new Uint8Array((rows.at(-1) ?? -1) + 1);
  for (const row of validation) partOf[row] = 1;
  for (const row of test) partOf[row] = 2;
  return (k) => parts[partOf[rows[k]!]!]!;
}

/** First each target as in the file, then each as the network learns it: scaled, or the class index. */
async function targetsOf(
  table: Table,
  { target }: Preparation,
  rows: Uint32Array,
  Kind: ArrayOf<Floats>,
): Promise<PreparedTarget[]> {
  const { targets, truth } = await encodeTargets(table, target, rows, Kind);
  const learned = shortestOf(targets);
  if (target.kind === 'class') {
    const { column, classes } = target;
    return [
      { name: column, cell: (k) => classes[truth[k]!] ?? '' },
      { name: `${column} (learned)`, cell: (k) => learned(targets[k]!) },
    ];
  }
  const { columns } = target;
  const own = columns.map(({ name }, t) => ({
    name,
    cell: (k: number) => String(truth[k * columns.length + t]!),
  }));
  const scaled = columns.map(({ name }, t) => ({
    name: `${name} (learned)`,
    cell: (k: number) => learned(targets[k * columns.length + t]!),
  }));
  return [...own, ...scaled];
}
