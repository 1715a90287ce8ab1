// A problem that a person can fix is data, not an exception: an Issue says where, what was expected, what was found and what to
// do. `message` is the English sentence; `code` and `values` let the renderer say the same in another language. Failures of an
// operation are in errors.ts.
import { z } from 'zod';
import { type Remedy, remedySchema } from './remedies.ts';
import { valuesSchema } from './values.ts';
import { codesOf, type ValuesOf, type ValueTable } from './valueTable.ts';

/** The stages of the pipeline, in the order in which data passes them. */
export const stages = ['dataset', 'model', 'training', 'evaluation', 'export'] as const;
export const stageSchema = z.enum(stages);
export type Stage = z.infer<typeof stageSchema>;

const outOfRange = {
  column: 'text',
  cells: 'number',
  lines: 'text',
  examples: 'text',
  min: 'either',
  max: 'either',
  part: 'text?',
} as const;

/** Every code an Issue can carry, with its values. Each has a sentence in every language of the renderer's catalogue. */
export const issueValues = {
  // dataset
  /** Rows with fewer fields than the header, padded with missing cells. */
  rows_short: { count: 'number', first: 'number' },
  /** Rows with more fields than the header, left out. */
  rows_long: { count: 'number', first: 'number' },
  /** Rows that could not be read, left out. */
  rows_unreadable: { count: 'number', first: 'number' },
  /** Byte sequences that are not text in the file's encoding; U+FFFD stands for them. */
  bytes_undecodable: { count: 'number', first: 'number', encoding: 'text' },
  /** A table drawn with lines of text, as Markdown and database programs write it. */
  table_ruled: {},
  /** Lines in another encoding than most; each was read in its own. `lines` are the first of them. */
  encodings_mixed: { count: 'number', lines: 'text', encoding: 'text', other: 'text' },
  /** Bytes of value 0, left out. */
  nul_bytes: { count: 'number', first: 'number' },
  /** Rows with fewer fields than the header, left out because a person chose so. */
  rows_short_left_out: { count: 'number', first: 'number' },
  /** Rows with more fields than the header; their first fields are kept. */
  rows_cut: { count: 'number', first: 'number' },
  /** Rows with a quote that does not enclose a field, read as a character. */
  quotes_stray: { count: 'number', first: 'number' },
  /** Rows of one field below the table. */
  footnotes_left_out: { count: 'number', first: 'number' },
  /** Records at the end that a person chose to leave out. */
  footer_left_out: { count: 'number', first: 'number' },
  /** Rows that a person chose to leave out by their first cells. */
  rows_without: { count: 'number', first: 'number', texts: 'text' },
  /** Rows above the end that look like totals or subtotals, by their first cells. */
  totals_inside: { count: 'number', texts: 'text' },
  /** Rows that repeat the names of the columns. */
  header_repeated: { count: 'number', row: 'number' },
  /** Rows at the end that look like totals or notes; `row` is the number of the first, `text` its first cell. */
  footer_found: { count: 'number', row: 'number', text: 'text' },
  /** The header has another number of names than the rows have fields, so that names may stand above wrong columns. */
  header_fields: { count: 'number', expected: 'number', first: 'number' },
  /** A name with a quote that does not enclose it, read as a character. */
  header_quote: { name: 'text', first: 'number' },
  /** Rows that end in a delimiter with nothing behind it. */
  delimiters_trailing: { count: 'number', first: 'number' },
  /** Lines that begin with the sign of comments. */
  comments_skipped: { count: 'number', first: 'number', sign: 'text' },
  /** A line such as `sep=;`. */
  delimiter_announced: { first: 'number', delimiter: 'text' },
  /** Lines that name the columns together. */
  header_joined: { count: 'number', first: 'number' },
  /** Lines above the header that are not part of the table. */
  lines_skipped: { count: 'number', first: 'number' },
  /** Blank or repeated names in the header, made unique; first is such a new name. */
  columns_renamed: { count: 'number', first: 'text', line: 'number' },
  /** The column that says the file of each row. */
  column_of_files: { column: 'text', count: 'number' },
  /** Numbers that are shown with the decimal sign of the first of several files. */
  numbers_rewritten: { decimal: 'text', count: 'number' },
  /** Columns that not all of several files have; they are left out. */
  columns_not_shared: { columns: 'text', count: 'number' },
  /** Cells of a number column that are not numbers: treated as missing. */
  values_not_numeric: { column: 'text', count: 'number', example: 'text' },
  /** Most filled cells are numbers, but `count` of `rows` are not: read as text or categories. */
  numbers_mostly: { column: 'text', count: 'number', rows: 'number', example: 'text' },
  /** Numbers with a unit beside them; `example` is read as `value`. */
  numbers_with_unit: { column: 'text', unit: 'text', example: 'text', value: 'number' },
  /** Numbers in brackets where negative, in groups of digits, or with another decimal sign than the file's. */
  numbers_marked: { column: 'text', example: 'text', value: 'number' },
  /** Numbers without a unit in a column of numbers with one. */
  numbers_without_unit: { column: 'text', count: 'number', unit: 'text' },
  /** Numbers with different units: read as text. */
  units_differ: { column: 'text', first: 'text', second: 'text' },
  /** `count` numbers have a unit, `others` have none: read as text. */
  unit_partly: { column: 'text', unit: 'text', count: 'number', others: 'number' },
  /** Digits that may be thousands or have three decimals: `value` as read, `other` with the other decimal sign. */
  number_ambiguous: { column: 'text', example: 'text', value: 'number', other: 'number' },
  /** Such digits, read as in an earlier table: that of the `model`, or the first `file` of several. `column` is the first of `columns`. */
  numbers_settled: {
    column: 'text',
    columns: 'text',
    count: 'number',
    example: 'text',
    value: 'number',
    other: 'number',
    by: 'text',
  },
  /** Numbers that show another decimal sign than those of the table that the model was trained on. */
  numbers_unlike_model: {
    column: 'text',
    columns: 'text',
    count: 'number',
    example: 'text',
    value: 'number',
    decimal: 'text',
  },
  /** Dates that show another order of day, month and year than those of the table that the model was trained on. */
  dates_unlike_model: { column: 'text', example: 'text', first: 'text', other: 'text' },
  /** Several columns with a unit, and several of such numbers; `columns` names the first ones. */
  columns_with_units: { count: 'number', columns: 'text' },
  numbers_ambiguous: { count: 'number', columns: 'text', example: 'text', value: 'number', other: 'number' },
  /** Numbers with leading zeros, which may be codes. */
  leading_zeros: { column: 'text', count: 'number', example: 'text' },
  /** A repeated number apart from the others, which are from `low` to `high`: it may stand for a missing value. */
  missing_number: { column: 'text', value: 'text', count: 'number', low: 'number', high: 'number' },
  /** Most cells of a column that a person wants as numbers are none. */
  column_not_numbers: { column: 'text', count: 'number', example: 'text' },
  /** Infinite, NaN or too large for float32: treated as missing. */
  values_not_finite: { column: 'text', count: 'number' },
  column_constant: { column: 'text', value: 'text' },
  /** Numbers that differ only by rounding. */
  column_rounding: { column: 'text', min: 'number', max: 'number' },
  column_all_missing: { column: 'text' },
  column_id_like: { column: 'text', rows: 'number' },
  column_free_text: { column: 'text', levels: 'number' },
  column_date: { column: 'text' },
  levels_capped: { column: 'text', levels: 'number', kept: 'number' },
  /** A long upper tail; high is the 95 % quantile. */
  column_skewed: { column: 'text', median: 'number', high: 'number', ratio: 'number' },
  /** `widths`: the distance of `value` from the median, in interquartile ranges. */
  column_outliers: { column: 'text', value: 'number', median: 'number', widths: 'number' },
  /** Whole numbers that may stand for kinds. */
  column_of_codes: { column: 'text', distinct: 'number', min: 'number', max: 'number' },
  /** Several such columns; `columns` names the first ones. */
  columns_of_codes: { count: 'number', columns: 'text' },
  /** Rows without a value in any column; `rows` names the first ones by their row numbers (and files, where there are several). */
  rows_blank: { count: 'number', rows: 'text' },
  /** Rows that repeat an earlier one in every column; share in percent. */
  rows_repeated: { count: 'number', share: 'number' },
  /** Many of the next two at once; `columns` names some of the pairs. */
  columns_alike_many: { count: 'number', columns: 'text' },
  columns_alike: { column: 'text', other: 'text', correlation: 'number', rows: 'number' },
  /** The levels of the two columns correspond one to one. */
  columns_one_to_one: { column: 'text', other: 'text', levels: 'number' },
  /** The larger of Pearson's and Spearman's correlation, as an absolute value. */
  leak_correlation: { column: 'text', target: 'text', correlation: 'number', rows: 'number' },
  /** Percent of the target's variance that the column's levels explain. */
  leak_explained: { column: 'text', target: 'text', share: 'number', rows: 'number' },
  /** Percent of the rows whose class the column alone predicts. */
  leak_accuracy: { column: 'text', target: 'text', share: 'number', rows: 'number' },
  /** Rows without a target, left out. */
  target_missing_rows: { count: 'number' },
  target_needed: {},
  /** A model is shown without a table: there is nothing to train on. */
  table_needed: {},
  target_one_class: { column: 'text', value: 'text' },
  target_constant: { column: 'text' },
  /** The values of a numeric target differ only by rounding. */
  target_rounding: { column: 'text', min: 'number', max: 'number' },
  /** The values of a numeric target are so close together that squares of errors would be 0. */
  target_spread_tiny: { column: 'text', min: 'number', max: 'number' },
  target_not_numeric: { column: 'text' },
  target_all_missing: { column: 'text' },
  /** Categories that only rows of a test or validation file have. */
  levels_unseen: { column: 'text', part: 'text', cells: 'number', examples: 'text' },
  class_too_small: { value: 'text', rows: 'number' },
  classes_unbalanced: {
    column: 'text',
    most: 'text',
    mostRows: 'number',
    least: 'text',
    leastRows: 'number',
    ratio: 'number',
  },
  class_count_too_large: { column: 'text', classes: 'number', limit: 'number' },
  features_needed: {},
  /** A feature that becomes no input: none of its cells in the training rows has a value. */
  feature_without_values: { column: 'text' },
  /** No feature has a value in the training rows. */
  features_without_values: {},
  rows_too_few: { rows: 'number', needed: 'number' },
  column_unknown: { column: 'text' },
  levels_too_many: { column: 'text', limit: 'number' },
  /** The split is by group, and no column has that role. */
  group_needed: {},
  groups_several: { columns: 'text' },
  /** A column has the role group, but the split is not by group. */
  group_not_kept: { column: 'text' },
  groups_too_few: { column: 'text', groups: 'number', needed: 'number' },
  /** The column holds neither numbers nor dates. */
  time_unusable: { column: 'text' },
  /** Rows without a time are training rows. */
  time_missing: { column: 'text', count: 'number' },
  /** Every row is validation or test data. */
  training_empty: {},
  /** The test part has no row, although it was to have some. */
  test_empty: {},
  /** No row has the value that was chosen for a part. */
  part_value_unknown: { column: 'text', value: 'text', part: 'text' },
  /** The same value was chosen for both validation and test. */
  part_value_twice: { column: 'text', value: 'text' },
  folds_over_rows: { folds: 'number', rows: 'number' },
  /** A fold of an ensemble has no rows: there are fewer rows, or groups of rows, than folds. */
  ensemble_folds_empty: { folds: 'number', rows: 'number' },
  duplicates_dropped: { count: 'number' },
  order_needed: { column: 'text' },
  /** Levels that are not in the order: treated as missing. */
  order_incomplete: { column: 'text', count: 'number', example: 'text' },
  date_parts_needed: { column: 'text' },
  /** Dates may begin with the day or the month, and no cell decides which. */
  dates_day_first: { column: 'text', example: 'text' },
  dates_month_first: { column: 'text', example: 'text' },
  /** Cells of a date column that are not dates: treated as missing. */
  dates_unreadable: { column: 'text', count: 'number', example: 'text' },
  weights_several: { columns: 'text' },
  weight_not_numeric: { column: 'text' },
  /** Training rows without a weight; `first` is a row number, a text where it names one of several files. */
  weight_missing: { column: 'text', count: 'number', first: 'either' },
  weight_negative: { column: 'text', count: 'number', first: 'either' },
  weights_all_zero: {},
  // cells of a file that a trained model reads. `lines` and `examples` list the first ones
  /** `imputed` is the number that is used instead, where there is one. */
  cells_missing: { column: 'text', cells: 'number', lines: 'text', imputed: 'number?' },
  /** The network has an input that says that the cell is missing. */
  cells_missing_learned: { column: 'text', cells: 'number', lines: 'text' },
  cells_not_numbers: {
    column: 'text',
    cells: 'number',
    lines: 'text',
    examples: 'text',
    imputed: 'number?',
  },
  cells_not_dates: { column: 'text', cells: 'number', lines: 'text', examples: 'text' },
  /** `min` and `max` are texts where they are dates; `part` is a part of a date. */
  cells_out_of_range: outOfRange,
  /** Outside the range by at most a tenth of it. */
  cells_near_range: outOfRange,
  cells_unknown: { column: 'text', cells: 'number', lines: 'text', examples: 'text' },
  /** One cell is so far from all others that it decides the loss or the score of its part; `row` is a row number. `size` and `usual`:
   *  its magnitude after scaling, and the mean one of the others. */
  cell_far: {
    column: 'text',
    row: 'either',
    value: 'number',
    size: 'number',
    usual: 'number',
    part: 'text',
  },
  /** A column has a unit in the file, and had none where the model was trained. */
  unit_unexpected: { column: 'text', unit: 'text' },
  // a lesson's file; each names its line
  lesson_too_large: { line: 'number', bytes: 'number', limit: 'number' },
  /** The YAML of a block, or the Markdown, cannot be read; `why` is English. */
  lesson_unreadable: { line: 'number', why: 'text' },
  /** `block`: front matter, step, question, reveals or goal. */
  lesson_field_missing: { line: 'number', block: 'text', field: 'text' },
  lesson_field_unknown: { line: 'number', block: 'text', field: 'text', nearest: 'text', known: 'text' },
  lesson_field_wrong: { line: 'number', field: 'text', expected: 'text', found: 'text' },
  /** `kind`: view, control, block, quantity, function, term, lesson or name. */
  lesson_name_unknown: { line: 'number', kind: 'text', found: 'text', nearest: 'text', known: 'text' },
  /** An expression that cannot be read; `why` is English. */
  lesson_expression_wrong: { line: 'number', expression: 'text', why: 'text' },
  /** The id of a question or goal stands on line `first` already. */
  lesson_id_repeated: { line: 'number', id: 'text', first: 'number' },
  /** `right` must be one of the options, counted from 1. */
  lesson_right_wrong: { line: 'number', found: 'text', options: 'number' },
  /** Nothing is to be reached in the whole lesson. */
  lesson_goal_needed: { line: 'number' },
  /** No heading of level two begins a step. */
  lesson_step_needed: { line: 'number' },
  /** Text or block that a lesson does not have, or not in that place. */
  lesson_text_refused: { line: 'number', found: 'text', expected: 'text' },
  /** Values are as those of the error or issue that the table caused. */
  lesson_table_refused: { line: 'number', table: 'text', why: 'text' },
  lesson_column_unknown: { line: 'number', column: 'text', nearest: 'text', known: 'text' },
  /** The settings of the step cannot be trained on the table; `cause` is the code of the issue. */
  lesson_settings_refused: { line: 'number', why: 'text', cause: 'text' },
  /** A formula that the typesetter cannot write; `kind` as in FormulaMistake; `command`: the TeX command that it does not know, or empty; `why` is
   *  English. */
  lesson_formula_wrong: { line: 'number', formula: 'text', kind: 'text', command: 'text', why: 'text' },
  /** A view, control or quantity (`kind`) of a step that lacks what it needs (lesson/needs.ts); `found` is English. */
  lesson_need_missing: { line: 'number', kind: 'text', name: 'text', need: 'text', found: 'text' },
  /** A row, layer, unit, input or output (`what`) that is not there; `named`: the field, or the quantity with its arguments. */
  lesson_number_beyond: {
    line: 'number',
    what: 'text',
    named: 'text',
    found: 'number',
    first: 'number',
    last: 'number',
  },
  /** `what` of a lesson is not as in `file`, its other language; `what` is English. */
  lesson_languages_differ: { line: 'number', what: 'text', file: 'text' },
  /** A file among the shipped lessons that cannot be read; `why` is English. */
  lesson_left_out: { file: 'text', why: 'text' },
  // model and training
  /** MiB; hidden layers of at most `units` units would fit. */
  memory_too_large: { needed: 'number', available: 'number', units: 'number' },
  /** All sizes in MiB; hidden layers of at most `units` units would fit. */
  memory_of_rows_too_large: { needed: 'number', available: 'number', rows: 'number' },
  parameters_over_rows: { parameters: 'number', rows: 'number' },
  loss_does_not_fit: { loss: 'text', task: 'text', fitting: 'text' },
  /** Above `usual` losses of this optimizer often grow without bound. */
  learning_rate_high: { learningRate: 'number', optimizer: 'text', usual: 'number' },
  batch_over_rows: { batchSize: 'number', rows: 'number' },
  no_validation: {},
  spec_invalid: { path: 'text', expected: 'text', found: 'either' },
  name_unknown: { path: 'text', found: 'text', nearest: 'text', known: 'text' },
  /** Layers are counted from 1, here and below. */
  softmax_hidden: { layer: 'number' },
  step_untrainable: { layer: 'number' },
  initializer_scale_negative: { initializer: 'text', scale: 'number' },
  /** The initializer gives zeros or a constant, so the units stay identical. */
  weights_alike: { layer: 'number' },
  /** Initial weights set by hand that are not for this network. Layers are counted from 1, the output layer last. */
  initial_weights_layers: { found: 'number', expected: 'number' },
  initial_weights_shape: {
    layer: 'number',
    units: 'number',
    inputs: 'number',
    foundUnits: 'number',
    foundInputs: 'number',
  },
  initial_weights_bias: { layer: 'number' },
  /** All networks of an ensemble begin from the same weights. */
  initial_weights_shared: { networks: 'number' },
  batch_norm_one_row: { batchSize: 'either' },
  /** The last batch of an epoch has one row. */
  batch_norm_last_row: { batchSize: 'number', rows: 'number' },
  optimizer_needs_all_rows: { optimizer: 'text', batchSize: 'number' },
  optimizer_without_dropout: { optimizer: 'text', layer: 'number', dropout: 'number' },
  step_sizes_reversed: { stepMin: 'number', stepMax: 'number' },
  monitor_does_not_fit: { monitor: 'text', task: 'text', fitting: 'text' },
  monitor_needs_validation: { monitor: 'text' },
  warmup_too_long: { warmupEpochs: 'number', epochs: 'number' },
  class_weights_need_classes: {},
  class_weights_count: { found: 'number', classes: 'number' },
  setting_without_effect: { setting: 'text', choice: 'text' },
  hinge_scores: {},
  /** Poisson's loss needs counts. */
  target_negative: { column: 'text', least: 'number' },
} as const satisfies ValueTable;
export type IssueCode = keyof typeof issueValues;
export type IssueValues<Code extends IssueCode> = ValuesOf<(typeof issueValues)[Code]>;

/** `error` blocks training, `warning` should be checked, `info` says what was done. */
const severities = ['error', 'warning', 'info'] as const;

/** An issue of one code. */
export interface IssueOf<Code extends IssueCode> {
  code: Code;
  severity: (typeof severities)[number];
  stage: Stage;
  /** The file that it is about, in a table of several files; it stands before the sentence. */
  file?: string | undefined;
  /** Where in the spec it arose, e.g. `model.layers.0.units`; absent for the whole table. */
  path?: string | undefined;
  message: string;
  values: IssueValues<Code>;
  /** Remedies, each applied with one click; the best one first. */
  remedies?: Remedy[] | undefined;
}
export type Issue = { [Code in IssueCode]: IssueOf<Code> }[IssueCode];

/** Incoming issues are checked for their shape only; the compiler checks that values belong to their code. */
export const issueSchema = z.object({
  code: z.enum(codesOf(issueValues)),
  severity: z.enum(severities),
  stage: stageSchema,
  file: z.string().optional(),
  path: z.string().optional(),
  message: z.string(),
  values: valuesSchema,
  remedies: z.array(remedySchema).optional(),
}) as unknown as z.ZodType<Issue, Issue>;
