// The errors of groups of rows: any column splits the rows, and each group has its score beside that of all other rows.
import { z } from 'zod';
import type { MainMetric } from './comparison.ts';
import { groupedDateParts, rowsOfPartSchema } from './errorRows.ts';

/** Which rows of a column are a group. */
export const groupNameSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('level'), level: z.string() }),
  z.object({ kind: z.literal('number'), value: z.number() }),
  /** The smallest and the largest number of the group. */
  z.object({ kind: z.literal('range'), low: z.number(), high: z.number() }),
  /** A part of a date: a year, a month or weekday from 1, an hour. */
  z.object({ kind: z.literal('datePart'), value: z.number().int() }),
  /** Levels that have too few rows for a group of their own. */
  z.object({ kind: z.literal('others'), levels: z.number().int() }),
  z.object({ kind: z.literal('missing') }),
]);
export type GroupName = z.infer<typeof groupNameSchema>;

/** With less certainty than this a difference may be chance. */
export const chanceLevel = 0.05;
/** A group of fewer rows is compared with nothing. */
export const fewestCompared = 5;

export const groupScoreSchema = z.object({
  rows: z.number().int(),
  /** Rows whose class was predicted wrongly; null for numbers. */
  wrong: z.number().int().nullable(),
  /** The metric of these rows, and its 95 % confidence interval. */
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** The metric of all other rows (balanced accuracy: of the classes that the group has); null where there are none. */
  rest: z.number().nullable(),
  /** Probability of a difference to the rest that is at least as large (two-sided) if there were none; null where the rows are too few
   *  to compare. Not corrected for the number of groups. */
  chance: z.number().nullable(),
});
export type GroupScore = z.infer<typeof groupScoreSchema>;

export const groupMetrics = ['accuracy', 'balancedAccuracy', 'mae'] as const satisfies readonly MainMetric[];
/** wilson: of a share. recalls: of the mean of the classes' recalls, each with its binomial spread. student: of a mean error. */
export const groupMethods = ['wilson', 'recalls', 'student'] as const;

const judgedSchema = z.object({
  /** Of numbers always the mean absolute error of one target. */
  metric: z.enum(groupMetrics),
  method: z.enum(groupMethods),
  /** Of all rows of the part. */
  rows: z.number().int(),
  value: z.number(),
});

export const groupsInputSchema = rowsOfPartSchema.extend({
  column: z.string(),
  /** The part of a date to group by; null or absent: the first that varies. */
  by: z.enum(groupedDateParts).nullable().optional(),
});

export const groupsSchema = judgedSchema.extend({
  column: z.string(),
  by: z.enum(groupedDateParts).nullable(),
  /** Parts of a date that vary. */
  choices: z.array(z.enum(groupedDateParts)),
  groups: z.array(z.object({ name: groupNameSchema, ...groupScoreSchema.shape })),
});
export type Groups = z.infer<typeof groupsSchema>;

/** One of the worst groups of all columns. */
export const worstGroupSchema = z.object({
  column: z.string(),
  by: z.enum(groupedDateParts).nullable(),
  /** Its index among the groups of its column. */
  group: z.number().int(),
  name: groupNameSchema,
  ...groupScoreSchema.shape,
  /** Corrected for the number of groups that were compared (Bonferroni). */
  chance: z.number(),
});
export type WorstGroup = z.infer<typeof worstGroupSchema>;

export const worstGroupsSchema = judgedSchema.extend({
  /** Number of groups and of columns that were compared. */
  compared: z.number().int(),
  columns: z.number().int(),
  /** Those that are worse than the rest: first those whose difference is hardly chance, the largest difference first. */
  groups: z.array(worstGroupSchema),
});
export type WorstGroups = z.infer<typeof worstGroupsSchema>;

/** What comparing the groups of all columns has come to. */
export const worstGroupsStepSchema = z.object({
  done: z.number().int(),
  of: z.number().int(),
  found: worstGroupsSchema.nullable(),
});
