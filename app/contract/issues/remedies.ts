// A remedy for a finding, an issue or a diagnosis: one change as data, which a page offers, the backend applies and undo takes back.
import { z } from 'zod';
import { columnPreparationSchema } from '../spec/columnPreparation.ts';
import { activationSchema } from '../spec/layers.ts';
import { columnTypeSchema } from '../table/columnType.ts';

export const remedySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('role'),
    columns: z.array(z.string()),
    role: z.enum(['feature', 'ignored', 'group']),
  }),
  /** The file is read again. */
  z.object({ kind: z.literal('type'), columns: z.array(z.string()), type: columnTypeSchema }),
  /** Merged into the settings of one column; its other settings stay. */
  z.object({ kind: z.literal('prepare'), column: z.string(), prepare: columnPreparationSchema }),
  /** Rows that repeat another one whole are left out of what is learned from and judged by. */
  z.object({ kind: z.literal('dropDuplicates') }),
  /** Classes count by their rarity. */
  z.object({ kind: z.literal('balanceClasses') }),
  /** Settings of the spec by their paths, such as `training.batchSize`, taken together. */
  z.object({
    kind: z.literal('settings'),
    set: z
      .array(z.object({ path: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }))
      .min(1),
  }),
  /** A hidden layer fewer; counted from 0. */
  z.object({ kind: z.literal('removeLayer'), layer: z.number().int().min(0) }),
  /** `layer` counted from 0 among those that are on, as a run has them. */
  z.object({ kind: z.literal('activation'), layer: z.number().int(), activation: activationSchema }),
  /** Every hidden layer whose units began alike begins with the initializer that is usual for its activation. */
  z.object({ kind: z.literal('variedWeights') }),
  z.object({ kind: z.literal('batchNormalization') }),
  z.object({ kind: z.literal('learningRate'), rate: z.number() }),
  z.object({ kind: z.literal('weightDecay'), value: z.number() }),
  z.object({ kind: z.literal('stop') }),
]);
export type Remedy = z.infer<typeof remedySchema>;
export type RemedyKind = Remedy['kind'];
export type RemedyOf<Kind extends RemedyKind> = Extract<Remedy, { kind: Kind }>;

const dataKinds = ['role', 'type', 'prepare', 'dropDuplicates', 'balanceClasses'] as const;

/** Of findings about the data, which the dataset screen shows. */
export function isForData(remedy: Remedy): remedy is RemedyOf<(typeof dataKinds)[number]> {
  return dataKinds.some((kind) => kind === remedy.kind);
}

/** What a run in progress goes on with; all else waits for the next run. */
export type RunRemedy = RemedyOf<'learningRate' | 'weightDecay' | 'stop'>;

export function isForRun(remedy: Remedy): remedy is RunRemedy {
  return remedy.kind === 'learningRate' || remedy.kind === 'weightDecay' || remedy.kind === 'stop';
}
