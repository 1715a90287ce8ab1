// A model file explained on any table: on the one it was trained on, by the rows of its split; on another by all rows that have a target.
import { AppError } from '../../contract/issues/errors.ts';
import type { Coefficients, ImportanceUpdate, RowContributions } from '../../contract/run/explanation.ts';
import { explainCoefficients } from '../explaining/coefficients.ts';
import { type Explained, outputNames } from '../explaining/explained.ts';
import { importanceOf } from '../explaining/importance.ts';
import { explainRow } from '../explaining/rowContributions.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import { Preparer } from '../table/preparer.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { openForModel } from './fileForModel.ts';
import { readModel } from './readModel.ts';
import { nothingToScore, rowsWithTruth, splitOfNewRows } from './shownModel.ts';
import { groundOfTraining } from './trainedTable.ts';

/** Throws AppError nothing_to_score, and what reading a model and a table throw. */
export async function* modelImportance(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportanceUpdate, void> {
  const { explained, close } = await open(session, modelFile, file, signal);
  try {
    const { split, newRows } = await rowsOf(explained, modelFile, file);
    yield* importanceOf({ ...explained, split, newRows }, undefined, signal);
  } finally {
    close();
  }
}

/** One for each target, or one for the class that is predicted. Throws AppError option_invalid, and likewise. */
export async function modelContributions(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  row: number,
  signal: AbortSignal | undefined,
): Promise<RowContributions[]> {
  const { explained, close } = await open(session, modelFile, file, signal);
  try {
    // Only the base row of an older model needs to know which rows are whose.
    const rows =
      explained.model.meanInputs === undefined
        ? await rowsOf(explained, modelFile, file)
        : { split: explained.split, newRows: true };
    const all = { ...explained, ...rows };
    const { target } = explained.model.preparation;
    if (target.kind === 'class') return [await explainRow(all, { row }, undefined, signal)];
    const found: RowContributions[] = [];
    for (const output of outputNames(explained.model).keys())
      found.push(await explainRow(all, { row }, output, signal));
    return found;
  } finally {
    close();
  }
}

/** null for a network with hidden layers. Throws what reading a model and a table throw; rejects with an AbortError. */
export async function modelCoefficients(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  signal: AbortSignal | undefined,
): Promise<Coefficients | null> {
  const { startUnpacker } = session.options;
  const model = await readModel(modelFile.path, { startUnpacker, signal });
  if (model.members[0]!.length > 1) return null;
  const { explained, close } = await open(session, modelFile, file, signal);
  try {
    const split = (await ownSplit(explained, modelFile, file)) ?? explained.split;
    return await explainCoefficients({ ...explained, split }, signal);
  } finally {
    close();
  }
}

async function open(
  session: WorkspaceSession,
  modelFile: ChosenFile,
  file: ChosenFile,
  signal: AbortSignal | undefined,
): Promise<{ explained: Explained; close: () => void }> {
  const { startUnpacker } = session.options;
  const model = await readModel(modelFile.path, { startUnpacker, signal });
  const table = await openForModel(session, model, file, signal === undefined ? {} : { signal });
  const { engine } = session.options;
  const none = new Uint32Array(0);
  const split = { train: none, validation: none, test: none };
  const explained = { engine, threads: engine.info().threads, model, table, split, newRows: true };
  return { explained, close: () => table.close() };
}

async function rowsOf(
  explained: Explained,
  modelFile: ChosenFile,
  file: ChosenFile,
): Promise<Pick<Explained, 'split' | 'newRows'>> {
  const { model, table } = explained;
  const own = await ownSplit(explained, modelFile, file);
  if (own !== null) return { split: own, newRows: false };
  const rows = await rowsWithTruth(table, model);
  if (rows.length === 0) throw nothingToScore(file.fileName);
  return { split: splitOfNewRows(rows), newRows: true };
}

/** The split of training; null where the file is another one, or read in another way than training read it. */
async function ownSplit(
  { model, table }: Explained,
  modelFile: ChosenFile,
  file: ChosenFile,
): Promise<Explained['split'] | null> {
  if (model.table?.hash !== table.hash) return null;
  const asOpen = { table, files: [file], stamp: null, preparer: new Preparer(table) };
  try {
    return (await groundOfTraining(asOpen, model, modelFile.fileName))?.split ?? null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'model_other_table') return null;
    throw error;
  }
}
