// Undo and redo of what was changed of table and spec.
import { needTable, readTable, showTable } from './datasetCalls.ts';
import type { Edited } from './edits.ts';
import { planSpec } from './prepare.ts';
import type { Session } from './session.ts';
import { refuseBusy } from './trainingCalls.ts';

/** Does nothing where there is nothing to go to. */
export async function takeBack(
  session: Session,
  way: 'back' | 'forth',
  signal: AbortSignal | undefined,
): Promise<{ revision: number }> {
  refuseBusy(session);
  const open = needTable(session);
  const now = session.edited;
  const to = session.edits[way](now);
  if (to === null) return { revision: session.state.value.revision };
  try {
    return await goTo(session, to, open.table.reading, signal);
  } catch (error) {
    // Still where it was: the way there stays open.
    session.edits[way === 'back' ? 'forth' : 'back'](to);
    throw error;
  }
}

async function goTo(session: Session, to: Edited, reading: Edited['reading'], signal?: AbortSignal) {
  const same = JSON.stringify(to.reading) === JSON.stringify(reading);
  const { file } = needTable(session);
  const open = same ? needTable(session) : await readTable(session, file, to.reading, signal);
  const plan = to.spec === null ? null : await planSpec(open.preparer, to.spec, to.reasons);
  if (same) return session.change({ spec: to.spec, plan });
  await showTable(session, open, { spec: to.spec, plan });
  return { revision: session.state.value.revision };
}
