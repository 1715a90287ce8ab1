// What a run spec is to the engine: the network and how it is trained, and rows of the table as matrices.
import { inputNames, outputCount, type Preparation } from '../contract/model.ts';
import type { RunSpec } from '../contract/spec.ts';
import { encodeInputs, encodeTargets } from '../dataset/encode.ts';
import type { Table } from '../dataset/table.ts';
import type { Rows, TrainConfig } from '../engine/engine.ts';
import { engineLoss } from '../model/engineLoss.ts';
import { networkOf } from '../model/network.ts';
import type { PreparedData } from './prepare.ts';

export function engineSettings(
  spec: RunSpec,
  preparation: Preparation,
): Omit<TrainConfig, 'train' | 'validation' | 'threads'> {
  const { loss, lossSettings, ...how } = spec.training;
  const { delta, quantile, focusing, labelSmoothing } = lossSettings;
  return {
    network: networkOf(spec, inputNames(preparation).length, outputCount(preparation.target)),
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
  { split }: Pick<PreparedData, 'split'>,
): Promise<Pick<TrainConfig, 'train' | 'validation'>> {
  return {
    train: await engineRows(table, preparation, split.train),
    validation: split.validation.length > 0 ? await engineRows(table, preparation, split.validation) : null,
  };
}

export async function engineRows(table: Table, preparation: Preparation, rows: Uint32Array): Promise<Rows> {
  return {
    rows: rows.length,
    features: (await encodeInputs(table, preparation, rows)).features,
    targets: (await encodeTargets(table, preparation.target, rows)).targets,
    weights: null,
  };
}
