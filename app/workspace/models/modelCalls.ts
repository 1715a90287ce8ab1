// Uses of a trained model: scoring and predicting any file that has its columns, and exporting it as a file.
import type { ExportFormat } from '../../contract/calls.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { type Model, type Preparation, type TargetPreparation, targetUnit } from '../../contract/model.ts';
import type { GroupsAsked, ModelReport, PredictedFile } from '../../contract/modelReport.ts';
import type { Comparison } from '../../contract/run/comparison.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { Unit } from '../../contract/table/unit.ts';
import { Random } from '../../dataset/numbers/random.ts';
import { openTable } from '../../dataset/open.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { ExpectedSigns } from '../../dataset/values/decimalSign.ts';
import type { Engine } from '../../engine/engine.ts';
import { compare, type Judged } from '../../evaluation/comparison/compare.ts';
import { margins, rowsNeeded } from '../../evaluation/conformal/calibration.ts';
import { coverageOn, intervalColumns } from '../../evaluation/conformal/intervals.ts';
import { score } from '../../evaluation/metrics/scores.ts';
import { predictionColumns, writtenWith } from '../../evaluation/predictionColumns.ts';
import { rowCount } from '../../evaluation/predictions.ts';
import { fingerprint } from '../../export/fingerprint.ts';
import { FormulaCells } from '../../export/formulaCells.ts';
import { encodeModelJson } from '../../export/json.ts';
import { type AddedPiece, predictionsCsv } from '../../export/predictionsCsv.ts';
import { encodeModel } from '../../export/safetensors.ts';
import { linearModel } from '../scoring/baselines.ts';
import { addedUp, predictionsInTurn, predictRows, thresholdField, weighsClasses } from '../scoring/score.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { fitOf, refuseUnfit } from './fileFit.ts';
import { groupsOfFile } from './fileGroups.ts';
import { readModel } from './readModel.ts';
import { nothingToScore, rowsWithTruth } from './shownModel.ts';

/** Choices about the meaning of cells apply to other files too, and so do the units of the training file; how a file is cut is
 *  detected per file. */
export function cellReading({ spec: { data }, preparation }: Model): Reading {
  const { missing, decimal, thousands, types } = data.reading ?? {};
  const formats = new Map(Object.entries(data.reading?.formats ?? {}));
  const { inputs, target } = preparation;
  const numbers = inputs.flatMap((input) =>
    input.kind === 'numeric' ? [{ name: input.column, unit: input.unit }] : [],
  );
  for (const { name, unit } of [...numbers, ...(target.kind === 'numeric' ? target.columns : [])])
    if (unit !== undefined) formats.set(name, { ...formats.get(name), unit });
  return {
    ...(missing === undefined ? {} : { missing }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(thousands === undefined ? {} : { thousands }),
    ...(types === undefined ? {} : { types }),
    ...(formats.size === 0 ? {} : { formats: Object.fromEntries(formats) }),
  };
}

/** How the training table's numbers were read: it decides where the other file leaves its decimal sign open. */
function expectedSigns({ inputs, target }: Preparation): ExpectedSigns {
  const numbers = [
    ...inputs.flatMap((input) =>
      input.kind === 'numeric' ? [{ name: input.column, decimal: input.decimal }] : [],
    ),
    ...(target.kind === 'numeric' ? target.columns : []),
  ];
  const columns = new Map(
    numbers.flatMap(({ name, decimal }) => (decimal === undefined ? [] : [[name, decimal]])),
  );
  return { by: 'model', columns };
}

export async function evaluateModel(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  { threshold, groups }: { threshold?: number | undefined; groups?: GroupsAsked | undefined },
): Promise<ModelReport> {
  const model = withThreshold(await readModel(modelFile.path), modelFile.fileName, threshold);
  const table = await openTable(file.path, {
    fileName: file.fileName,
    reading: cellReading(model),
    expected: expectedSigns(model.preparation),
    engine: session.options.engine,
    startUnpacker: session.options.startUnpacker,
  });
  try {
    const rows = await rowsWithTruth(table, model);
    if (rows.length === 0) throw nothingToScore(file.fileName);
    const levels = new LevelColumns(table);
    const fit = await fitOf(table, model, rows, levels);
    const { predictions, unseenLevels } = await predictRows(
      session.options.engine,
      model,
      table,
      rows,
      levels,
    );
    const { truth } = await encodeTargets(table, model.preparation.target, rows);
    const comparison = await comparisonOfModel(session.options.engine, model, table, rows, {
      truth,
      network: predictions,
    });
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
      fingerprint: fingerprint(model.layers),
      ...(groups && (await groupsOfFile(table, evaluated, model.preparation.target, metric, groups))),
    };
  } finally {
    table.close();
  }
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
    { ...judged, linear: compared, guess, weighted: weighsClasses(spec) },
    new Random(spec.seed),
  );
}

/** With `threshold` in place of the model's own, where one is given. Throws AppError threshold_unsuited. */
function withThreshold(model: Model, fileName: string, threshold: number | undefined): Model {
  if (threshold === undefined) return model;
  const { target } = model.preparation;
  if (target.kind === 'class' && target.classes.length === 2) return { ...model, threshold };
  throw new AppError(
    'threshold_unsuited',
    `A threshold needs a model of two classes; ${fileName} has ${target.kind === 'class' ? `${target.classes.length} classes` : 'a number as its target'}.`,
    { file: fileName },
  );
}

export interface PredictOptions {
  /** Refuses a file with cells that the model cannot use as they stand. */
  strict?: boolean | undefined;
  /** Adds intervals, or sets of classes, that hold the truth in this share of rows. */
  interval?: number | undefined;
  /** Leaves cells that begin a formula as they are. */
  raw?: boolean | undefined;
  /** Of two classes, in place of the model's own. */
  threshold?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Throws AppError interval_unavailable. */
function marginsOf({ calibration }: Model, fileName: string, level: number): number[] {
  const found = calibration === undefined ? null : margins(calibration, level);
  if (found !== null) return found;
  const rows = calibration?.rows ?? 0;
  const needed = rowsNeeded(level);
  const sentence =
    rows === 0
      ? `${fileName} keeps no errors of validation rows, from which intervals come: train it with validation rows.`
      : `Intervals for ${level * 100} % of rows need ${needed} validation rows; ${fileName} had ${rows}. Ask for a lower level or train with more validation rows.`;
  throw new AppError('interval_unavailable', sentence, { file: fileName, level, rows, needed });
}

/** The file's own columns and the predictions, as CSV text in pieces, in the file's own dialect. Throws AppError cells_refused,
 *  interval_unavailable and threshold_unsuited before the first piece. */
export async function* predictModel(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  { strict = false, interval, raw = false, threshold, signal }: PredictOptions,
): AsyncGenerator<string, PredictedFile> {
  const model = withThreshold(await readModel(modelFile.path), modelFile.fileName, threshold);
  const reach = interval === undefined ? null : marginsOf(model, modelFile.fileName, interval);
  const table = await openTable(file.path, {
    fileName: file.fileName,
    reading: cellReading(model),
    expected: expectedSigns(model.preparation),
    engine: session.options.engine,
    startUnpacker: session.options.startUnpacker,
    ...(signal === undefined ? {} : { signal }),
  });
  let unseenLevels: Record<string, number> = {};
  const levels = new LevelColumns(table);
  async function* added(): AsyncGenerator<AddedPiece> {
    for await (const predicted of predictionsInTurn(session.options.engine, model, table, levels)) {
      const { predictions } = predicted;
      unseenLevels = addedUp(unseenLevels, predicted.unseenLevels);
      const written = writtenWith(table.dialect.decimal);
      const columns = [
        ...predictionColumns(predictions, written),
        ...(reach === null ? [] : intervalColumns(predictions, reach, written)),
      ];
      yield { rows: rowCount(predictions), columns };
    }
  }
  try {
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
    const fit = await fitOf(table, model, rows, levels, signal);
    if (strict) refuseUnfit(table, model, fit);
    const delimiter = table.dialect.delimiter ?? ',';
    const formulas = raw ? null : new FormulaCells(delimiter);
    yield* predictionsCsv({
      header: table.columns.map(({ name }) => name),
      rows: table.allLines() ?? table.allCells(),
      added: added(),
      delimiter,
      formulas,
    });
    return { unseenLevels, ...fit, formulaCells: formulas?.count ?? 0 };
  } finally {
    table.close();
  }
}

const encoders: Record<ExportFormat, { encode: (model: Model) => Uint8Array; type: string }> = {
  safetensors: { encode: encodeModel, type: 'application/octet-stream' },
  json: { encode: encodeModelJson, type: 'application/json' },
};

/** Named after the table it learned from: `iris.safetensors`. */
export function exportModel(model: Model, format: ExportFormat, tableName: string): File {
  const { encode, type } = encoders[format];
  const stem = tableName.replace(/\.[^.]*$/, '') || 'model';
  return new File([Buffer.from(encode(model))], `${stem}.${format}`, { type });
}
