// A model's spec on the open table, as the workspace's: to train on from its weights.
import type { ModelRef } from '../../contract/fileRef.ts';
import { adoptSpec, onTable, type Proposal } from '../spec/specCalls.ts';
import { needTable } from '../table/datasetCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { refuseMissing } from './shownModel.ts';
import { originOf } from './trainFrom.ts';

/** Throws AppError dataset_needed, run_busy, columns_do_not_fit, and what reading a model throws. */
export async function specOfModel(session: WorkspaceSession, ref: ModelRef): Promise<Proposal> {
  const open = needTable(session);
  const { model, parent } = await originOf(session, ref);
  refuseMissing(open.table, model.preparation, parent.name);
  return adoptSpec(session, open, onTable(open, model.spec), []);
}
