// How many networks a training makes: one, or an ensemble of one for each fold and seed, whose answers or probabilities are averaged.
import { z } from 'zod';
import { limits, type Range } from '../limits.ts';

const counted = ({ min, max }: Range) => z.number().min(min).max(max).int();

export const ensembleSchema = z.strictObject({
  folds: counted(limits.ensembleFolds).describe(
    'how many equal parts the rows of training and validation data together are divided into; each network learns from all of them but one, which chooses its best epoch',
  ),
  seeds: counted(limits.ensembleSeeds).describe(
    'how many networks leave out the same part; they differ in initial weights, order of rows and dropout',
  ),
});
export type EnsembleSpec = z.infer<typeof ensembleSchema>;

/** The place of a member: which seed, and which fold it leaves out; both from 0. */
export interface MemberPlace {
  seed: number;
  fold: number;
}

/** Number of networks that a training makes. */
export function memberCount({ ensemble }: { ensemble?: EnsembleSpec | undefined }): number {
  return ensemble === undefined ? 1 : ensemble.folds * ensemble.seeds;
}

/** The members in their order: all folds of the first seed, then of the second. */
export function memberPlaces({ folds, seeds }: EnsembleSpec): MemberPlace[] {
  return Array.from({ length: folds * seeds }, (_, member) => ({
    seed: Math.floor(member / folds),
    fold: member % folds,
  }));
}
