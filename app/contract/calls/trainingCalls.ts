// The calls of a run: started, steered, watched.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { modelRefSchema } from '../fileRef.ts';
import { limits } from '../limits.ts';
import { changeSchema, changesSchema, paceSchema, trainingUpdateSchema } from '../run/training.ts';
import { call, done } from './call.ts';

const folderSchema = z.string().refine((path) => !path.includes('\0'), 'a path holds no NUL');

export const trainingCalls = {
  start: call
    .input(
      z.object({
        threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
        /** Folder to keep the run in; the default is one of its own under the home folder. */
        out: folderSchema.optional(),
        /** Changes to apply again at their steps, as recorded by the run that is repeated: the same spec and table then give
         *  the same bits. */
        changes: changesSchema.optional(),
        /** The model whose weights are the initial weights. The run takes over its preparation too, and names it as its parent;
         *  refused where its network, columns or classes are not those of the workspace's spec and table. */
        from: modelRefSchema.optional(),
        /** true: the run is ready and waits for its first step, as after `rewind`. Refused for an ensemble. */
        paused: z.boolean().optional(),
      }),
    )
    .output(z.object({ runId: z.string() })),
  pause: call.output(done),
  /** Continues a paused run, or an interrupted one from its checkpoint. */
  resume: call.output(done),
  /** Opens the run in a folder, or of an id under the home folder, that was killed or interrupted, and goes on with it. Not for pages in a
   *  browser. */
  resumeIn: call
    .input(
      z.object({
        folder: z.string().min(1),
        threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
      }),
    )
    .output(z.object({ runId: z.string() })),
  /** Trains one step or one epoch, or `times` of them, then pauses. After each step of a small network its weights are kept for
   *  `insight.path`. */
  step: call
    .input(
      z.object({ unit: z.enum(['batch', 'epoch']), times: z.number().int().min(1).max(1_000).optional() }),
    )
    .output(done),
  /** Sets the pace of this run and of later ones. */
  pace: call.input(z.object({ epochsPerSecond: paceSchema })).output(done),
  /** Ends the run; the best weights so far are kept. */
  stop: call.output(done),
  /** Changes settings from the next step on (the batch size from the next epoch on); the change is recorded with its step.
   *  Refused where the run could not have begun with these settings. The type of optimizer cannot change. */
  change: call.input(changeSchema.omit({ step: true })).output(done),
  /** Back to before the first step, with the same initial weights; history and changes of the run are forgotten. */
  rewind: call.output(done),
  /** Starts a new run from a checkpoint of the current one, which is stopped first if it is in progress. The workspace's spec
   *  may differ from the run's in the numbers of the optimizer, the batch size and (with a constant schedule) the epochs:
   *  they are recorded as a change at that step, so that the new run can be repeated bit for bit from its spec and changes. */
  branch: call.input(z.object({ step: z.number().int().min(1) })).output(z.object({ runId: z.string() })),
  /** Writes an ended run whose weights are only in memory, because saving them failed: to its folder, or to the new folder `out`.
   *  Does nothing for a run that is saved. */
  save: call.input(z.object({ out: folderSchema.optional() })).output(done),
  /** Gives up weights that are only in memory and closes the run: on disk it is interrupted at its last checkpoint. */
  discard: call.output(done),
  /** History so far, then what is new; ends when the run has ended and was scored. */
  watch: call.input(z.object({ runId: z.string() })).output(eventIterator(trainingUpdateSchema)),
};
