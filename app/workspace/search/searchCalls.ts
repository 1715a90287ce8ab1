// Starts, goes on with, ends and follows the workspace's search for the best network, and makes a spec or a run of what it has found.
import { AppError } from '../../contract/issues/errors.ts';
import {
  defaultSearchBudget,
  type KeptSearch,
  type SearchChoice,
  type SearchInput,
  type SearchKeepInput,
  type SearchUpdate,
} from '../../contract/run/search.ts';
import { withDrawnWeights } from '../../contract/spec/layers.ts';
import { type RunSpec, runSpecSchema } from '../../contract/spec/spec.ts';
import { asEnsemble, asOneNetwork } from '../../model/search/ensembleSpec.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { SearchJournal } from '../../storage/searchJournal.ts';
import { runOf } from '../runs/runCalls.ts';
import { startTraining } from '../runs/trainingCalls.ts';
import { adoptSpec } from '../spec/specCalls.ts';
import { needTable } from '../table/datasetCalls.ts';
import { targetNeeded } from '../table/planSpec.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { beginSearch, interruptedSearch } from './beginSearch.ts';
import type { LiveSearch } from './liveSearch.ts';
import { readTrail, trailOf } from './searchTrail.ts';

type Done = { revision: number };
interface Choice {
  candidate: SearchChoice;
  ensemble?: boolean | undefined;
}

/** Throws what beginSearch throws. */
export async function startSearch(session: WorkspaceSession, input: SearchInput): Promise<Done> {
  session.refuseBusy();
  needTable(session);
  const { spec } = session.state.value;
  if (spec === null) throw targetNeeded();
  // Candidates have different networks, so all of them begin from the seed.
  // As it is read back from the journal, whose name follows from it.
  const base = runSpecSchema.parse(withDrawnWeights(asOneNetwork(withoutOff(spec))));
  const { budget = defaultSearchBudget, seed = base.seed } = input;
  const { threads = session.options.engine.info().threads } = input;
  return beginSearch(session, { base, seed, budget, threads });
}

/** Throws AppError search_needed where nothing was interrupted, and what beginSearch throws. */
export async function resumeSearch(session: WorkspaceSession): Promise<Done> {
  const { search } = session;
  if (search?.state !== 'interrupted')
    throw new AppError('search_needed', 'There is no interrupted search to go on with.');
  const { base, seed, budget } = search.facts;
  return beginSearch(session, { base, seed, budget, threads: session.options.engine.info().threads });
}

/** Does nothing where none is in progress. Resolves when it has ended. */
export async function stopSearch(session: WorkspaceSession): Promise<Done> {
  const { search } = session;
  if (search?.busy) {
    search.run?.stop();
    await search.ended;
  }
  return { revision: session.state.value.revision };
}

export function searchUpdates(
  { search }: WorkspaceSession,
  signal: AbortSignal | undefined,
): AsyncGenerator<SearchUpdate, void> {
  return search === null ? noSearch() : search.updates(signal);
}

async function* noSearch(): AsyncGenerator<SearchUpdate, void> {
  yield { state: 'none', search: null, candidates: [], standings: [], winner: null, problem: null };
}

/** Throws AppError search_needed. */
export function specOfCandidate({ search }: WorkspaceSession, choice: Choice): RunSpec {
  const { spec } = needed(search).candidate(choice.candidate);
  return choice.ensemble === false ? spec : asEnsemble(spec, search!.facts.folds);
}

function needed(search: LiveSearch | null): LiveSearch {
  if (search !== null) return search;
  throw new AppError('search_needed', 'There is no search yet; start one first.');
}

/** Throws AppError search_needed, and what refuseBusy throws. */
export async function takeCandidate(session: WorkspaceSession, choice: Choice): Promise<Done> {
  const spec = specOfCandidate(session, choice);
  await adoptSpec(session, needTable(session), spec, []);
  return { revision: session.state.value.revision };
}

/** Throws AppError search_needed, and what startTraining throws. */
export async function keepCandidate(
  session: WorkspaceSession,
  { candidate, ensemble, threads, out }: SearchKeepInput,
): Promise<{ runId: string }> {
  const live = needed(session.search);
  const { index } = live.candidate(candidate);
  await takeCandidate(session, { candidate: index, ensemble });
  return startTraining(session, { threads, out, search: live.kept(index) });
}

export async function searchOfRun(session: WorkspaceSession, runId: string): Promise<KeptSearch | null> {
  return runOf(session, runId).folder.readSearch();
}

/** Throws what refuseBusy throws. */
export async function closeSearch(session: WorkspaceSession): Promise<Done> {
  const { search } = session;
  if (search?.busy) session.refuseBusy();
  if (search !== null) {
    await search.ended;
    await journalOf(session, search).remove();
  }
  session.search = null;
  return session.change({ search: null });
}

function journalOf({ options: { home } }: WorkspaceSession, { facts }: LiveSearch): SearchJournal {
  return trailOf(home, facts);
}

/** After a restart: the search on the open table that was in progress last. */
export async function restoreSearch(session: WorkspaceSession): Promise<void> {
  const { open } = session;
  const { spec } = session.state.value;
  if (open === null || spec === null) return;
  for (const journal of await SearchJournal.all(session.options.home)) {
    const trail = await readTrail(journal);
    if (trail === null || trail.begin.table !== open.table.hash) continue;
    if (JSON.stringify(trail.begin.base.data) !== JSON.stringify(spec.data)) continue;
    const live = await interruptedSearch(session, open, trail);
    session.search = live;
    session.change({ search: live.view() });
    return;
  }
}
