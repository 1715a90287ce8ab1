// What insight, races and the prepared table need: a spec with its rows and preparation on the open table.
import { AppError } from '../../contract/issues/errors.ts';
import type { Preparation } from '../../contract/model.ts';
import type { Part } from '../../contract/run/parts.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { engineSettings } from '../spec/engineConfig.ts';
import type { OpenTable } from './openTable.ts';
import { planSpec, refuseBlocked, targetNeeded } from './planSpec.ts';
import { preparedBy } from './prepareData.ts';

export interface Ground {
  spec: RunSpec;
  table: Table;
  split: Split;
  preparation: Preparation;
  settings: ReturnType<typeof engineSettings>;
  /** Whether this is a trained model on a table that is new to it: all its rows are then test rows, whatever part is asked for. */
  newRows?: boolean;
}

/** For a spec that belongs to the table. Throws AppError dataset_needed, spec_refused. */
export async function groundOn(open: OpenTable | null, whole: RunSpec | null): Promise<Ground> {
  if (open === null) throw new AppError('dataset_needed', 'No table is open; open a file first.');
  if (whole === null) throw targetNeeded();
  const spec = withoutOff(whole);
  refuseBlocked(await planSpec(open.preparer, spec, []));
  const { split, preparation } = await open.preparer.prepare(preparedBy(spec));
  if (preparation === null) throw new Error('A plan without errors has a preparation.');
  const settings = engineSettings(spec, preparation);
  return { spec, table: open.table, split, preparation, settings };
}

/** At most `most` of the rows, sampled evenly. */
export function thinned(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  return Uint32Array.from({ length: most }, (_, k) => rows[Math.floor((k * rows.length) / most)]!);
}

/** All rows of a part. */
export function partOf({ split, newRows }: Ground, part: Part): Uint32Array {
  return split[newRows ? 'test' : part];
}

/** At most `most` rows of a part. Throws AppError nothing_to_score if it is empty. */
export function partRows(ground: Ground, part: Part, most: number): Uint32Array {
  const { table } = ground;
  const rows = partOf(ground, part);
  if (rows.length > 0) return thinned(rows, most);
  throw new AppError(
    'nothing_to_score',
    `There are no ${part === 'train' ? 'training' : part} rows of ${table.fileName}; choose another part.`,
    { file: table.fileName },
  );
}
