// The row that contributions are compared with: the mean of the training rows' inputs. A model keeps it, so that it is the same for every
// table; of a model of an older version it is computed from the rows at hand.
import type { Model } from '../../contract/model.ts';
import { encodeInputs, piecesOf } from '../../dataset/preparation/encode.ts';
import type { Table } from '../../dataset/table/table.ts';
import { thinned } from '../table/ground.ts';
import { type Explained, knownRows } from './explained.ts';

/** Numbers that are encoded at most: a fraction of a second. Larger tables are thinned evenly. */
const mostNumbers = 20_000_000;

/** No rows give no inputs. */
export async function meanInputs(
  table: Table,
  preparation: Model['preparation'],
  rows: Uint32Array,
): Promise<number[]> {
  let sums = new Float64Array(0);
  const { inputs: width } = await encodeInputs(table, preparation, rows.subarray(0, 1));
  const chosen = thinned(rows, Math.max(1, Math.floor(mostNumbers / Math.max(1, width))));
  if (chosen.length > 0) sums = new Float64Array(width);
  for (const piece of piecesOf(table, preparation, chosen)) {
    const { features } = await encodeInputs(table, preparation, piece);
    for (let i = 0; i < features.length; i++) sums[i % width]! += features[i]!;
  }
  return Array.from(sums, (sum) => sum / chosen.length);
}

const computed = new WeakMap<Model, Promise<number[]>>();

export async function baseOf(
  explained: Explained,
): Promise<{ inputs: Float64Array; of: 'training' | 'table' }> {
  const { model, table, split } = explained;
  if (model.meanInputs !== undefined) return { inputs: Float64Array.from(model.meanInputs), of: 'training' };
  const known = computed.get(model) ?? meanInputs(table, model.preparation, knownRows(explained));
  computed.set(model, known);
  known.catch(() => computed.delete(model));
  return { inputs: Float64Array.from(await known), of: split.train.length > 0 ? 'training' : 'table' };
}
