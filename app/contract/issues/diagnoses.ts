// What the doctor says about a run, as data: a cause, the number that shows it, and a remedy.
import { z } from 'zod';
import { type Remedy, remedySchema } from './remedies.ts';
import { valuesSchema } from './values.ts';
import { codesOf, type ValuesOf, type ValueTable } from './valueTable.ts';

/** Layers are counted from 1, the output layer last. */
export const diagnosisValues = {
  /** The training loss grew over the last epochs. */
  loss_rising: { epochs: 'number', from: 'number', to: 'number', rate: 'number' },
  /** The loss goes up and down from epoch to epoch by this share of its value. */
  loss_jumps: { epochs: 'number', share: 'number', rate: 'number' },
  /** The loss falls steadily but only by this much; `ratio` is the largest of Progress.updateRatios, where they are known. */
  rate_too_small: { epochs: 'number', fall: 'number', rate: 'number', ratio: 'number?' },
  /** The loss has not moved for `epochs` epochs. */
  plateau: { epochs: 'number', change: 'number' },
  /** Validation loss now and at the best epoch. */
  overfitting: { best: 'number', since: 'number', validation: 'number', least: 'number' },
  /** From the start: both losses now, and how many parameters there are for how many training rows. */
  large_gap: { training: 'number', validation: 'number', parameters: 'number', rows: 'number' },
  /** Too few validation rows: differences of their loss below this share of it may be random. */
  few_validation_rows: { rows: 'number', share: 'number' },
  /** All units of a layer began with the same weights, so they learn the same. */
  units_alike: { layer: 'number', units: 'number' },
  dead_units: { layer: 'number', share: 'number' },
  saturated_units: { layer: 'number', share: 'number' },
  /** Norms of the gradients at the first and the last layer. */
  vanishing_gradients: { layer: 'number', first: 'number', last: 'number' },
  /** One cell is so far from all others of its column that it decides the loss: its row number, its value, its magnitude after
   *  scaling, and the mean magnitude of the others. */
  far_cell: { column: 'text', row: 'either', value: 'number', size: 'number', usual: 'number' },
  /** An input without scaling, and its largest magnitude. */
  unscaled_input: { column: 'text', size: 'number' },
  /** Standard deviation of the loss from epoch to epoch before and after a change of the learning rate. */
  calmed: { rate: 'number', before: 'number', after: 'number' },
  /** Nothing is wrong; `fall` is how much the loss fell. */
  going_well: { epochs: 'number', fall: 'number' },
} as const satisfies ValueTable;
export type DiagnosisCode = keyof typeof diagnosisValues;
export type DiagnosisValues<Code extends DiagnosisCode> = ValuesOf<(typeof diagnosisValues)[Code]>;

const tones = ['good', 'note', 'warning'] as const;

export interface DiagnosisOf<Code extends DiagnosisCode> {
  code: Code;
  tone: (typeof tones)[number];
  /** The English sentence; `values` for other languages. */
  message: string;
  values: DiagnosisValues<Code>;
  /** Applied at once where the running training can continue with it, else put into the spec for the next run. */
  remedy: Remedy | null;
}
export type Diagnosis = { [Code in DiagnosisCode]: DiagnosisOf<Code> }[DiagnosisCode];

export const diagnosisSchema = z.object({
  code: z.enum(codesOf(diagnosisValues)),
  tone: z.enum(tones),
  message: z.string(),
  values: valuesSchema,
  remedy: remedySchema.nullable(),
}) as unknown as z.ZodType<Diagnosis, Diagnosis>;
