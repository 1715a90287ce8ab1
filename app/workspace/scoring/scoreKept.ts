// Scores an ended run whose weights are on disk without scores, because its process died, scoring failed, or it is a model from
// elsewhere. The open table is the one that it was trained on: the run's split says which rows it has seen.

import { encodeModel } from '../../export/encodeModel.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { meanInputs } from '../explaining/meanInputs.ts';
import { goldenRowsOf } from '../golden/goldenRows.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { groundOn } from '../table/ground.ts';
import { type OpenTable, sourceOf } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { fitBaselines } from './baselines.ts';
import { calibrate, evaluateRun, thresholdField } from './score.ts';

/** Throws what evaluateRun throws; AppError folder_in_use, disk_full, disk_write_failed. Scores that could not be written stay
 *  in memory: the next opening of the run computes them again. */
export async function scoreKept(session: WorkspaceSession, run: LiveRun, open: OpenTable): Promise<void> {
  const { engine } = session.options;
  const { folder, spec } = run;
  const model = await run.keptModel();
  const record = await folder.readRun();
  // Weights of a checkpoint, from before the last step.
  if (modelFingerprint(model) !== record.fingerprint) return;
  const { split } = await groundOn(open, spec);
  const { preparation, members } = model;
  const baselines = model.baselines ?? (await fitBaselines(engine, { spec, preparation }, open.table, split));
  const scored = { runId: run.id, spec, preparation, members, baselines, ...thresholdField(model) };
  run.evaluation = await evaluateRun(engine, scored, open.table, split);
  const calibration = model.calibration ?? (await calibrate(engine, model, open.table, split));
  const means = model.meanInputs ?? (await meanInputs(open.table, preparation, split.train));
  const goldenRows = model.goldenRows ?? (await goldenRowsOf(engine, model, open.table, split));
  const more = {
    ...(baselines && { baselines }),
    ...(calibration && { calibration }),
    ...(goldenRows && { goldenRows }),
    meanInputs: means,
  };
  if (session.looksOn) return;
  const { metrics } = run.evaluation;
  // A model from elsewhere does not say where its table is, nor name all its columns.
  const dataset = record.openedFrom === null ? record.dataset : sourceOf(open);
  await folder.lock();
  try {
    await folder.writeBest(encodeModel({ ...model, metrics, ...more }));
    await folder.writeEvaluation(run.evaluation);
    await folder.writeRun({ ...record, spec, dataset, metrics });
  } finally {
    await folder.release();
  }
}
