// A remedy for a finding, an issue or a diagnosis: one change as data, which a page offers, the backend applies and undo takes back.
import { z } from 'zod';
import { columnPreparationSchema } from '../spec/columnPreparation.ts';
import { activationSchema } from '../spec/layers.ts';
import { columnTypeSchema } from '../table/columnType.ts';
import { columnFormatSchema } from '../table/reading.ts';

export const remedySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('role'),
    columns: z.array(z.string()),
    role: z.enum(['feature', 'ignored', 'group']),
  }),
  /** The file is read again. */
  z.object({ kind: z.literal('type'), columns: z.array(z.string()), type: columnTypeSchema }),
  /** Records at the end are left out; the file is read again. */
  z.object({ kind: z.literal('footer'), records: z.number().int().min(1).max(1000) }),
  /** Rows whose first filled cell is one of these texts are left out, too; the file is read again. */
  z.object({ kind: z.literal('without'), texts: z.array(z.string()).min(1) }),
  /** Merged into how the cells of these columns are read; the file is read again. */
  z.object({ kind: z.literal('format'), columns: z.array(z.string()), format: columnFormatSchema }),
  /** Merged into the settings of one column; its other settings stay. */
  z.object({ kind: z.literal('prepare'), column: z.string(), prepare: columnPreparationSchema }),
  /** Rows that are exact duplicates are left out of training and scoring. */
  z.object({ kind: z.literal('dropDuplicates') }),
  /** Classes are weighted by how rare they are. */
  z.object({ kind: z.literal('balanceClasses') }),
  /** Settings of the spec by their paths, such as `training.batchSize`, taken together. */
  z.object({
    kind: z.literal('settings'),
    set: z
      .array(z.object({ path: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }))
      .min(1),
  }),
  /** Removes one hidden layer; counted from 0. */
  z.object({ kind: z.literal('removeLayer'), layer: z.number().int().min(0) }),
  /** `layer` is counted from 0 among the layers that are switched on, as in a run. */
  z.object({ kind: z.literal('activation'), layer: z.number().int(), activation: activationSchema }),
  /** Every hidden layer whose units began identical gets the usual initializer of its activation. */
  z.object({ kind: z.literal('variedWeights') }),
  /** Initial weights are drawn from the seed, not set by hand. */
  z.object({ kind: z.literal('drawnWeights') }),
  z.object({ kind: z.literal('batchNormalization') }),
  z.object({ kind: z.literal('learningRate'), rate: z.number() }),
  z.object({ kind: z.literal('weightDecay'), value: z.number() }),
  z.object({ kind: z.literal('stop') }),
]);
export type Remedy = z.infer<typeof remedySchema>;
export type RemedyKind = Remedy['kind'];
export type RemedyOf<Kind extends RemedyKind> = Extract<Remedy, { kind: Kind }>;

const dataKinds = [
  'role',
  'type',
  'format',
  'footer',
  'without',
  'prepare',
  'dropDuplicates',
  'balanceClasses',
] as const;

/** Remedies of findings about the data, which the dataset screen shows. */
export function isForData(remedy: Remedy): remedy is RemedyOf<(typeof dataKinds)[number]> {
  return dataKinds.some((kind) => kind === remedy.kind);
}

/** Remedies for which the file is read again; they need no target. */
export type ReadingRemedy = RemedyOf<'type' | 'format' | 'footer' | 'without'>;

const readingKinds: readonly RemedyKind[] = ['type', 'format', 'footer', 'without'];

export function isForReading(remedy: Remedy): remedy is ReadingRemedy {
  return readingKinds.includes(remedy.kind);
}

/** Remedies that a run in progress can continue with; all others take effect in the next run. */
export type RunRemedy = RemedyOf<'learningRate' | 'weightDecay' | 'stop'>;

export function isForRun(remedy: Remedy): remedy is RunRemedy {
  return remedy.kind === 'learningRate' || remedy.kind === 'weightDecay' || remedy.kind === 'stop';
}
