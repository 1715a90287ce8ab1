// Begins the workspace's search, anew or from what an earlier process has found, and carries it out in the background. Each candidate
// that ends a rung is written to the journal; where that fails, the search goes on and says so.
import { AppError } from '../../contract/issues/errors.ts';
import type { SearchBudget } from '../../contract/run/search.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { Random } from '../../dataset/numbers/random.ts';
import { candidates } from '../../model/search/candidate.ts';
import { asEnsemble, foldsFor } from '../../model/search/ensembleSpec.ts';
import { rungEpochs } from '../../model/search/rungs.ts';
import { schedule } from '../../model/search/space.ts';
import { SearchJournal } from '../../storage/searchJournal.ts';
import { inBackground, reportBug, sentenceOf } from '../bugs.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { LiveSearch, type SearchFacts } from './liveSearch.ts';
import { SearchRows } from './searchRows.ts';
import { SearchRun } from './searchRun.ts';
import { beginLine, readTrail, type Trail, type TrailLine, trailOf } from './searchTrail.ts';

/** A search with a budget in seconds that takes so many times longer, and so many seconds, since its estimate was wrong, is stopped. */
const mostOverTime = { times: 1.5, seconds: 3 };

export interface Wanted {
  base: RunSpec;
  seed: number;
  budget: SearchBudget;
  threads: number;
}

/** Resolves when it has begun. Throws AppError dataset_needed, spec_refused, search_refused, and what refuseBusy throws. */
export async function beginSearch(session: WorkspaceSession, wanted: Wanted): Promise<{ revision: number }> {
  session.refuseBusy();
  const { open } = session;
  const { rows, ground } = await searchedRows(open, wanted.base);
  const facts = { table: open!.table.hash, base: wanted.base, seed: wanted.seed };
  const journal = trailOf(session.options.home, facts);
  const trail = await readTrail(journal).catch(() => null);
  session.refuseBusy();
  const goesOn = trail !== null && same(trail.begin.budget, wanted.budget) && trail.ended !== 'finished';
  const startedAt = goesOn ? trail.begin.startedAt : new Date().toISOString();
  const live = newSearch(session, factsOf(open!, ground, rows, { ...wanted, startedAt }));
  const write = (line: TrailLine) => writeLine(session, live, journal, line);
  // Scores hold for every budget; time that was spent on another one does not count.
  const known = goesOn ? trail : trail && { ...trail, seconds: 0, drawn: null };
  const run = searchRun(session, live, { rows, trail: known, threads: wanted.threads }, write);
  live.run = run;
  session.search = live;
  if (!goesOn) write(beginLine(facts, wanted.budget, startedAt));
  void inBackground('while old searches were removed', () => SearchJournal.sweep(session.options.home));
  live.ended = carriedOut(session, live, run, write).then(() => journal.flushed());
  return session.change({ search: live.view() });
}

/** One that an earlier process has not ended, with what is known of it. */
export async function interruptedSearch(
  session: WorkspaceSession,
  open: OpenTable,
  trail: Trail,
): Promise<LiveSearch> {
  const { base, seed, budget, startedAt } = trail.begin;
  const { rows, ground } = await searchedRows(open, base);
  const live = newSearch(session, factsOf(open, ground, rows, { base, seed, budget, startedAt }));
  const { threads } = session.options.engine.info();
  live.run = searchRun(session, live, { rows, trail, threads }, () => {});
  await live.run.showKnown();
  live.state = trail.ended === 'finished' || trail.ended === 'stopped' ? trail.ended : 'interrupted';
  return live;
}

/** All rows but the test rows, in folds. Throws AppError dataset_needed, spec_refused, search_refused. */
async function searchedRows(
  open: OpenTable | null,
  base: RunSpec,
): Promise<{ rows: SearchRows; ground: Ground }> {
  const { split } = await groundOn(open, base);
  const count = split.train.length + split.validation.length;
  const least = schedule.leastRows;
  if (count < least)
    throw new AppError(
      'search_refused',
      `There are ${count} rows to search on beside the test rows; folds need at least ${least}. Add rows, or train one network.`,
      { rows: count, least },
    );
  const ground = await groundOn(open, asEnsemble(base, foldsFor(count)));
  return { rows: SearchRows.of(open!, ground.split), ground };
}

function factsOf(
  { table }: OpenTable,
  { spec, split, preparation: { target } }: Ground,
  { rows, folds }: SearchRows,
  how: Pick<SearchFacts, 'base' | 'seed' | 'budget' | 'startedAt'>,
): SearchFacts {
  const columns = target.kind === 'class' ? [{ name: target.column }] : target.columns;
  const unit = columns.length === 1 && 'unit' in columns[0]! ? (columns[0].unit ?? null) : null;
  return {
    ...how,
    table: table.hash,
    folds: folds.length,
    rows: { searched: rows.length, test: split.test.length },
    ends: rungEpochs(spec.training.epochs),
    target: columns.map(({ name }) => name).join(', '),
    unit,
  };
}

function newSearch(session: WorkspaceSession, facts: SearchFacts): LiveSearch {
  const live = new LiveSearch(facts, () => {
    if (session.search === live) session.change({ search: live.view() });
  });
  return live;
}

function searchRun(
  { options: { engine } }: WorkspaceSession,
  live: LiveSearch,
  { rows, trail, threads }: { rows: SearchRows; trail: Trail | null; threads: number },
  write: (line: TrailLine) => void,
): SearchRun {
  const { base, seed, budget, ends } = live.facts;
  const random = new Random(seed);
  return new SearchRun(
    {
      ...{ engine, rows, base, ends, budget, trail, atOnce: threads },
      candidates: candidates(base, rows.learned, (limit) => random.below(limit)),
    },
    {
      changed: (urgent) => live.changed(urgent),
      ended: write,
      drawn: (count) => write({ line: 'drawn', candidates: count }),
    },
  );
}

function mostSeconds(budget: number): number {
  return Math.max(budget * mostOverTime.times, budget + mostOverTime.seconds);
}

async function carriedOut(
  session: WorkspaceSession,
  live: LiveSearch,
  run: SearchRun,
  write: (line: TrailLine) => void,
): Promise<void> {
  const { budget } = live.facts;
  const over =
    'seconds' in budget ? setTimeout(() => run.stop(), mostSeconds(budget.seconds) * 1_000) : undefined;
  try {
    await run.carryOut();
    live.state = run.stopped ? 'stopped' : 'finished';
  } catch (error) {
    live.state = 'failed';
    live.problem = sentenceOf(error);
    reportBug(error, 'while the best network was searched');
  }
  clearTimeout(over);
  // A search that the end of its process stops is an interrupted one.
  if (!session.closed) write({ line: 'end', state: live.state });
  // No `await` in between: when the stream has ended, the state says so.
  if (session.search === live) session.change({ search: live.view() });
  live.changed(true);
}

function writeLine(
  session: WorkspaceSession,
  live: LiveSearch,
  journal: SearchJournal,
  line: TrailLine,
): void {
  if (session.looksOn) return;
  journal.append(line).then(
    () => {
      if (live.state !== 'failed') live.problem = null;
    },
    (error: unknown) => {
      live.problem = `The search goes on, but could not go on after a crash: ${sentenceOf(error)}`;
      live.changed(false);
    },
  );
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
