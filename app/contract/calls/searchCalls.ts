// The calls of the search for the best network.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  keptSearchSchema,
  searchChoiceSchema,
  searchInputSchema,
  searchKeepInputSchema,
  searchUpdateSchema,
} from '../run/search.ts';
import { runSpecSchema } from '../spec/spec.ts';
import { call, done } from './call.ts';

export const searchCalls = {
  /** Trains candidates made from the workspace's spec, which stays unchanged, on folds of all rows but the test rows. Goes on with a
   *  search of the same table, spec, budget and seed that was interrupted. Refused while a run, race, repeats or a search are in progress,
   *  and where there are too few rows to search on (`search_refused`). */
  start: call.input(searchInputSchema).output(done),
  /** Goes on with the interrupted search of the workspace. */
  resume: call.output(done),
  /** Ends it with the best so far; a second call does nothing. */
  stop: call.output(done),
  /** Everything so far, then what is new; ends when the search has ended. */
  watch: call.output(eventIterator(searchUpdateSchema)),
  /** The whole spec of a candidate, as `keep` would train it. */
  spec: call
    .input(z.object({ candidate: searchChoiceSchema, ensemble: z.boolean().optional() }))
    .output(runSpecSchema),
  /** Makes that spec the workspace's, without training it. Can be undone. Refused while the search is in progress. */
  take: call
    .input(z.object({ candidate: searchChoiceSchema, ensemble: z.boolean().optional() }))
    .output(done),
  /** Trains it as a run, which becomes the current one: `training.watch` follows it; it is scored on the test rows once. The run's folder
   *  gets `search.json`. Refused while the search is in progress. */
  keep: call.input(searchKeepInputSchema).output(z.object({ runId: z.string() })),
  /** The search that a run was found by; null for other runs. */
  ofRun: call.input(z.object({ runId: z.string() })).output(keptSearchSchema.nullable()),
  /** Discards the ended or interrupted search: the screen is as before it. */
  close: call.output(done),
};
