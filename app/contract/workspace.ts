// The state that every window, tab and terminal sees. It is sent as a whole on each change; it stays small, since rows,
// histories and weights are fetched by separate calls.
import { z } from 'zod';
import { openLessonSchema } from './lesson/progress.ts';
import { planSchema } from './model.ts';
import { raceSchema } from './run/race.ts';
import { repeatsStateSchema } from './run/repeats.ts';
import { searchStateSchema } from './run/search.ts';
import { paceSchema, runSchema } from './run/training.ts';
import { runSpecSchema } from './spec/spec.ts';
import { datasetSchema, sampleSchema } from './table/dataset.ts';
import { undoStateSchema } from './undo.ts';

/** A long operation other than training; every window shows it and can cancel it. */
export const activitySchema = z.object({
  kind: z.enum(['reading', 'preparing', 'scoring']),
  fileName: z.string().nullable(),
  /** 0..1, null while unknown. */
  fraction: z.number().nullable(),
  /** The first rows of a large file that is being read, as soon as they are known. */
  sample: sampleSchema.optional(),
});

export type Activity = z.infer<typeof activitySchema>;

/** What went wrong with an earlier backend and what this one did about it, or what could not be kept open; shown until a person
 *  closes it. */
export const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'backendRestarted',
    'runInterrupted',
    'sourceMissing',
    'sourceChanged',
    'modelLeft',
    'lessonLeft',
    /** What was done of lessons cannot be read. */
    'lessonsDamaged',
    'lessonsNewer',
    'bug',
    /** The window only looks on: another process has the home folder, or another user, or nothing can be written there. */
    'looksOnHeld',
    /** The process that had it has closed it: this window can take over. */
    'looksOnFree',
    'looksOnOther',
    'looksOnReadOnly',
  ]),
  /** The English sentence; `values` for other languages. */
  message: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Notice = z.infer<typeof noticeSchema>;

export const workspaceStateSchema = z.object({
  /** Grows by one with every change; `spec.set` must name the one it edited. */
  revision: z.number().int(),
  dataset: datasetSchema.nullable(),
  /** null until a target is chosen. */
  spec: runSpecSchema.nullable(),
  /** What `spec` means for `dataset`. */
  plan: planSchema.nullable(),
  run: runSchema.nullable(),
  /** Of run, race, repeats and search, at most one is in progress. */
  race: raceSchema.nullable(),
  repeats: repeatsStateSchema.nullable(),
  search: searchStateSchema.nullable(),
  /** The lesson that is open. */
  lesson: openLessonSchema.nullable(),
  /** Epochs per second, slow enough to watch; null: as fast as it can. */
  pace: paceSchema,
  /** Grows whenever the list of kept runs changes. */
  runsChanged: z.number().int(),
  undo: undoStateSchema,
  activity: activitySchema.nullable(),
  notices: z.array(noticeSchema),
});
export type WorkspaceState = z.infer<typeof workspaceStateSchema>;
