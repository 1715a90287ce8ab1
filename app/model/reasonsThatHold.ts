// Which reasons of a proposal still hold after the spec was changed: a sentence about 800 epochs is removed when there are 100.

import type { Reason, ReasonCode, ReasonValues } from '../contract/issues/reasons.ts';
import { type Preset, presetOf } from '../contract/spec/presets.ts';
import { defaultRegularization } from '../contract/spec/regularization.ts';
import { defaultSchedule } from '../contract/spec/schedules.ts';
import type { RunSpec } from '../contract/spec/spec.ts';

export interface RowCounts {
  train: number;
  validation: number;
}

interface Facts {
  spec: RunSpec;
  rows: RowCounts;
}

type Holds<Code extends ReasonCode> = (values: ReasonValues<Code>, facts: Facts) => boolean;

/** `spec` is without layers that are switched off. */
export function reasonsThatHold(reasons: readonly Reason[], spec: RunSpec, rows: RowCounts): Reason[] {
  return reasons.filter(({ code, values }) =>
    (holds[code] as Holds<ReasonCode>)(values as never, { spec, rows }),
  );
}

const isTarget = (name: string, { spec }: Facts) =>
  spec.data.columns.some((column) => column.name === name && column.role === 'target');
const asNumber = ({ column }: { column: string }, facts: Facts) =>
  facts.spec.data.task === 'regression' && isTarget(column, facts);
const asClass = ({ column }: { column: string }, facts: Facts) =>
  facts.spec.data.task !== 'regression' && isTarget(column, facts);
/** For reasons that are given before there is a spec. */
const beforeSpec = () => false;
const isPreset =
  (preset: Preset) =>
  (_: object, { spec }: Facts) =>
    presetOf(spec) === preset;
const decays = ({ weightDecay }: { weightDecay: number }, { spec: { training } }: Facts) =>
  'weightDecay' in training.optimizer && training.optimizer.weightDecay === weightDecay;
/** Whether rows that do not teach the network choose the epoch. */
const isWatched = ({ spec: { training }, rows }: Facts) =>
  rows.validation > 0 || training.epochFolds !== undefined;
const isPatient = ({ patience }: { patience: number }, { spec: { training } }: Facts) =>
  training.patience === patience && patience < training.epochs;

const holds: { [Code in ReasonCode]: Holds<Code> } = {
  target_named: beforeSpec,
  target_named_partly: beforeSpec,
  target_last: beforeSpec,
  target_explained: beforeSpec,
  target_of_classes: beforeSpec,
  target_of_numbers: beforeSpec,
  number_asked: asNumber,
  numbers_of_several: (_, { spec: { data } }) =>
    data.task === 'regression' && data.columns.filter(({ role }) => role === 'target').length > 1,
  number_of_numbers: asNumber,
  classes_asked: asClass,
  two_classes_asked: asClass,
  two_classes_not_more: asClass,
  class_of_text: asClass,
  class_of_boolean: asClass,
  class_of_two_numbers: asClass,
  class_of_named_codes: asClass,
  class_of_even_codes: asClass,
  row_number_used: ({ column }, { spec: { data } }) =>
    data.columns.some(({ name, role }) => name === column && role === 'feature'),
  outliers_clipped: ({ columns, clip }, { spec: { data } }) =>
    data.columns.some(
      ({ name, role, prepare }) =>
        role === 'feature' && prepare?.clip === clip && columns.includes(`"${name}"`),
    ),
  none_held_out: (_, { rows }) => rows.validation === 0,
  hidden_layers: ({ first, second }, { spec: { model } }) =>
    JSON.stringify(model.layers.map(({ units }) => units)) === JSON.stringify([first, second]),
  hidden_layer_of_few_rows: ({ units, rows: count }, { spec: { model }, rows }) =>
    model.layers.length === 1 && model.layers[0]!.units === units && rows.train === count,
  batch_steps: ({ batchSize, rows: count }, { spec: { training }, rows }) =>
    training.batchSize === batchSize && rows.train === count,
  epochs_enough: ({ epochs }, { spec: { training } }) => training.epochs === epochs,
  epochs_by_folds: ({ folds, rows: count }, { spec: { training }, rows }) =>
    training.epochFolds === folds && rows.train === count,
  patience_of_validation: (values, facts) => isPatient(values, facts) && facts.rows.validation > 0,
  patience_of_training: (values, facts) => isPatient(values, facts) && facts.rows.validation === 0,
  weight_decay: (values, facts) => decays(values, facts) && isWatched(facts),
  weight_decay_unwatched: (values, facts) => decays(values, facts) && !isWatched(facts),
  preset_linear_regression: isPreset('linearRegression'),
  preset_logistic_regression: isPreset('logisticRegression'),
  preset_one_neuron: isPreset('oneNeuron'),
  preset_small: isPreset('small'),
  preset_too_large: isPreset('tooLarge'),
  preset_zeros: isPreset('zeros'),
  linear_offered: ({ rows: count }, { spec: { model }, rows }) =>
    model.layers.length > 0 && rows.train === count,
  search_offered: ({ rows: count }, { rows }) => rows.train === count,
  least_squares: ({ epochs }, { spec }) => reachesLeastSquares(spec) && spec.training.epochs === epochs,
};

function reachesLeastSquares(spec: RunSpec): boolean {
  const { optimizer, schedule, batchSize, patience, stopping, regularization } = spec.training;
  return (
    presetOf(spec) === 'linearRegression' &&
    optimizer.type === 'lbfgs' &&
    batchSize === 'full' &&
    patience === 0 &&
    stopping.monitor === 'trainingLoss' &&
    schedule.type === defaultSchedule.type &&
    JSON.stringify(regularization) === JSON.stringify(defaultRegularization)
  );
}
