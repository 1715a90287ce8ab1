// The calls of runs that are kept on disk: listed, opened, compared, noted, deleted.
import { implement } from '@orpc/server';
import { runCalls } from '../../contract/calls/runCalls.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { clearRuns } from './clearRuns.ts';
import { importRun } from './importRun.ts';
import { noteKept, openRun, removeKept, restoreKept, reuseRun } from './runCalls.ts';
import { compareRuns, listRunFindings, listRunSummaries } from './runList.ts';

const os = implement(runCalls);

export function runsRouter(session: WorkspaceSession) {
  return {
    list: os.list.handler(() => listRunSummaries(session.options.home)),
    findings: os.findings.handler(() => listRunFindings(session.options.home)),
    open: os.open.handler(({ input }) => openRun(session, input.runId)),
    reuse: os.reuse.handler(({ input }) => reuseRun(session, input.runId)),
    note: os.note.handler(({ input: { runId, ...notes } }) => noteKept(session, runId, notes)),
    compare: os.compare.handler(({ input }) => compareRuns(session.options.home, input.runIds)),
    remove: os.remove.handler(({ input }) => removeKept(session, input.runId)),
    import: os.import.handler(({ input }) => importRun(session, input.name, input.files)),
    clear: os.clear.handler(({ input }) => clearRuns(session, input)),
    restore: os.restore.handler(({ input }) => restoreKept(session, input.runId)),
  };
}
