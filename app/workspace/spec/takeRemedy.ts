// Applies a remedy: the run in progress continues with it, the file is read again, or the spec is edited; undo reverts it like
// any other edit.
import { AppError } from '../../contract/issues/errors.ts';
import {
  remedied,
  remediedOptimizer,
  remediedReading,
  type SpecRemedy,
} from '../../contract/issues/remedied.ts';
import { isForReading, isForRun, type Remedy, type RunRemedy } from '../../contract/issues/remedies.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { unknownColumn } from '../../dataset/table/lackingColumn.ts';
import { readSpec } from '../../model/specIssues.ts';
import type { LiveRun } from '../runs/liveRun.ts';
import { changeTraining, refuseNotRunning, stopTraining } from '../runs/trainingCalls.ts';
import { needTable } from '../table/datasetCalls.ts';
import type { OpenTable } from '../table/openTable.ts';
import { rereadDataset } from '../table/reread.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { refuseStale, setSpec } from './specCalls.ts';

/** `run`: the run in progress continues with it; `table`: the file was read again; `spec`: the next run will begin with it. */
export type Taken = 'run' | 'table' | 'spec';

/** Throws AppError run_busy if a run in progress cannot continue with it, revision_stale, dataset_needed, target_needed,
 *  column_unknown, spec_invalid. */
export async function takeRemedy(
  session: WorkspaceSession,
  revision: number,
  remedy: Remedy,
  signal: AbortSignal | undefined,
): Promise<{ revision: number; taken: Taken }> {
  const taken = await take(session, revision, remedy, signal);
  return { revision: session.state.value.revision, taken };
}

async function take(
  session: WorkspaceSession,
  revision: number,
  remedy: Remedy,
  signal: AbortSignal | undefined,
): Promise<Taken> {
  const run = session.live?.busy === true ? session.live : null;
  if (run !== null && isForRun(remedy) && (await takenByRun(session, run, remedy))) return 'run';
  if (remedy.kind === 'stop') return refuseNotRunning();
  const open = needTable(session);
  refuseUnknown(open, remedy);
  refuseStale(session, revision);
  if (run !== null) throw new AppError('run_busy', 'This needs a new run: stop this one first.');
  if (isForReading(remedy)) {
    await rereadDataset(session, remediedReading(open.table.reading, remedy), signal);
    return 'table';
  }
  // Without a target there is no spec to edit.
  const { spec } = session.state.value;
  if (spec === null) throw new AppError('target_needed', 'Choose the column to predict first.');
  await setSpec(session, revision, checked(spec, remedy));
  return 'spec';
}

/** Whether the run continues with it: its optimizer may have no weight decay. */
async function takenByRun(session: WorkspaceSession, run: LiveRun, remedy: RunRemedy): Promise<boolean> {
  if (remedy.kind === 'stop') {
    await stopTraining(session, run);
    return true;
  }
  const now =
    run.changes.findLast(({ optimizer }) => optimizer !== undefined)?.optimizer ??
    run.spec.training.optimizer;
  const optimizer = remediedOptimizer(now, remedy);
  if (optimizer === now) return false;
  await changeTraining(session, run, { optimizer });
  return true;
}

/** Throws AppError spec_invalid where a path does not exist, or a value does not fit there. */
function checked(spec: RunSpec, remedy: SpecRemedy): RunSpec {
  const read = readSpec(remedied(spec, remedy));
  if (read.spec !== null) return read.spec;
  const [{ message, values }] = read.issues;
  throw new AppError('spec_invalid', message, values, { issues: read.issues });
}

function refuseUnknown({ table }: OpenTable, remedy: Remedy): void {
  const named = 'columns' in remedy ? remedy.columns : 'column' in remedy ? [remedy.column] : [];
  const names = new Set(table.columns.map(({ name }) => name));
  const stranger = named.find((name) => !names.has(name));
  if (stranger !== undefined) throw unknownColumn(stranger, table);
}
