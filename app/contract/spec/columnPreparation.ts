// How a column becomes inputs of a network, as a person chooses it; what of it is fitted (medians, levels) is in model.ts. Numbers,
// levels and dates have settings of their own: those of another type have no effect. Levels of an order are numbers, too, and take all
// of theirs; parts of a date take scaling, indicator, and median or mean where one is missing.
import { z } from 'zod';
import { limits } from '../limits.ts';

/** (x - mean) / deviation; (x - min) / (max - min); (x - median) / (75 % - 25 % quantile); x as it is. */
export const scalings = ['standard', 'minMax', 'robust', 'none'] as const;
export type Scaling = (typeof scalings)[number];
export const dateParts = ['time', 'year', 'month', 'day', 'weekday', 'hour'] as const;
export type DatePart = (typeof dateParts)[number];

export const columnPreparationSchema = z.strictObject({
  // numbers
  scaling: z.enum(scalings).optional(),
  /** log(1 + x) before scaling; values below 0 are mirrored: -log(1 - x). */
  log: z.boolean().optional(),
  /** What stands in for a missing number. */
  missing: z.union([z.enum(['median', 'mean']), z.number()]).optional(),
  /** One input more, 1 where the number, the level of an order or the date is missing. */
  indicator: z.boolean().optional(),
  // levels
  encoding: z.enum(['oneHot', 'ordinal']).optional(),
  /** Of `ordinal`: all levels from the lowest to the highest; they become 0, 1, 2, ... and are scaled as numbers are. */
  order: z.array(z.string()).max(limits.levels.max).optional(),
  /** Of `oneHot`: so many levels, the most frequent, get an input each. */
  levels: z.number().int().min(1).max(limits.levels.max).optional(),
  /** Of `oneHot`: the levels beyond share one input, which levels never seen in training use, too. */
  other: z.boolean().optional(),
  // dates
  /** Parts of a date that become numbers: `time` is days since 1970, the others count as calendars do, Monday is 1. */
  parts: z.array(z.enum(dateParts)).optional(),
});
export type ColumnPreparation = z.infer<typeof columnPreparationSchema>;

/** What a column that says nothing gets. */
export const defaultColumnPreparation = {
  scaling: 'standard',
  log: false,
  missing: 'median',
  indicator: false,
  encoding: 'oneHot',
  order: [],
  levels: limits.levels.max,
  other: false,
  parts: ['time', 'month', 'weekday'],
} as const satisfies ColumnPreparation;
