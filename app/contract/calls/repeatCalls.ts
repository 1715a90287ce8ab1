// The calls of repeats: cross-validation, and the same training with several seeds.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  keptRepeatsStartSchema,
  repeatKindSchema,
  repeatsCostSchema,
  repeatsInputSchema,
  repeatsStartSchema,
  repeatsUpdateSchema,
} from '../run/repeats.ts';
import { call, done } from './call.ts';

export const repeatCalls = {
  /** How long repeats of an ended run take, and how much memory. */
  cost: call.input(repeatsInputSchema).output(repeatsCostSchema),
  /** Trains an ended run's spec again, on each fold or with several seeds, many at once and in memory only. The result is kept with the
   *  run. Refused while a run, a race or repeats are in progress, and for a run that may have seen the test rows of a fold. */
  start: call.input(repeatsStartSchema).output(done),
  /** The same for specs of the open table, each kept as a run of its own. */
  keep: call.input(keptRepeatsStartSchema).output(done),
  /** Ends all trainings; those that have ended by themselves count. */
  stop: call.output(done),
  /** The repeats of a run (null: those kept as runs of their own), in progress, just ended or kept with it: everything so far, then what
   *  is new. Ends when they have ended. */
  watch: call
    .input(z.object({ runId: z.string().nullable(), kind: repeatKindSchema }))
    .output(eventIterator(repeatsUpdateSchema)),
  /** Makes one of those that are kept as runs of their own the current run, once all have ended. */
  take: call.input(z.object({ number: z.number().int() })).output(done),
};
