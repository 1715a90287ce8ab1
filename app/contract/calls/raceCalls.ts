// The calls of a race of optimizers.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  foundRateSchema,
  raceInputSchema,
  racePlaneInputSchema,
  racePlaneSchema,
  raceUpdateSchema,
  rateSearchInputSchema,
} from '../run/race.ts';
import { paceSchema } from '../run/training.ts';
import { call, done } from './call.ts';

export const raceCalls = {
  /** Finds a learning rate for each entrant, one after the other, by the same short test from the race's start. */
  rates: call.input(rateSearchInputSchema).output(eventIterator(foundRateSchema)),
  /** Trains several optimizers at once on the workspace's spec, which stays unchanged. Refused while a run or a race is in
   *  progress, and where an entrant could not be trained: the error names it. */
  start: call.input(raceInputSchema).output(z.object({ raceId: z.string() })),
  pause: call.output(done),
  resume: call.output(done),
  /** Trains one epoch, then pauses; entrants that are behind catch up. */
  step: call.output(done),
  pace: call.input(z.object({ epochsPerSecond: paceSchema })).output(done),
  /** Ends the race; its results stay. */
  stop: call.output(done),
  /** Ends the race and discards it. */
  close: call.output(done),
  /** Everything so far, then what is new; ends when the race has ended. */
  watch: call.input(z.object({ raceId: z.string() })).output(eventIterator(raceUpdateSchema)),
  /** The loss over a plane through the entrants' paths, also while the race is in progress. */
  plane: call.input(racePlaneInputSchema).output(racePlaneSchema),
};
