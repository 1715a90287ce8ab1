// How good a trained model is on the rows of a file that have its target.
import { type Model, type TargetPreparation, targetUnit } from '../../contract/model.ts';
import type { GroupsAsked, ModelReport } from '../../contract/modelReport.ts';
import type { Comparison } from '../../contract/run/comparison.ts';
import type { Unit } from '../../contract/table/unit.ts';
import { Random } from '../../dataset/numbers/random.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { compare, type Judged } from '../../evaluation/comparison/compare.ts';
import { coverageOn } from '../../evaluation/conformal/intervals.ts';
import { score } from '../../evaluation/metrics/scores.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { linearModel } from '../scoring/baselines.ts';
import { predictRows, thresholdField, weighsClasses } from '../scoring/score.ts';
import { fitOf } from './fileFit.ts';
import { groupsOfFile } from './fileGroups.ts';
import { nothingToScore, rowsWithTruth } from './shownModel.ts';

/** Throws AppError nothing_to_score, outputs_not_finite, and what fitOf throws. */
export async function reportOn(
  engine: Engine,
  model: Model,
  table: Table,
  { groups, signal }: { groups?: GroupsAsked | undefined; signal?: AbortSignal | undefined } = {},
): Promise<ModelReport> {
  const rows = await rowsWithTruth(table, model);
  if (rows.length === 0) throw nothingToScore(table.fileName);
  const levels = new LevelColumns(table);
  const fit = await fitOf(table, model, rows, levels, signal);
  const { predictions, unseenLevels } = await predictRows(engine, model, table, rows, levels);
  const { truth } = await encodeTargets(table, model.preparation.target, rows);
  signal?.throwIfAborted();
  const comparison = await comparisonOfModel(engine, model, table, rows, { truth, network: predictions });
  const metric = comparison?.main === 'balancedAccuracy' ? 'balancedAccuracy' : 'accuracy';
  const evaluated = { rows, truth, predictions };
  return {
    task: model.spec.data.task,
    rows: rows.length,
    rowsWithoutTarget: table.rows - rows.length,
    unseenLevels,
    ...fit,
    ...thresholdField(model),
    scores: score(truth, predictions),
    comparison,
    coverage: coverageOn(truth, predictions, model.calibration ?? null),
    targetUnits: unitsOf(model.preparation.target),
    ...targetUnit(model.preparation.target),
    fingerprint: modelFingerprint(model),
    ...(groups && (await groupsOfFile(table, evaluated, model.preparation.target, metric, groups))),
  };
}

function unitsOf(target: TargetPreparation): (Unit | null)[] {
  return target.kind === 'class' ? [] : target.columns.map(({ unit }) => unit ?? null);
}

/** null for a model that keeps no baselines. */
async function comparisonOfModel(
  engine: Engine,
  model: Model,
  table: Table,
  rows: Uint32Array,
  judged: Pick<Judged, 'truth' | 'network'>,
): Promise<Comparison | null> {
  const { baselines, spec } = model;
  if (baselines === undefined) return null;
  const { guess, linear } = baselines;
  const compared =
    linear === null ? null : (await predictRows(engine, linearModel(model, linear), table, rows)).predictions;
  return compare(
    { ...judged, linear: compared, guess, weighted: weighsClasses(spec), threshold: model.threshold },
    new Random(spec.seed),
  );
}
