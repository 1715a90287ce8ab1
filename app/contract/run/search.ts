// "Find the best network": many candidates are trained on folds of the rows that are not test rows, the worst are dropped after a few
// epochs (successive halving), and the best is kept as an ordinary spec. Scores are on rows that a network has not learned from; the
// test rows are looked at by the kept winner alone.
import { z } from 'zod';
import { valuesSchema } from '../issues/values.ts';
import { limits, type Range } from '../limits.ts';
import { lossSchema } from '../spec/losses.ts';
import { runSpecSchema } from '../spec/spec.ts';
import { unitSchema } from '../table/unit.ts';

/** What the search may cost: a number of candidates, or seconds. */
export const searchBudgets = {
  candidates: { min: 1, max: 2_000 },
  seconds: { min: 1, max: 86_400 },
} as const satisfies Record<string, Range>;
export const searchBudgetSchema = z.union([
  z.strictObject({
    candidates: z.number().int().min(searchBudgets.candidates.min).max(searchBudgets.candidates.max),
  }),
  z.strictObject({ seconds: z.number().min(searchBudgets.seconds.min).max(searchBudgets.seconds.max) }),
]);
export type SearchBudget = z.infer<typeof searchBudgetSchema>;
export const defaultSearchBudget = { candidates: 24 } as const satisfies SearchBudget;

/** What candidates are compared by, the same for all, lower is better. It follows from the spec's loss: of the mean squared error the
 *  root, in the target's unit (`relativeRmse`: of several targets, in their standard deviations); the mean absolute error; the mean
 *  negative log of the true class's probability; else the loss itself. */
export const searchMetrics = ['rmse', 'mae', 'relativeRmse', 'logLoss', 'loss'] as const;
export type SearchMetric = (typeof searchMetrics)[number];

/** The settings in which candidates differ, in the order in which they are shown. */
export const searchSettings = [
  'hidden',
  'activation',
  'learningRate',
  'weightDecay',
  'dropout',
  'normalization',
  'batchSize',
  'scaling',
  'loss',
] as const;
export const searchSettingSchema = z.enum(searchSettings);
export type SearchSetting = z.infer<typeof searchSettingSchema>;

/** A candidate's settings; a linear model has no activation, dropout and normalisation. `hidden` is as in `[64, 32]`. */
export const candidateSettingsSchema = z.object({
  hidden: z.array(z.number().int()),
  activation: z.string().nullable(),
  learningRate: z.number(),
  weightDecay: z.number(),
  dropout: z.number().nullable(),
  normalization: z.string().nullable(),
  batchSize: z.union([z.number().int(), z.literal('full')]),
  /** `proposed`: as in the spec; `robust`: all number columns by median and quartiles, and clipped; `log`: their logarithms;
   *  `piecewiseLinear`: all of them in bins (columnPreparation.ts). */
  scaling: z.string(),
  /** What its training makes small; candidates are compared by the metric, whatever it is. null in a search of an older program, whose
   *  candidates all have the spec's. */
  loss: lossSchema.nullable().default(null),
});
export type CandidateSettings = z.infer<typeof candidateSettingsSchema>;

export const scoreSchema = z.object({
  /** Of the metric, lower is better: mean over the folds. */
  mean: z.number(),
  /** Standard error of the mean over the folds; null for a single one. */
  error: z.number().nullable(),
  folds: z.array(z.number()),
});
export type SearchScore = z.infer<typeof scoreSchema>;

/** Where the proposal of `spec.propose` is candidate 0, `linear` ones have no hidden layer, all others are `drawn` from the space. */
export const candidateKinds = ['proposal', 'linear', 'drawn'] as const;

/** `dropped`: others were better at the end of its rung. `failed`: on a fold its loss was not finite, or it could not be trained.
 *  `stopped`: the search was stopped before it had ended its rung. */
export const candidateStates = ['waiting', 'training', 'dropped', 'finished', 'failed', 'stopped'] as const;

export const candidateSchema = z.object({
  /** From 0; the same index is the same candidate for every budget. */
  index: z.number().int(),
  kind: z.enum(candidateKinds),
  settings: candidateSettingsSchema,
  /** Of one network. */
  parameters: z.number().int(),
  state: z.enum(candidateStates),
  /** The rung that it is in or was dropped from, from 0. */
  rung: z.number().int(),
  /** Epochs that all folds that have begun have behind them; a fold may have ended earlier by itself. */
  epoch: z.number().int(),
  /** After its last ended rung, of each fold's best epoch; null before. */
  score: scoreSchema.nullable(),
  /** After the first rung, where all candidates have had the same epochs. */
  firstScore: z.number().nullable(),
  /** Seconds of computing on one thread. */
  seconds: z.number(),
  /** Why it failed: a sentence. */
  failure: z.string().nullable(),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const curvePointSchema = z.object({
  epoch: z.number().int(),
  /** Mean over the folds of the metric on the fold's own rows. */
  value: z.number(),
});
export type CurvePoint = z.infer<typeof curvePointSchema>;

/** Most points of a candidate's curve; a longer one is thinned. */
export const curvePoints = 120;

export const rungSchema = z.object({
  /** Epochs after which it ends. */
  epochs: z.number().int(),
  /** Candidates in it; null while unknown: with a budget in seconds, all that fit into the time. */
  candidates: z.number().int().nullable(),
  /** Candidates that have ended it. */
  ended: z.number().int(),
});
export type Rung = z.infer<typeof rungSchema>;

/** What a value of a setting is worth: the mean of the metric over candidates with this value less the mean over all, after the first
 *  rung, with the other settings' effects taken out (an additive model fitted to all candidates). Negative is better. */
export const settingEffectSchema = z.object({
  setting: searchSettingSchema,
  values: z.array(
    z.object({
      /** As in `candidateSettings`, as text: `64, 32`, `relu`, `0.01`. */
      value: z.string(),
      effect: z.number(),
      /** Standard error of the effect; null for a single candidate. */
      error: z.number().nullable(),
      /** Indices of the candidates that have it. */
      candidates: z.array(z.number().int()),
    }),
  ),
});
export type SettingEffect = z.infer<typeof settingEffectSchema>;

/** The best so far, and how sure that is. */
export const searchWinnerSchema = z.object({
  candidate: z.number().int(),
  /** The candidate with the best mean, which the winner is not where a smaller one does as well. */
  best: z.number().int(),
  /** Others that are within one standard error of the best (of the paired difference over the folds), the winner left out; by mean. */
  asGood: z.array(z.number().int()),
  /** By how much the winner is ahead of the best of the others (negative: behind), with the standard error over the folds; null where
   *  there is no other. */
  lead: z
    .object({
      over: z.number().int(),
      value: z.number(),
      error: z.number(),
      /** Whether it is more than its standard error. */
      isReal: z.boolean(),
    })
    .nullable(),
  /** How it is kept: the networks of the folds together, or one network. */
  members: z.number().int(),
  /** What to think of the lead: an English sentence, its values for other languages. */
  sentence: z.object({ code: z.string(), message: z.string(), values: valuesSchema }),
});
export type SearchWinner = z.infer<typeof searchWinnerSchema>;

export const searchStates = ['running', 'finished', 'stopped', 'interrupted', 'failed'] as const;

/** The workspace's search, in progress or the last one. `interrupted`: its process ended; `search.resume` goes on with it. */
export const searchStateSchema = z.object({
  id: z.string(),
  state: z.enum(searchStates),
  budget: searchBudgetSchema,
  seed: z.number().int(),
  /** Candidates that have ended the first rung, and all that are known of so far. */
  ended: z.number().int(),
  candidates: z.number().int(),
  rung: z.number().int(),
  rungs: z.number().int(),
});
export type SearchState = z.infer<typeof searchStateSchema>;

/** On the workspace's table and spec: its data, task and seed hold for all candidates, and its loss says what they are compared by. */
export const searchInputSchema = z.object({
  budget: searchBudgetSchema.default(defaultSearchBudget),
  /** Of the draws of candidates; the spec's if left out. */
  seed: z.number().int().min(limits.seed.min).max(limits.seed.max).optional(),
  /** At most this many trainings at once. Changes no result. */
  threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
});
export type SearchInput = z.input<typeof searchInputSchema>;

/** What `search.watch` streams: first everything so far, then what has changed. */
export const searchUpdateSchema = z.object({
  /** `none`: there is no search. */
  state: z.enum(['none', ...searchStates]),
  /** null for `none`. */
  search: z
    .object({
      budget: searchBudgetSchema,
      seed: z.number().int(),
      folds: z.number().int(),
      metric: z.enum(searchMetrics),
      /** Of a single target. */
      unit: unitSchema.nullable(),
      target: z.string(),
      /** Rows that are searched on, and test rows, which the search does not touch. */
      rows: z.object({ searched: z.number().int(), test: z.number().int() }),
      rungs: z.array(rungSchema),
      /** Trainings of a candidate on a fold that have ended a rung. */
      trainings: z.number().int(),
      /** Seconds since it began, without interruptions; seconds of computing on one thread. */
      seconds: z.number(),
      computing: z.number(),
      /** Estimated; null while unknown. */
      secondsLeft: z.number().nullable(),
    })
    .nullable(),
  /** Those that have changed, whole; the first message has all that are known of. By index. */
  candidates: z.array(candidateSchema.extend({ curve: z.array(curvePointSchema) })),
  /** Indices of all candidates with a score, the best first: by the rung that they reached, then by mean. */
  standings: z.array(z.number().int()),
  /** Absent while unchanged. */
  effects: z.array(settingEffectSchema).optional(),
  /** null before the first candidate has ended a rung. */
  winner: searchWinnerSchema.nullable(),
  /** Why the search's trail cannot be written, or why it failed: a sentence. */
  problem: z.string().nullable(),
});
export type SearchUpdate = z.infer<typeof searchUpdateSchema>;

/** `winner`: the best so far; a candidate by its index. */
export const searchChoiceSchema = z.union([z.literal('winner'), z.number().int().min(0)]);
export type SearchChoice = z.infer<typeof searchChoiceSchema>;

export const searchKeepInputSchema = z.object({
  candidate: searchChoiceSchema,
  /** The networks of all folds together, or one network; as the search recommends if left out. */
  ensemble: z.boolean().optional(),
  threads: z.number().int().min(limits.threads.min).max(limits.threads.max).optional(),
  /** The run's folder; one under the home folder if left out. */
  out: z
    .string()
    .refine((path) => !path.includes('\0'), 'a path holds no NUL')
    .optional(),
});
export type SearchKeepInput = z.infer<typeof searchKeepInputSchema>;

/** `search.json` in the folder of a run that a search found: how many were compared, and how they did. */
export const keptSearchSchema = z.object({
  version: z.literal(1),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  state: z.enum(searchStates),
  budget: searchBudgetSchema,
  /** Candidates that have ended the first rung: a search with this number as its budget finds the same winner. */
  reached: z.number().int(),
  seed: z.number().int(),
  folds: z.number().int(),
  metric: z.enum(searchMetrics),
  rungs: z.array(rungSchema),
  seconds: z.number(),
  /** The candidate that this run is. */
  chosen: z.number().int(),
  winner: searchWinnerSchema,
  candidates: z.array(candidateSchema),
  effects: z.array(settingEffectSchema),
  /** The spec that all candidates were made from. */
  base: runSpecSchema,
});
export type KeptSearch = z.infer<typeof keptSearchSchema>;

/** What stands beside the score of a run that a search found. */
export const foundBySchema = z.object({
  /** Candidates that were compared. */
  compared: z.number().int(),
  /** Whether the run is the winner, and not another candidate that a person chose. */
  isWinner: z.boolean(),
});
export type FoundBy = z.infer<typeof foundBySchema>;

export function foundBy({ candidates, chosen, winner }: KeptSearch): FoundBy {
  return { compared: candidates.length, isWinner: chosen === winner.candidate };
}
