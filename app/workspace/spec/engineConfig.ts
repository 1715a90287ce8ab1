// A run spec as the engine takes it: the network, its training settings, and rows of the table as matrices.
import { type Floats, inputNames, outputCount, type Preparation } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { encodeInputs, encodeInto, encodeTargets } from '../../dataset/preparation/encode.ts';
import type { ArrayOf } from '../../dataset/preparation/matrix.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import type { HeldRows, Rows, RunConfig, TrainConfig } from '../../engine/runConfig.ts';
import { engineLoss } from '../../model/engineLoss.ts';
import { initialLayers } from '../../model/initialWeights.ts';
import { networkOf } from '../../model/network.ts';
import { rowWeights, type Weighing } from './rowWeights.ts';

export type EngineSettings = Omit<TrainConfig, 'train' | 'validation' | 'threads'>;

export function engineSettings(spec: RunSpec, preparation: Preparation): EngineSettings {
  const network = networkOf(spec, inputNames(preparation).length, outputCount(preparation.target));
  const { initialWeights: given } = spec.model;
  const byHand = given && { initialLayers: initialLayers(given, network, spec.training.precision) };
  return { network, ...trainingSettings(spec), ...byHand };
}

/** The training settings that do not depend on a table. */
export function trainingSettings(
  spec: RunSpec,
): Omit<TrainConfig, 'network' | 'train' | 'validation' | 'threads'> {
  const { loss, lossSettings, ensemble: _, epochFolds: __, ...how } = spec.training;
  const { delta, quantile, focusing, labelSmoothing } = lossSettings;
  return {
    ...how,
    loss: engineLoss(loss, spec.data.task),
    lossSettings: { delta, quantile, focusing, labelSmoothing },
    changes: [],
    seed: spec.seed,
  };
}

type Parts = Pick<RunConfig, 'train' | 'validation'>;

/** The training rows, and the validation rows, in the engine's memory. */
export function engineParts(
  engine: Engine,
  table: Table,
  preparation: Preparation,
  weighing: Weighing,
): Promise<Parts> {
  return sharedParts(engine, table, preparation, weighing, 1);
}

/** Like `engineParts`, for `runs` runs that share the same matrices. */
export async function sharedParts(
  engine: Engine,
  table: Table,
  preparation: Preparation,
  weighing: Weighing,
  runs: number,
): Promise<Parts> {
  const rowsOf = async (rows: Uint32Array): Promise<HeldRows> => {
    const { precision } = weighing.spec.training;
    // Computed first, so that their temporary memory is freed before the matrix is allocated.
    const beside = await targetsAndWeights(table, preparation, rows, weighing);
    const features = engine.createMatrix(rows.length, inputNames(preparation).length, precision, runs);
    await encodeInto(table, preparation, rows, kindOf(weighing.spec), features);
    return { rows: rows.length, features, ...beside };
  };
  const { train, validation } = weighing.split;
  return {
    train: await rowsOf(train),
    validation: validation.length > 0 ? await rowsOf(validation) : null,
  };
}

/** Rows in the spec's precision and with its weights; without `weighing` in float32, and all rows count the same. */
export async function engineRows(
  table: Table,
  preparation: Preparation,
  rows: Uint32Array,
  weighing?: Weighing,
): Promise<Rows> {
  return {
    rows: rows.length,
    features: await engineInputs(table, preparation, rows, weighing?.spec),
    ...(await targetsAndWeights(table, preparation, rows, weighing)),
  };
}

/** rows x inputs in the spec's precision; in float32 without one. */
export async function engineInputs(
  table: Table,
  preparation: Preparation,
  rows: Uint32Array,
  spec: RunSpec | undefined,
): Promise<Floats> {
  return (await encodeInputs(table, preparation, rows, kindOf(spec))).features;
}

function kindOf(spec: RunSpec | undefined): ArrayOf<Floats> {
  return spec?.training.precision === 'float64' ? Float64Array : Float32Array;
}

/** Targets and weights of rows; as `engineRows` without `weighing`. */
export async function targetsAndWeights(
  table: Table,
  preparation: Preparation,
  rows: Uint32Array,
  weighing: Weighing | undefined,
): Promise<Pick<Rows, 'targets' | 'weights'>> {
  const Kind = kindOf(weighing?.spec);
  const weights = weighing === undefined ? null : await rowWeights(table, preparation, weighing, rows);
  return {
    targets: (await encodeTargets(table, preparation.target, rows, Kind)).targets,
    weights: weights === null || Kind === Float64Array ? weights : Float32Array.from(weights),
  };
}
