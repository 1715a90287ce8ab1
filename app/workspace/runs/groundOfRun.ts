// The rows and preparation of the current run on the open table: as its spec gives them, or those of a model that is shown on
// rows that are new to it.
import { AppError } from '../../contract/issues/errors.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { splitOfNewRows } from '../models/shownModel.ts';
import { engineSettings } from '../spec/engineConfig.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { LiveRun } from './liveRun.ts';

/** Throws AppError dataset_needed, spec_refused. */
export async function groundOfRun({ open }: WorkspaceSession, run: LiveRun): Promise<Ground> {
  const { given, spec } = run;
  if (given === null) return groundOn(open, spec);
  const { preparation, newRows } = given;
  if (newRows === null) {
    const ground = await groundOn(open, spec);
    return { ...ground, preparation, settings: engineSettings(spec, preparation) };
  }
  if (open === null)
    throw new AppError('dataset_needed', 'No table is open; open one with the columns of the model.');
  const settings = engineSettings(spec, preparation);
  const split = splitOfNewRows(newRows);
  return { spec: unweighted(spec), table: open.table, split, preparation, settings, newRows: true };
}

/** New rows all count the same: weights of rows and classes belong to training. */
function unweighted(spec: RunSpec): RunSpec {
  const columns = spec.data.columns.filter(({ role }) => role !== 'weight');
  const lossSettings = { ...spec.training.lossSettings, classWeights: 'none' as const };
  return { ...spec, data: { ...spec.data, columns }, training: { ...spec.training, lossSettings } };
}
