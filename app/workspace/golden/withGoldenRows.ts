// A model that is about to be exported, with golden rows: its own, or for a model of an older version those of the open table, where this
// is the table that it was trained on.
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import { groundOfTraining } from '../models/trainedTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { goldenRowsOf } from './goldenRows.ts';

/** Unchanged where it has golden rows, or where none can be made. `fileName` is what sentences call the model. */
export async function withGoldenRows(
  { open, options }: WorkspaceSession,
  model: Model,
  fileName: string,
): Promise<Model> {
  if (model.goldenRows !== undefined || open === null) return model;
  const ground = await groundOfTraining(open, model, fileName).catch((error: unknown) => {
    // The open table is another one, or is read in another way.
    if (error instanceof AppError) return null;
    throw error;
  });
  if (ground === null) return model;
  const goldenRows = await goldenRowsOf(options.engine, model, ground.table, ground.split);
  return goldenRows === null ? model : { ...model, goldenRows };
}
