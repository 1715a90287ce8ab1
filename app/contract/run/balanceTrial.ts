// What balanced class weights would change: the same network trained twice for a short time, with equal and with balanced weights.
import { z } from 'zod';

export const balanceTrialLimits = {
  /** Seconds of each of the two trainings; rows that they learn from, and that they are scored on. */
  seconds: { max: 3 },
  rows: { max: 20_000 },
  scoredRows: { max: 10_000 },
} as const;

const scoresSchema = z.object({
  accuracy: z.number(),
  /** Mean recall over the classes that have rows. */
  balancedAccuracy: z.number(),
});

export const balanceTrialSchema = z.object({
  /** Training rows that were learned from, of all. */
  rows: z.number().int(),
  ofRows: z.number().int(),
  /** Validation rows that were scored: test rows stay unseen. */
  scoredRows: z.number().int(),
  /** null where there are no validation rows, or where a training diverged. */
  scores: z.object({ equal: scoresSchema, balanced: scoresSchema }).nullable(),
});
export type BalanceTrial = z.infer<typeof balanceTrialSchema>;

export const balanceTrialUpdateSchema = z.discriminatedUnion('kind', [
  /** Share of the work that is done. */
  z.object({ kind: z.literal('progress'), done: z.number() }),
  z.object({ kind: z.literal('result'), trial: balanceTrialSchema }),
]);
export type BalanceTrialUpdate = z.infer<typeof balanceTrialUpdateSchema>;
