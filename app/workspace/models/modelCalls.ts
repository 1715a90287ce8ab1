// Uses of a trained model: scoring and predicting any file that has its columns.
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import type { GroupsAsked, ModelReport, PredictedFile } from '../../contract/modelReport.ts';
import { LevelColumns } from '../../dataset/preparation/encodeLevels.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { fitOf, refuseUnfit } from './fileFit.ts';
import { openForModel } from './fileForModel.ts';
import { reportOn } from './fileReport.ts';
import { marginsOf, predictedCsv, refuseSpread } from './predictedCsv.ts';
import { readModel } from './readModel.ts';

export async function evaluateModel(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  { threshold, groups }: { threshold?: number | undefined; groups?: GroupsAsked | undefined },
): Promise<ModelReport> {
  const read = await readModel(modelFile.path, session.options);
  const model = withThreshold(read, modelFile.fileName, threshold);
  const table = await openForModel(session, model, file);
  try {
    return await reportOn(session.options.engine, model, table, { groups });
  } finally {
    table.close();
  }
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
  /** Adds how far the networks of an ensemble differ. */
  spread?: boolean | undefined;
  /** Leaves cells that begin a formula as they are. */
  raw?: boolean | undefined;
  /** Of two classes, in place of the model's own. */
  threshold?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** The file's own columns and the predictions, as CSV text in pieces. Throws AppError cells_refused,
 *  interval_unavailable, spread_unavailable and threshold_unsuited before the first piece. */
export async function* predictModel(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  { strict = false, interval, spread = false, raw = false, threshold, signal }: PredictOptions,
): AsyncGenerator<string, PredictedFile> {
  const { startUnpacker } = session.options;
  const read = await readModel(modelFile.path, { startUnpacker, signal });
  const model = withThreshold(read, modelFile.fileName, threshold);
  const reach = interval === undefined ? null : marginsOf(model, modelFile.fileName, interval);
  if (spread) refuseSpread(model, modelFile.fileName);
  const table = await openForModel(session, model, file, signal === undefined ? {} : { signal });
  try {
    const rows = Uint32Array.from({ length: table.rows }, (_, row) => row);
    const levels = new LevelColumns(table);
    const fit = await fitOf(table, model, rows, levels, signal);
    if (strict) refuseUnfit(table, model, fit);
    const columns = { reach, raw, spread };
    return { ...fit, ...(yield* predictedCsv(session.options.engine, model, table, levels, columns)) };
  } finally {
    table.close();
  }
}
