// Slow checks of a spec: which features of a large table leak its target. They run while no call is in progress; the plan shows
// the results.
import type { WorkspaceSession } from '../workspaceSession.ts';
import { whileOpen } from './datasetCalls.ts';
import type { OpenTable } from './openTable.ts';

/** Returns a function to call with each new spec; only one search runs at a time. */
export function judging(session: WorkspaceSession): () => void {
  let busy = false;
  let again = false;
  return () => {
    again = true;
    if (busy) return;
    busy = true;
    void (async () => {
      while (again) {
        again = false;
        const { open } = session;
        if (open !== null)
          await whileOpen(session, open, 'while features were searched for leaks', () =>
            judgeFurther(session, open),
          );
      }
      busy = false;
    })();
  };
}

async function judgeFurther(session: WorkspaceSession, open: OpenTable): Promise<void> {
  const { state } = session;
  const { spec } = state.value;
  if (spec === null) return;
  const { leaks } = open.preparer;
  const news = await leaks.find(spec.data, () => session.turn());
  const { plan, spec: now } = state.value;
  if (!news || session.open !== open || plan === null || now === null) return;
  const others = plan.issues.filter(({ code }) => !code.startsWith('leak_'));
  session.judge({ ...plan, issues: [...others, ...leaks.of(now.data)] });
}
