// What a person can put right is data, not an exception: an Issue says where, what was expected, what
// was found and what to do. `message` is the English sentence; `code` and `values` let the renderer say
// the same in another language. Failures of an operation are in errors.ts.
import { z } from 'zod';
import { remedySchema } from './remedies.ts';

/** The stages of the pipeline, in the order in which data passes them. */
export const stages = ['dataset', 'model', 'training', 'evaluation', 'export'] as const;
export const stageSchema = z.enum(stages);
export type Stage = z.infer<typeof stageSchema>;

/** Every code an Issue can carry. Each has a sentence in every language of the renderer's catalogue. */
export const issueCodes = [
  // dataset
  'rows_short', // {count, first}: rows with fewer fields than the header, padded with missing cells
  'rows_long', // {count, first}: rows with more fields than the header, left out
  'rows_unreadable', // {count, first}: rows that could not be read, left out
  'bytes_undecodable', // {count, first, encoding}: places whose bytes are no text in the file's encoding; U+FFFD stands for them
  'nul_bytes', // {count, first}: left out
  'rows_short_left_out', // {count, first}: the same where a person wants them left out
  'rows_cut', // {count, first}: rows with more fields than the header of which the first are kept
  'quotes_stray', // {count, first}: rows with a quote that encloses no field, read as a character
  'footnotes_left_out', // {count, first}: rows of one field below the table
  'delimiters_trailing', // {count, first}: rows that end in a delimiter with nothing behind it
  'comments_skipped', // {count, first, sign}: lines that begin with the sign of comments
  'delimiter_announced', // {first, delimiter}: a line such as `sep=;`
  'header_joined', // {count, first}: lines that name the columns together
  'lines_skipped', // {count, first}: lines above the header that are no part of the table
  'columns_renamed', // {count, first, line}: blank or repeated names in the header, made unique
  'values_not_numeric', // {column, count, example}: cells of a number column that are no numbers: treated as missing
  'values_not_finite', // {column, count}: infinite, NaN or too large for float32: treated as missing
  'column_constant', // {column, value}
  'column_all_missing', // {column}
  'column_id_like', // {column, rows}
  'column_free_text', // {column, levels}
  'column_date', // {column}
  'levels_capped', // {column, levels, kept}
  'column_skewed', // {column, median, high, ratio}: a long upper tail; high is the 95 % quantile
  'column_outliers', // {column, value, median, widths}: so many times the middle half's width from the median
  'column_of_codes', // {column, distinct, min, max}: whole numbers that may stand for kinds
  'rows_repeated', // {count, share}: rows that repeat an earlier one in every column; share in percent
  'columns_alike', // {column, other, correlation, rows}
  'columns_one_to_one', // {column, other, levels}: each level of one goes with one of the other
  'leak_correlation', // {column, target, correlation, rows}: Pearson's or of ranks, the larger, without its sign
  'leak_explained', // {column, target, share, rows}: percent of the target's variance between the column's levels
  'leak_accuracy', // {column, target, share, rows}: percent of the rows whose class the column alone tells
  'target_missing_rows', // {count}: rows without a target, left out
  'target_needed', // {}
  'target_one_class', // {column, value}
  'target_constant', // {column}
  'target_not_numeric', // {column}
  'target_all_missing', // {column}
  'class_too_small', // {value, rows}
  'classes_unbalanced', // {column, most, mostRows, least, leastRows, ratio}
  'class_count_too_large', // {column, classes, limit}
  'features_needed', // {}
  'rows_too_few', // {rows, needed}
  'column_unknown', // {column}
  'levels_too_many', // {column, limit}
  'group_needed', // {}: the split is by group
  'groups_several', // {columns}
  'group_not_kept', // {column}: the split is not by it
  'groups_too_few', // {column, groups, needed}
  'time_unusable', // {column}: no numbers and no dates
  'time_missing', // {column, count}: rows without one are learned from
  'training_empty', // {}: every row is held out
  'test_empty', // {}: although it was to have rows
  'part_value_unknown', // {column, value, part}: no row has it
  'part_value_twice', // {column, value}: validation and test
  'folds_over_rows', // {folds, rows}
  'duplicates_dropped', // {count}
  'order_needed', // {column}
  'order_incomplete', // {column, count, example}: levels that the order does not have: missing
  'date_parts_needed', // {column}
  'dates_day_first', // {column, example}: it may begin with day or month, which no cell tells
  'dates_month_first', // {column, example}
  'dates_unreadable', // {column, count, example}: cells of a date column that are no dates: missing
  'weights_several', // {columns}
  'weight_not_numeric', // {column}
  'weight_missing', // {column, count, first}: rows that are trained on and have no weight; first is 1-based
  'weight_negative', // {column, count, first}
  'weights_all_zero', // {}
  // model and training
  'memory_too_large', // {needed, available, units}: MB; hidden layers of at most so many units would fit
  'memory_of_rows_too_large', // {needed, available, rows}: MB; so many rows would fit, 0: none
  'parameters_over_rows', // {parameters, rows}
  'loss_does_not_fit', // {loss, task, fitting}
  'learning_rate_high', // {learningRate}
  'batch_over_rows', // {batchSize, rows}
  'no_validation', // {}
  'spec_invalid', // {path, expected, found}
  'name_unknown', // {path, found, nearest, known}
  'softmax_hidden', // {layer}: counted from 1, as below
  'step_untrainable', // {layer}
  'initializer_scale_negative', // {initializer, scale}
  'weights_alike', // {layer}: zeros or a constant, so that its units stay alike
  'batch_norm_one_row', // {batchSize}
  'batch_norm_last_row', // {batchSize, rows}: the last batch of an epoch has one row
  'optimizer_needs_all_rows', // {optimizer, batchSize}
  'optimizer_without_dropout', // {optimizer, layer, dropout}
  'step_sizes_reversed', // {stepMin, stepMax}
  'monitor_does_not_fit', // {monitor, task, fitting}
  'monitor_needs_validation', // {monitor}
  'warmup_too_long', // {warmupEpochs, epochs}
  'class_weights_need_classes', // {}
  'class_weights_count', // {found, classes}
  'setting_without_effect', // {setting, choice}
  'hinge_scores', // {}
  'target_negative', // {column, least}: Poisson's loss needs counts
] as const;
export const issueCodeSchema = z.enum(issueCodes);
export type IssueCode = z.infer<typeof issueCodeSchema>;

/** What a sentence speaks of; numbers stay numbers so that a language can format them. */
export const valuesSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type Values = z.infer<typeof valuesSchema>;

export const issueSchema = z.object({
  code: issueCodeSchema,
  /** `error` blocks training, `warning` is worth a look, `info` says what was done. */
  severity: z.enum(['error', 'warning', 'info']),
  stage: stageSchema,
  /** Where in the spec it arose, e.g. `model.layers.0.units`; absent for the whole table. */
  path: z.string().optional(),
  message: z.string(),
  values: valuesSchema,
  /** What would put it right, to be taken with one press; the best one first. */
  remedies: z.array(remedySchema).optional(),
});
export type Issue = z.infer<typeof issueSchema>;
