// The calls of the search for the best network.
import { AppError } from '../../contract/issues/errors.ts';
import type { SearchUpdate } from '../../contract/run/search.ts';
import type { Implementer } from '../implementer.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';

export function searchRouter(os: Implementer['search'], session: WorkspaceSession) {
  const done = () => ({ revision: session.state.value.revision });
  return {
    start: os.start.handler(() => none()),
    resume: os.resume.handler(() => none()),
    stop: os.stop.handler(done),
    watch: os.watch.handler(() => nothing()),
    spec: os.spec.handler(() => none()),
    take: os.take.handler(() => none()),
    keep: os.keep.handler(() => none()),
    ofRun: os.ofRun.handler(() => null),
    close: os.close.handler(done),
  };
}

function none(): never {
  throw new AppError('search_needed', 'There is no search yet; start one first.');
}

async function* nothing(): AsyncGenerator<SearchUpdate, void> {
  yield { state: 'none', search: null, candidates: [], standings: [], winner: null, problem: null };
}
