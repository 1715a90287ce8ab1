// Kept runs as one file to hand over: a zip with each run's folder and the tables that they were trained on, and of a whole home folder the
// progress in lessons (docs/packed-runs.md). Its usual ending is `.chainrule`; what a file is, its content says.
import { z } from 'zod';
import { runSummarySchema } from './run/training.ts';

/** What to pack: these runs of the home folder, or what is at a path (a run's folder, an id, a home folder). Without either: all runs. Of a
 *  whole home folder the progress in lessons is packed, too. */
export const packInputSchema = z.object({
  runIds: z.array(z.string()).min(1).max(10_000).optional(),
  /** Not for pages in a browser. */
  place: z.string().min(1).optional(),
});
export type PackInput = z.infer<typeof packInputSchema>;

/** What a file holds less than what was asked for. `reason`: the run is in progress or cannot be read, or its table is no longer there, or
 *  no longer the one that it was trained on; the progress in lessons is damaged or of a newer Chainrule; a lesson's own file is gone, or its
 *  table. A run is packed without its table, a lesson without its file. */
export const leftOutSchema = z.object({
  reason: z.enum([
    'runInProgress',
    'runUnreadable',
    'tableMissing',
    'tableChanged',
    'lessonsDamaged',
    'lessonsNewer',
    'lessonMissing',
    'lessonTableMissing',
  ]),
  /** The table's name; of a run that is left out its id, and so of a lesson; the file of the progress. */
  name: z.string(),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

/** First what comes, then the file's bytes. */
export const packPieceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    /** A name for the file. */
    name: z.string(),
    runs: z.number().int(),
    tables: z.number().int(),
    /** Lessons whose progress it has. */
    lessons: z.number().int(),
    leftOut: z.array(leftOutSchema),
  }),
  /** `bytes` in base64; `fraction` of the work that is done, 0..1. */
  z.object({ kind: z.literal('piece'), bytes: z.string(), fraction: z.number() }),
]);
export type PackPiece = z.infer<typeof packPieceSchema>;

/** One run in a file, as it would be listed once it is added. */
export const packedRunSchema = runSummarySchema
  .pick({
    name: true,
    starred: true,
    fileName: true,
    target: true,
    startedAt: true,
    state: true,
    epoch: true,
  })
  .extend({
    /** Whether the file has its table. */
    hasTable: z.boolean(),
    /** Whether that very run is kept here already: it stays as it is. */
    isHere: z.boolean(),
  });
export type PackedRun = z.infer<typeof packedRunSchema>;

/** Progress in lessons in a file: of how many lessons, and the names of their own files; of `unread` ones this version makes no lesson. Of a
 *  damaged or newer progress nothing is added. */
export const packedLessonsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('readable'),
    count: z.number().int(),
    /** Of them, those with something that is not kept here. */
    fresh: z.number().int(),
    files: z.array(z.string()),
    unread: z.array(z.string()),
  }),
  z.object({ kind: z.literal('damaged') }),
  z.object({ kind: z.literal('newer') }),
]);
export type PackedLessons = z.infer<typeof packedLessonsSchema>;

/** What is in a file, before anything of it is kept. */
export const packContentsSchema = z.object({
  /** Version of the program that packed it, and when (ISO 8601). */
  program: z.string(),
  packedAt: z.string(),
  /** Newest first. */
  runs: z.array(packedRunSchema),
  tables: z.array(z.object({ name: z.string(), bytes: z.number() })),
  /** null where there is none. */
  lessons: packedLessonsSchema.nullable(),
  /** What adding all of it takes on the disk. */
  bytes: z.number(),
});
export type PackContents = z.infer<typeof packContentsSchema>;

/** Ids of the file's runs in this home folder: those that were added, and those that were here already. `lessons`: of how many lessons the
 *  file's progress is kept here now; 0 also where a newer Chainrule wrote what is kept here. */
export const unpackedSchema = z.object({
  added: z.array(z.string()),
  known: z.array(z.string()),
  lessons: z.number().int(),
});
export type Unpacked = z.infer<typeof unpackedSchema>;
