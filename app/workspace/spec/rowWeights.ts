// The weight of each row in training: the weight of its class times its own.
import type { Preparation } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { sampleWeights } from '../../dataset/roles/weights.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import { classWeightsOf } from '../../model/classWeights.ts';

export interface Weighing {
  spec: RunSpec;
  split: Split;
}

/** One weight for each of `rows`; null if all are equal. */
export async function rowWeights(
  table: Table,
  { target }: Preparation,
  { spec, split }: Weighing,
  rows: Uint32Array,
): Promise<Float64Array | null> {
  const own = await sampleWeights(table, spec.data, rows);
  const setting = spec.training.lossSettings.classWeights;
  if (target.kind !== 'class' || setting === 'none') return own;
  const learned = (await encodeTargets(table, target, split.train)).truth;
  const ofClass = classWeightsOf(setting, learned, target.classes.length);
  if (ofClass === null) return own;
  const { truth } = await encodeTargets(table, target, rows);
  return Float64Array.from(truth, (index, i) => (ofClass[index] ?? 0) * (own?.[i] ?? 1));
}
