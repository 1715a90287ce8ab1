// `chainrule search`: tries many networks on folds of a table and keeps the best as a run. Ctrl-C ends the search and keeps the best so far.
import { AppError } from '../../../../contract/issues/errors.ts';
import type { Plan } from '../../../../contract/model.ts';
import {
  type Candidate,
  defaultSearchBudget,
  type SearchBudget,
  type SearchUpdate,
} from '../../../../contract/run/search.ts';
import { metricNames } from '../../../../workspace/search/winnerSentence.ts';
import { type Client, withBackend } from '../../inProcess.ts';
import {
  type Chosen,
  checkUsage,
  chooseSpec,
  currentState,
  refuseBlocked,
} from '../../options/chosenSpec.ts';
import { openFile } from '../../options/openFile.ts';
import type { SpecOptions } from '../../options/specOptions.ts';
import { exitCodes } from '../../output/failure.ts';
import { onInterruption } from '../../output/interruption.ts';
import { Output } from '../../output/output.ts';
import { ScreenLine } from '../../output/screenLine.ts';
import {
  beginSentence,
  comparedSentence,
  effectLines,
  honestSentence,
  networkText,
  progressText,
  searchFields,
  standingsTable,
} from '../../output/search.ts';
import { saveAgain } from './saveAgain.ts';
import { announce, report, watchToItsEnd } from './train.ts';

export interface SearchOptions extends SpecOptions {
  budget?: SearchBudget;
  threads?: number;
  out?: string;
  fallback?: string;
  json?: boolean;
}

type Facts = NonNullable<SearchUpdate['search']>;

/** What is offered beside a single training is what this verb does. */
function withoutOffers({ spec, plan }: Chosen): Chosen {
  const isOffer = ({ code }: Plan['reasons'][number]) =>
    code === 'search_offered' || code === 'linear_offered';
  return { spec, plan: { ...plan, reasons: plan.reasons.filter((reason) => !isOffer(reason)) } };
}

/** Returns the exit code. */
export async function search(files: readonly string[], options: SearchOptions): Promise<number> {
  checkUsage(options);
  const output = new Output(options.json === true);
  return withBackend(async (client) => {
    const dataset = await openFile(client, files, options);
    const chosen = await chooseSpec(client, dataset, options);
    refuseBlocked(chosen.plan);
    announce(output, dataset, withoutOffers(chosen));
    const { budget = defaultSearchBudget, threads } = options;
    const found = await searched(client, () => client.search.start({ budget, threads }), output);
    return keepWinner(client, found, options, output);
  });
}

interface Found {
  last: SearchUpdate & { search: Facts };
  candidates: Map<number, Candidate>;
  interrupted: number | null;
}

/** Follows the search to its end. */
async function searched(client: Client, begin: () => Promise<unknown>, output: Output): Promise<Found> {
  let interrupted: number | null = null;
  const line = new ScreenLine(output.json ? { write: () => {} } : undefined);
  const stop = () => client.search.stop().catch(() => {});
  onInterruption((code) => {
    interrupted = code;
    line.clear();
    if (code === exitCodes.interrupted || code === exitCodes.terminated)
      process.stderr.write('Stopping with the best so far; press Ctrl+C again to quit at once.\n');
    stop();
  });
  await begin();
  if (interrupted !== null) stop();
  const candidates = new Map<number, Candidate>();
  let last: Found['last'] | null = null;
  for await (const update of await client.search.watch()) {
    if (update.search === null) continue;
    if (last === null) output.say('', beginSentence(update.search));
    last = { ...update, search: update.search };
    for (const { curve: _, ...candidate } of update.candidates) candidates.set(candidate.index, candidate);
    tell(output, line, last, candidates, interrupted !== null);
  }
  line.clear();
  onInterruption(null);
  if (last === null) throw new Error('The search told nothing.');
  if (last.state === 'failed') throw new AppError('search_needed', last.problem ?? 'The search failed.');
  return { last, candidates, interrupted };
}

function tell(
  output: Output,
  line: ScreenLine,
  { search, winner, standings }: Found['last'],
  candidates: ReadonlyMap<number, Candidate>,
  stopping: boolean,
): void {
  const best = candidates.get(standings[0] ?? -1);
  if (!stopping) line.draw(progressText(search, best, metricNames[search.metric]));
  const { rungs, seconds, secondsLeft } = search;
  const score = best?.score?.mean ?? null;
  output.emit('progress', { rungs, seconds, secondsLeft, winner: winner?.candidate ?? null, best: score });
}

async function keepWinner(
  client: Client,
  { last, candidates, interrupted }: Found,
  { threads, out, fallback }: SearchOptions,
  output: Output,
): Promise<number> {
  const { winner, search, standings, state, problem } = last;
  if (problem !== null) output.note(problem, { code: 'disk_write_failed' });
  if (winner === null)
    throw new AppError(
      'search_needed',
      'The search was stopped before a candidate had ended its first rung, so there is nothing to keep.',
    );
  const effects = (await client.search.watch().then(first)).effects ?? [];
  const reached = [...candidates.values()].filter(({ firstScore }) => firstScore !== null).length;
  output.say(
    ...['', comparedSentence(reached, search, state), ''],
    ...standingsTable(standings, candidates, search, winner.candidate),
    ...['', ...effectLines(effects, search.metric)],
    ...[
      '',
      `Winner (*): ${networkText(candidates.get(winner.candidate)!.settings)}. ${winner.sentence.message}`,
    ],
    honestSentence(search.rows.test, reached),
  );
  const begin = () => client.search.keep({ candidate: 'winner', threads, out });
  const again = await watchToItsEnd(client, begin, output);
  const ended = (await currentState(client)).run;
  if (ended === null) throw new Error('The workspace lost its run.');
  const run = ended.unsaved ? await saveAgain(client, ended, output, { fallback }) : ended;
  const kept = await client.search.ofRun({ runId: run.id });
  await report(client, run, output, again, kept === null ? {} : searchFields(kept));
  if (again === null) await client.search.close();
  return interrupted ?? again ?? exitCodes.done;
}

async function first<T>(stream: AsyncIterable<T>): Promise<T> {
  for await (const value of stream) return value;
  throw new Error('The stream was empty.');
}
