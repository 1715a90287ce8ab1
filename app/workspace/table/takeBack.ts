// Undo and redo of what was changed of table and spec.
import type { Plan } from '../../contract/model.ts';
import { staleState } from '../spec/specCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { needTable, readTable, showTable } from './datasetCalls.ts';
import type { Edited } from './edits.ts';
import type { OpenTable } from './openTable.ts';
import { planSpec } from './prepare.ts';

type Way = 'back' | 'forth';

/** Does nothing where there is nothing to go to; where it fails nothing has changed. */
export async function takeBack(
  session: WorkspaceSession,
  way: Way,
  signal: AbortSignal | undefined,
): Promise<{ revision: number }> {
  session.refuseBusy();
  const before = needTable(session);
  const to = session.edits.next(way);
  if (to === null) return { revision: session.state.value.revision };
  const same = JSON.stringify(to.reading) === JSON.stringify(before.table.reading);
  const open = same ? before : await readTable(session, before.file, to.reading, signal);
  try {
    const plan = to.spec === null ? null : await planSpec(open.preparer, to.spec, to.reasons);
    return await show(session, way, to, { before, open, plan });
  } catch (error) {
    if (session.open !== open) open.table.close();
    throw error;
  }
}

interface Shown {
  before: OpenTable;
  open: OpenTable;
  plan: Plan | null;
}

async function show(session: WorkspaceSession, way: Way, to: Edited, { before, open, plan }: Shown) {
  // Reading takes a while, in which another window may have gone elsewhere.
  if (session.edits.next(way) !== to || session.open !== before)
    throw staleState(session.state.value.revision);
  session.edits[way](session.edited);
  if (open === before) return session.change({ spec: to.spec, plan });
  await showTable(session, open, { spec: to.spec, plan });
  return { revision: session.state.value.revision };
}
