// Opens a table. A model that was shown without one is then shown on it; where its columns do not fit, a notice names those that are
// missing, and the model stays among the kept runs.
import type { Dataset } from '../../contract/table/dataset.ts';
import type { Reading } from '../../contract/table/reading.ts';
import type { Notice } from '../../contract/workspace.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { openDataset } from '../table/datasetCalls.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { columnList, missingColumns } from './modelColumns.ts';

/** Throws what openDataset throws. */
export async function openTableForModel(
  session: WorkspaceSession,
  files: readonly ChosenFile[],
  reading: Reading,
  signal: AbortSignal | undefined,
): Promise<Dataset> {
  const model = session.open === null && session.live?.given?.shown ? session.live : null;
  const dataset = await openDataset(session, files, reading, signal);
  const { open } = session;
  if (model?.given == null || open === null) return dataset;
  const missing = missingColumns(open.table, model.given.preparation);
  if (missing.length === 0) {
    // Most tables are opened without a model, and it brings all that a run needs.
    const { openRun } = await import('../runs/runCalls.ts');
    await openRun(session, model.id, { table: 'open' });
  } else session.change({ notices: [...session.state.value.notices, modelLeft(model, dataset, missing)] });
  return dataset;
}

function modelLeft({ id, openedFrom, fileName }: LiveRun, dataset: Dataset, missing: string[]): Notice {
  const [model, columns] = [openedFrom ?? fileName, columnList(missing)];
  const message = `${model} cannot be shown on ${dataset.fileName}, which lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${columns}. It is kept among the runs.`;
  return {
    id: `modelLeft-${id}`,
    kind: 'modelLeft',
    message,
    values: { model, table: dataset.fileName, columns },
  };
}
