// The calls of kept runs.
import { z } from 'zod';
import { fileRefSchema } from '../fileRef.ts';
import { clearedRunsSchema } from '../kept.ts';
import { comparedRunSchema, runFindingSchema, runNotesSchema, runSummarySchema } from '../run/training.ts';
import { call, done } from './call.ts';

export const runCalls = {
  /** Newest first. */
  list: call.output(z.array(runSummarySchema)),
  /** What the list does not show: copied folders, and runs of newer versions. */
  findings: call.output(z.array(runFindingSchema)),
  /** Makes a kept run the current one, with its spec, and its dataset where the file is still there. */
  open: call.input(z.object({ runId: z.string() })).output(done),
  /** Writes name, notes or star; what is left out stays. */
  note: call
    .input(z.object({ runId: z.string(), ...runNotesSchema.partial().shape }))
    .output(runSummarySchema),
  /** Makes a kept run's spec the workspace's, on the run's file, without a run: to train it again, with or without changes. */
  reuse: call.input(z.object({ runId: z.string() })).output(done),
  /** Two to six, in the order asked for. */
  compare: call
    .input(z.object({ runIds: z.array(z.string()).min(1).max(6) }))
    .output(z.array(comparedRunSchema)),
  /** Imports a run's folder, given as its files: copied into the home folder unless that run is there already, and opened.
   *  `name` is the folder's name. */
  import: call
    .input(
      z.object({
        name: z.string().min(1).max(255),
        files: z.object({
          run: fileRefSchema,
          best: fileRefSchema,
          evaluation: fileRefSchema.optional(),
          history: fileRefSchema.optional(),
          notes: fileRefSchema.optional(),
        }),
      }),
    )
    .output(z.object({ runId: z.string() })),
  /** Can be undone for a week. Refused while it is in progress. */
  remove: call.input(z.object({ runId: z.string() })).output(done),
  restore: call.input(z.object({ runId: z.string() })).output(done),
  /** Deletes the runs that are older and at least as large as said; starred ones, the current one and those in progress stay. Each can
   *  be restored for a week. `only: 'count'` deletes nothing. */
  clear: call
    .input(
      z.object({
        olderThanDays: z.number().min(0),
        atLeastBytes: z.number().int().min(0),
        only: z.literal('count').optional(),
      }),
    )
    .output(clearedRunsSchema),
};
