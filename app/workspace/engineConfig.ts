// What a run spec is to the engine: the network and how it is trained, and rows of the table as matrices.
import { type Floats, inputNames, outputCount, type Preparation } from '../contract/model.ts';
import type { RunSpec } from '../contract/spec.ts';
import { type ArrayOf, encodeInputs, encodeTargets } from '../dataset/encode.ts';
import type { Table } from '../dataset/table.ts';
import type { Rows, TrainConfig } from '../engine/engine.ts';
import { engineLoss } from '../model/engineLoss.ts';
import { networkOf } from '../model/network.ts';
import { rowWeights, type Weighing } from './rowWeights.ts';

export function engineSettings(
  spec: RunSpec,
  preparation: Preparation,
): Omit<TrainConfig, 'train' | 'validation' | 'threads'> {
  const network = networkOf(spec, inputNames(preparation).length, outputCount(preparation.target));
  return { network, ...trainingSettings(spec) };
}

/** What a spec says without a table. */
export function trainingSettings(
  spec: RunSpec,
): Omit<TrainConfig, 'network' | 'train' | 'validation' | 'threads'> {
  const { loss, lossSettings, ...how } = spec.training;
  const { delta, quantile, focusing, labelSmoothing } = lossSettings;
  return {
    ...how,
    loss: engineLoss(loss, spec.data.task),
    lossSettings: { delta, quantile, focusing, labelSmoothing },
    changes: [],
    seed: spec.seed,
  };
}

/** The rows that are learned from, and those that choose the epoch. */
export async function engineParts(
  table: Table,
  preparation: Preparation,
  weighing: Weighing,
): Promise<Pick<TrainConfig, 'train' | 'validation'>> {
  const rowsOf = (rows: Uint32Array) => engineRows(table, preparation, rows, weighing);
  const { train, validation } = weighing.split;
  return {
    train: await rowsOf(train),
    validation: validation.length > 0 ? await rowsOf(validation) : null,
  };
}

/** In the spec's precision and weighed as it says; without `weighing` in float32, and all rows count the same. */
export async function engineRows(
  table: Table,
  preparation: Preparation,
  rows: Uint32Array,
  weighing?: Weighing,
): Promise<Rows> {
  const double = weighing?.spec.training.precision === 'float64';
  const Kind: ArrayOf<Floats> = double ? Float64Array : Float32Array;
  const weights = weighing === undefined ? null : await rowWeights(table, preparation, weighing, rows);
  return {
    rows: rows.length,
    features: (await encodeInputs(table, preparation, rows, Kind)).features,
    targets: (await encodeTargets(table, preparation.target, rows, Kind)).targets,
    weights: weights === null || double ? weights : Float32Array.from(weights),
  };
}
