// Why the proposal chose a setting: one sentence each, with a code and values so that every language can say it.
import { z } from 'zod';
import { valuesSchema } from './values.ts';
import { codesOf, type ValuesOf, type ValueTable } from './valueTable.ts';

const likelyTargets = {
  target_named: { column: 'text' },
  target_named_partly: { column: 'text' },
  target_last: { column: 'text' },
  target_explained: { column: 'text', other: 'text', strength: 'number' },
  target_of_classes: { column: 'text', classes: 'number' },
  target_of_numbers: { column: 'text' },
} as const satisfies ValueTable;

/** What is predicted, and from what. */
const data = {
  number_asked: { column: 'text' },
  numbers_of_several: { columns: 'text' },
  number_of_numbers: { column: 'text' },
  classes_asked: { column: 'text', classes: 'number' },
  two_classes_asked: { column: 'text' },
  /** A person asked for multiclass, but there are two classes. */
  two_classes_not_more: { column: 'text' },
  class_of_text: { column: 'text', classes: 'number' },
  class_of_boolean: { column: 'text' },
  class_of_two_numbers: { column: 'text' },
  class_of_named_codes: { column: 'text', min: 'number', max: 'number' },
  class_of_even_codes: { column: 'text', min: 'number', max: 'number' },
  row_number_used: { column: 'text' },
  /** `columns`: the names of the first ones, in quotation marks. */
  outliers_clipped: { columns: 'text', clip: 'number' },
  none_held_out: { rows: 'number' },
} as const satisfies ValueTable;

/** The network, and how long it is trained. */
const model = {
  hidden_layers: { first: 'number', second: 'number' },
  hidden_layer_of_few_rows: { units: 'number', rows: 'number' },
  batch_steps: { batchSize: 'number', steps: 'number', rows: 'number' },
  epochs_enough: { epochs: 'number' },
  /** There are `validation` rows apart from the others; all `rows` are trained. */
  epochs_by_folds: { folds: 'number', validation: 'number', rows: 'number' },
  patience_of_validation: { patience: 'number' },
  patience_of_training: { patience: 'number' },
  weight_decay: { weightDecay: 'number' },
  /** There are no validation rows. */
  weight_decay_unwatched: { weightDecay: 'number' },
  preset_linear_regression: {},
  preset_logistic_regression: {},
  preset_one_neuron: {},
  preset_small: {},
  preset_too_large: {},
  preset_zeros: {},
  least_squares: { epochs: 'number' },
  /** What else is worth a try: a linear model; the search for the best network. */
  linear_offered: { rows: 'number' },
  search_offered: { rows: 'number' },
} as const satisfies ValueTable;

export const reasonValues = { ...likelyTargets, ...data, ...model } as const;
export type ReasonCode = keyof typeof reasonValues;
export type ReasonValues<Code extends ReasonCode> = ValuesOf<(typeof reasonValues)[Code]>;

interface ReasonOf<Code extends ReasonCode> {
  code: Code;
  /** The English sentence. */
  message: string;
  values: ReasonValues<Code>;
}
export type Reason = { [Code in ReasonCode]: ReasonOf<Code> }[ReasonCode];

export const reasonSchema = z.object({
  code: z.enum(codesOf(reasonValues)),
  message: z.string(),
  values: valuesSchema,
}) as unknown as z.ZodType<Reason, Reason>;

export function reason<Code extends ReasonCode>(
  code: Code,
  message: string,
  values: ReasonValues<Code>,
): Reason {
  return { code, message, values } as Reason;
}

/** Whether the reason is about target and data rather than about the network. */
export function isOfData({ code }: Reason): boolean {
  return code in data;
}
