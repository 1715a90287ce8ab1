// The list of contents of packed runs, the entry `chainrule.json` of the zip: which files of which runs, which tables and what of lessons is in
// it, each with its size and SHA-256. Names of entries are looked up in the zip and never become paths (docs/packed-runs.md).
import { z } from 'zod';

export const listEntry = 'chainrule.json';
/** The progress in lessons, as a home folder has it. */
export const lessonsEntry = 'lessons.json';
export const packFormat = 'chainrule-pack';
export const packVersion = 1;

/** Files of a run's folder, with the most bytes of each; a lock and unfinished files stay behind. */
export const runFiles = {
  'run.json': 2 ** 24,
  'notes.json': 2 ** 20,
  'history.jsonl': 2 ** 29,
  'evaluation.json': 2 ** 28,
  'best.safetensors': 2 ** 32,
  'initial.safetensors': 2 ** 32,
  'checkpoint.safetensors': 2 ** 32,
  'checkpoint.previous.safetensors': 2 ** 32,
} as const;
export type RunFileName = keyof typeof runFiles;
export const runFileNames = Object.keys(runFiles) as RunFileName[];

const mostRuns = 10_000;
/** Most bytes of the list itself: a run takes about 1,500. */
export const mostOfList = 2 ** 25;

const fileSchema = z.object({
  entry: z.string().min(1).max(500),
  bytes: z.number().int().min(0),
  /** SHA-256, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ListedFile = z.infer<typeof fileSchema>;

const runSchema = z.object({
  files: z
    .partialRecord(z.enum(runFileNames as [RunFileName, ...RunFileName[]]), fileSchema)
    .refine((files) => files['run.json'] !== undefined, 'a run has a run.json'),
  /** Indices of its tables, in the order of their rows; empty where they are not in the file. */
  tables: z.array(z.number().int().min(0)).max(1_000),
});
export type ListedRun = z.infer<typeof runSchema>;

const tableSchema = fileSchema.extend({ name: z.string().min(1).max(255) });

/** Most bytes of the progress in lessons: one takes about 500. */
export const mostOfProgress = 2 ** 24;
const mostLessons = 10_000;

/** Progress in lessons, and the files of lessons that do not come with the program; `table`: index of a lesson's table, null where it is an
 *  example or not in the file. */
const lessonSchema = tableSchema.extend({ table: z.number().int().min(0).nullable() });
export type ListedLesson = z.infer<typeof lessonSchema>;
const lessonsSchema = z.object({ progress: fileSchema, files: z.array(lessonSchema).max(mostLessons) });

/** A reader ignores fields that it does not know, but not an entry that no part of the list names. */
export const packListSchema = z
  .object({
    format: z.literal(packFormat),
    formatVersion: z.literal(packVersion),
    program: z.string().max(50),
    packedAt: z.iso.datetime(),
    runs: z.array(runSchema).max(mostRuns),
    tables: z.array(tableSchema).max(mostRuns),
    /** null or absent where there is none. */
    lessons: lessonsSchema.nullable().default(null),
  })
  .refine(({ runs, lessons }) => runs.length > 0 || lessons !== null, 'there is nothing in it')
  .refine(
    ({ runs, tables, lessons }) =>
      [
        ...runs.flatMap((run) => run.tables),
        ...(lessons?.files ?? []).flatMap(({ table }) => table ?? []),
      ].every((index) => index < tables.length),
    'a table is not there',
  );
export type PackList = z.infer<typeof packListSchema>;

/** For a file of a newer program. */
export const newerListSchema = z.object({
  format: z.literal(packFormat),
  formatVersion: z.number().int().gt(packVersion),
});

export function filesOfList({ runs, tables, lessons }: PackList): ListedFile[] {
  const ofLessons = lessons === null ? [] : [lessons.progress, ...lessons.files];
  return [...runs.flatMap(({ files }) => Object.values(files)), ...tables, ...ofLessons];
}
