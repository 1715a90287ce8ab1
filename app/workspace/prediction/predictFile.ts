// Reads a file of new rows, predicts all of it, and scores it where it has the target, while a page follows. The file then stays open
// (newFile.ts) until it is closed or another one takes its place.
import type { Predicted, Predicting } from '../../contract/run/prediction.ts';
import { requireColumns } from '../../dataset/preparation/encode.ts';
import { rowCount } from '../../evaluation/predictions.ts';
import { fitOf } from '../models/fileFit.ts';
import { openForModel } from '../models/fileForModel.ts';
import { reportOn } from '../models/fileReport.ts';
import { rowsWithTruth } from '../models/shownModel.ts';
import { predictionsInTurn } from '../scoring/score.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import { Watchable } from '../watchable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { modelInUse } from './modelInUse.ts';
import { closeNewFile, keepNewFile, OpenNewFile } from './newFile.ts';
import { PredictedSpread } from './predictedSpread.ts';
import { marginsAt } from './whatIf.ts';

export interface FileAsked {
  runId: string;
  level: number | undefined;
}

/** Ends with the state that has `predicted`. Throws what modelInUse, openTable and examineCells throw. */
export async function* predictFile(
  session: WorkspaceSession,
  chosen: ChosenFile,
  asked: FileAsked,
  signal: AbortSignal | undefined,
): AsyncGenerator<Predicting, void> {
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const progress = new Watchable<Predicting>({
    step: 'reading',
    fraction: null,
    file: null,
    predicted: null,
  });
  let failed: { error: unknown } | null = null;
  let file: OpenNewFile | null = null;
  const work = (async () => {
    try {
      file = await opened(session, chosen, asked, progress, stopped);
      await predictAll(session, file, asked, progress, stopped);
    } catch (error) {
      failed = { error };
      progress.changed(true);
    }
  })();
  let done = false;
  try {
    for await (const value of progress.watch(
      signal,
      ({ predicted }) => predicted !== null || failed !== null,
    )) {
      if (failed !== null) throw (failed as { error: unknown }).error;
      yield value;
      done = value.predicted !== null;
    }
  } finally {
    stop.abort();
    await work;
    const left = file as OpenNewFile | null;
    if (!done && left !== null) closeNewFile(session, left.id);
  }
}

async function opened(
  session: WorkspaceSession,
  chosen: ChosenFile,
  { runId }: FileAsked,
  progress: Watchable<Predicting>,
  signal: AbortSignal,
): Promise<OpenNewFile> {
  const model = await modelInUse(session, runId);
  const table = await openForModel(session, model, chosen, {
    signal,
    onProgress: (fraction) => progress.set({ ...progress.value, fraction }),
  });
  try {
    requireColumns(
      table,
      model.preparation.inputs.map(({ column }) => column),
    );
    signal.throwIfAborted();
  } catch (error) {
    table.close();
    throw error;
  }
  const file = new OpenNewFile(session.options.engine, runId, model, table);
  keepNewFile(session, file);
  progress.set({ step: 'examining', fraction: null, file: file.summary(), predicted: null });
  return file;
}

async function predictAll(
  session: WorkspaceSession,
  file: OpenNewFile,
  { runId, level }: FileAsked,
  progress: Watchable<Predicting>,
  signal: AbortSignal,
): Promise<void> {
  const { model, table, levels } = file;
  const { engine } = session.options;
  const { issues } = await fitOf(table, model, file.allRows, levels, signal);
  const spread = new PredictedSpread();
  let rows = 0;
  for await (const { predictions } of predictionsInTurn(engine, model, table, levels)) {
    signal.throwIfAborted();
    spread.add(predictions);
    rows += rowCount(predictions);
    progress.set({ ...progress.value, step: 'predicting', fraction: rows / table.rows });
  }
  file.predictions = spread.whole();
  const hasTruth = file.summary().hasTarget && (await rowsWithTruth(table, model)).length > 0;
  if (hasTruth) progress.set({ ...progress.value, step: 'scoring', fraction: null });
  const predicted: Predicted = {
    issues,
    spread: await spread.told(session, runId),
    margins: marginsAt(model, level),
    notFinite: spread.notFinite,
    report: hasTruth && spread.notFinite === 0 ? await reportOn(engine, model, table, { signal }) : null,
  };
  signal.throwIfAborted();
  progress.set({ ...progress.value, predicted });
}
