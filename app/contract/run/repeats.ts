// Repeats of a training, a run of runs: on each fold of a cross-validation, or with several seeds on the same rows. They tell how
// much a score changes with the rows or with the random choices.
import { z } from 'zod';
import { limits, type Range } from '../limits.ts';
import { runSpecSchema } from '../spec/spec.ts';
import { comparisonSchema, mainMetrics } from './comparison.ts';
import { epochRecordSchema, progressSchema, runSchema, runStates } from './training.ts';

export const repeatKinds = ['folds', 'seeds'] as const;
export const repeatKindSchema = z.enum(repeatKinds);
export type RepeatKind = z.infer<typeof repeatKindSchema>;

/** How many repeats there may be. */
export const repeatCounts: Range = limits.folds;
/** How many the page offers. */
export const usualRepeats = 5;
const countSchema = z.number().int().min(repeatCounts.min).max(repeatCounts.max);

/** Of the current run, which must have ended. */
export const repeatsInputSchema = z.object({ runId: z.string(), kind: repeatKindSchema, count: countSchema });
export type RepeatsInput = z.infer<typeof repeatsInputSchema>;

const threadsSchema = z.number().int().min(limits.threads.min).max(limits.threads.max).optional();
export const repeatsStartSchema = repeatsInputSchema.extend({ threads: threadsSchema });

/** These specs on the open table, each kept as a run of its own. */
export const keptRepeatsStartSchema = z.object({
  kind: repeatKindSchema,
  /** Each with its fold or its seed. */
  specs: z.array(runSpecSchema).min(repeatCounts.min).max(repeatCounts.max),
  threads: threadsSchema,
  /** Folders to keep the runs in: one of its own for each under the home folder, or `<out>/fold-1`, `<out>/seed-7`. */
  out: z
    .string()
    .refine((path) => !path.includes('\0'), 'a path holds no NUL')
    .optional(),
});
export type KeptRepeatsStart = z.infer<typeof keptRepeatsStartSchema>;

export const repeatsCostSchema = z.object({
  /** From the run's own time per epoch; null where it has none. */
  seconds: z.number().nullable(),
  /** Bytes of all that train at once. */
  memory: z.number(),
  /** How many train at once. */
  atOnce: z.number().int(),
});
export type RepeatsCost = z.infer<typeof repeatsCostSchema>;

const rowsSchema = z.object({
  train: z.number().int(),
  validation: z.number().int(),
  test: z.number().int(),
});

export const repeatSchema = z.object({
  /** The fold that is its test data, from 1, or its seed. */
  number: z.number().int(),
  /** `stopped` before its first epoch: it never began. */
  state: z.enum(['waiting', ...runStates]),
  ...progressSchema.pick({ epoch: true, seconds: true, best: true }).shape,
  /** null before it is prepared. */
  rows: rowsSchema.nullable(),
  /** On its own test rows, of the network and of the simple models fitted on its own training rows; null without test rows, and before
   *  it has ended. */
  scores: comparisonSchema.pick({ metrics: true, baselines: true }).nullable(),
  /** Of its kept (best) weights. */
  fingerprint: z.string().nullable(),
  /** Why it could not be trained or scored: a sentence. */
  failure: z.string().nullable(),
});
export type Repeat = z.infer<typeof repeatSchema>;

const spreadSchema = z.object({
  mean: z.number(),
  /** Sample standard deviation (n - 1). */
  deviation: z.number(),
  lowest: z.number(),
  highest: z.number(),
});
export type Spread = z.infer<typeof spreadSchema>;

/** The repeats that ended by themselves, together; those that diverged, failed or were stopped are left out. */
export const repeatsSummarySchema = z.object({
  counted: z.number().int(),
  main: z.enum(mainMetrics),
  /** Of the main metric: the network's and the simple models'. */
  network: spreadSchema,
  guess: spreadSchema,
  linear: spreadSchema.nullable(),
  /** Where the mean over many more repeats lies with 95 % confidence; null where all values are equal. */
  interval: comparisonSchema.shape.interval,
  /** By how much the network is better than each simple model on average, with the interval over the same repeats. */
  lead: comparisonSchema.shape.lead,
  /** Every metric that all of them have; one list per target, or one of a class. */
  metrics: z.array(z.object({ target: z.string().nullable(), spreads: z.record(z.string(), spreadSchema) })),
});
export type RepeatsSummary = z.infer<typeof repeatsSummarySchema>;

/** What a run's folder keeps of its repeats. */
export const keptRepeatsSchema = z.object({
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  members: z.array(repeatSchema.extend({ records: z.array(epochRecordSchema) })).min(1),
});
export type KeptRepeats = z.infer<typeof keptRepeatsSchema>;

export const runRepeatsSchema = z.object({
  version: z.literal(1),
  folds: keptRepeatsSchema.optional(),
  seeds: keptRepeatsSchema.optional(),
});
export type RunRepeats = z.infer<typeof runRepeatsSchema>;

/** Most epochs of a member's history that are kept and sent once it has ended: more would not be seen. */
export const repeatRecords = 300;

/** The workspace's repeats, in progress or the last ones. */
export const repeatsStateSchema = z.object({
  id: z.string(),
  /** null: they are kept as runs of their own. */
  runId: z.string().nullable(),
  kind: repeatKindSchema,
  count: z.number().int(),
  ended: z.number().int(),
  state: z.enum(['running', 'finished', 'stopped']),
});
export type RepeatsState = z.infer<typeof repeatsStateSchema>;

/** What `repeats.watch` streams: first everything so far (each `from` is 0), then what is new. */
export const repeatsUpdateSchema = z.object({
  /** `none`: there are no repeats of this kind. */
  state: z.enum(['none', ...repeatsStateSchema.shape.state.options]),
  members: z.array(
    repeatSchema.extend({
      /** Index of records[0] in the member's history. */
      from: z.number().int(),
      records: z.array(epochRecordSchema),
      /** The run that it is kept as, once it has ended. */
      run: runSchema.optional(),
    }),
  ),
  /** null while fewer than two have ended with scores. */
  summary: repeatsSummarySchema.nullable(),
  /** Estimated; null while unknown. */
  secondsLeft: z.number().nullable(),
});
export type RepeatsUpdate = z.infer<typeof repeatsUpdateSchema>;
