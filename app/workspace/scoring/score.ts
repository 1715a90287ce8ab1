// Predicts rows of a table with a network's weights and scores the predictions: inputs, forward pass, predictions in the
// target's own units, scores.

import type { LayerWeights, Model, Preparation } from '../../contract/model.ts';
import type { Baselines } from '../../contract/run/baselines.ts';
import type { Calibration } from '../../contract/run/calibration.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type { Part } from '../../contract/run/parts.ts';
import { parts } from '../../contract/run/parts.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { Random } from '../../dataset/numbers/random.ts';
import { encodeInto, encodeTargets, piecesOf } from '../../dataset/preparation/encode.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { ColumnTable, Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { calibrationOf } from '../../evaluation/conformal/calibration.ts';
import { type EvaluatedPart, evaluate, type Opponents } from '../../evaluation/evaluate.ts';
import { interpretOutputs, type Predictions, putPredictions, roomFor } from '../../evaluation/predictions.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { linearModel } from './baselines.ts';
import { type AnsweringModel, inputMatrix, predictInputs } from './modelPredictions.ts';

export interface Predicted {
  predictions: Predictions;
  /** Cells whose level the model has never seen, per column. */
  unseenLevels: Record<string, number>;
}

/** Predictions of `model` for `rows` of any table that has its columns (null: all rows). */
export async function predictRows(
  engine: Engine,
  model: AnsweringModel,
  table: ColumnTable,
  rows: Uint32Array | null,
  levels = new LevelColumns(table),
): Promise<Predicted> {
  const count = rows?.length ?? table.rows;
  let unseenLevels: Record<string, number> = {};
  let all: Predictions | null = null;
  let done = 0;
  // In pieces: a run's own rows may still be in the engine's memory, and a whole second matrix would double that.
  for (const piece of piecesOf(table, model.preparation, rows)) {
    const found = await predictPiece(engine, model, table, levels, piece);
    unseenLevels = addedUp(unseenLevels, found.unseenLevels);
    if (piece.length === count) all = found.predictions;
    else {
      all ??= roomFor(found.predictions, count);
      putPredictions(all, found.predictions, done);
    }
    done += piece.length;
  }
  const predictions = all ?? interpretOutputs(model.preparation.target, new Float32Array(0), 0);
  return { predictions, unseenLevels };
}

/** Predictions of `model` for all rows, piece by piece: the engine computes the next piece while one is used. */
export async function* predictionsInTurn(
  engine: Engine,
  model: AnsweringModel,
  table: Table,
  levels: LevelColumns,
): AsyncGenerator<Predicted, void> {
  let coming: Promise<Predicted> | null = null;
  try {
    for (const piece of piecesOf(table, model.preparation, null)) {
      const before: Predicted | null = await coming;
      coming = predictPiece(engine, model, table, levels, piece);
      // The error is thrown at an `await`: above, or after the loop.
      coming.catch(() => {});
      if (before !== null) yield before;
    }
    if (coming !== null) yield await coming;
  } finally {
    // It may still run if the consumer stopped early or another error is being thrown.
    await coming?.catch(() => {});
  }
}

async function predictPiece(
  engine: Engine,
  model: AnsweringModel,
  table: ColumnTable,
  levels: LevelColumns,
  rows: Uint32Array,
): Promise<Predicted> {
  const features = inputMatrix(engine, model, rows.length);
  const unseenLevels = await encodeInto(table, model.preparation, rows, Float32Array, features, levels);
  const { threads } = engine.info();
  const predictions = await predictInputs(engine, model, { features, rows: rows.length }, { threads });
  return { predictions, unseenLevels };
}

/** Sum of the unseen levels of two sets of rows, per column. */
export function addedUp(
  some: Record<string, number>,
  others: Record<string, number>,
): Record<string, number> {
  const sums = new Map(Object.entries(some));
  for (const [column, count] of Object.entries(others)) sums.set(column, (sums.get(column) ?? 0) + count);
  // A column may be called `__proto__`: fromEntries makes it a property like any other.
  return Object.fromEntries(sums);
}

export interface TrainedRun {
  runId: string;
  spec: RunSpec;
  preparation: Preparation;
  members: LayerWeights[][];
  /** The simple models that it is compared with, if any. */
  baselines?: Baselines | null;
  /** Of two classes, where it is not 0.5. */
  threshold?: number;
}

/** The field of what is not 0.5. */
export const thresholdField = ({ threshold }: Pick<Model, 'threshold'>) =>
  threshold === undefined ? {} : { threshold };

/** Scores a run's kept weights on the three parts of its rows; `newRows`: on the test rows of a table that is new to it. */
export async function evaluateRun(
  engine: Engine,
  run: TrainedRun,
  table: Table,
  split: Split,
  newRows = false,
): Promise<Evaluation> {
  const scored = {} as Parameters<typeof evaluate>[0]['parts'];
  for (const part of parts) scored[part] = await scorePart(engine, run, table, split[part satisfies Part]);
  const { runId, baselines, threshold } = run;
  return await evaluate({
    ...{ runId, fingerprint: modelFingerprint(run), parts: scored, newRows },
    ...(threshold === undefined ? {} : { threshold }),
    ...(baselines && {
      opponents: opponentsOf(run, baselines, async (linear, part) => {
        return (await predictRows(engine, linear, table, split[part])).predictions;
      }),
    }),
  });
}

/** @param predict what a linear model predicts for a part. */
function opponentsOf(
  model: Pick<Model, 'spec' | 'preparation'>,
  { guess, linear }: Baselines,
  predict: (linear: AnsweringModel, part: Part) => Promise<Predictions>,
): Opponents {
  return {
    guess,
    linear: linear === null ? null : (part) => predict(linearModel(model, linear), part),
    weighted: weighsClasses(model.spec),
    random: new Random(model.spec.seed),
  };
}

export const weighsClasses = ({ training }: RunSpec) => training.lossSettings.classWeights !== 'none';

/** The errors of a network on its validation rows; null where there are none. */
export async function calibrate(
  engine: Engine,
  model: AnsweringModel,
  table: Table,
  split: Split,
): Promise<Calibration | null> {
  if (split.validation.length === 0) return null;
  const { truth, predictions } = await scorePart(engine, model, table, split.validation);
  return calibrationOf(truth, predictions);
}

/** Predictions of the rows beside their truth; none for no rows. */
export async function scorePart(
  engine: Engine,
  run: AnsweringModel,
  table: Table,
  rows: Uint32Array,
): Promise<EvaluatedPart> {
  const { predictions } = await predictRows(engine, run, table, rows);
  const { truth } = await encodeTargets(table, run.preparation.target, rows);
  return { rows, truth, predictions };
}
