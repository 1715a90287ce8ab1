// What a network's weights are worth on rows of a table: inputs, forward, answers in the target's own units, scores.
import type { Evaluation, Part } from '../contract/evaluation.ts';
import { parts } from '../contract/evaluation.ts';
import {
  inputNames,
  type LayerWeights,
  type Model,
  outputCount,
  type Preparation,
} from '../contract/model.ts';
import type { RunSpec } from '../contract/spec.ts';
import { encodeInto, encodeTargets, everyRow, piecesOf } from '../dataset/encode.ts';
import type { Split } from '../dataset/split.ts';
import type { Table } from '../dataset/table.ts';
import type { Engine } from '../engine/engine.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { interpretOutputs, type Predictions } from '../evaluation/predictions.ts';
import { fingerprint } from '../export/fingerprint.ts';
import { networkOf } from '../model/network.ts';

export interface Answers {
  predictions: Predictions;
  /** Cells whose level the model has never seen, per column. */
  unseenLevels: Record<string, number>;
}

/** What `model` answers for `rows` of any table that has its columns (null: all rows). */
export async function answer(
  engine: Engine,
  model: Pick<Model, 'spec' | 'preparation' | 'layers'>,
  table: Table,
  rows: Uint32Array | null,
): Promise<Answers> {
  const { spec, preparation, layers } = model;
  const picked = rows ?? everyRow(table);
  const count = picked.length;
  const inputs = inputNames(preparation).length;
  let unseenLevels: Record<string, number> = {};
  const network = networkOf(spec, inputs, outputCount(preparation.target));
  const outputs = new Float32Array(count * outputCount(preparation.target));
  let done = 0;
  // A run's own rows may still be in the engine's memory: those of all pieces would be as many again.
  for (const piece of piecesOf(table, preparation, picked)) {
    const features = engine.createMatrix(piece.length, inputs, 'float32');
    const unseen = await encodeInto(table, preparation, piece, Float32Array, features);
    unseenLevels = { ...unseenLevels, ...unseen };
    const { threads } = engine.info();
    outputs.set(await engine.forward(network, layers, features, piece.length, threads), done);
    done += piece.length * outputCount(preparation.target);
  }
  return { predictions: interpretOutputs(preparation.target, outputs, count), unseenLevels };
}

export interface TrainedRun {
  runId: string;
  spec: RunSpec;
  preparation: Preparation;
  layers: LayerWeights[];
}

/** Scores the kept weights of a run on its three parts. */
export async function evaluateRun(
  engine: Engine,
  run: TrainedRun,
  table: Table,
  split: Split,
): Promise<Evaluation> {
  const scored = {} as Parameters<typeof evaluate>[0]['parts'];
  for (const part of parts) scored[part] = await scorePart(engine, run, table, split[part satisfies Part]);
  return evaluate({ runId: run.runId, fingerprint: fingerprint(run.layers), parts: scored });
}

async function scorePart(engine: Engine, run: TrainedRun, table: Table, rows: Uint32Array) {
  const { predictions } = await answer(engine, run, table, rows);
  const { truth } = await encodeTargets(table, run.preparation.target, rows);
  return { rows, truth, predictions };
}
