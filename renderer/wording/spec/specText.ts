// Parts of a spec as text, with the names that the forms show: settings, the schedule, the split, how columns become inputs. Two parts
// that differ have different texts.

import type { ColumnPreparation } from '../../../app/contract/spec/columnPreparation.ts';
import { type InitialLayer, numbersOf } from '../../../app/contract/spec/initialWeights.ts';
import type { Initializer } from '../../../app/contract/spec/layers.ts';
import type { ScheduleSpec } from '../../../app/contract/spec/schedules.ts';
import type { ColumnSpec, SplitSpec } from '../../../app/contract/spec/spec.ts';
import { m } from '../../paraglide/messages.js';
import { isolated } from '../isolated.ts';
import { numbers } from '../numbers.ts';
import { midSentence, scheduleName, settingLabel, settingValue } from '../settingWords.ts';
import { initializerNames } from '../specNames.ts';

/** `weight decay λ 0.01, β₁ 0.8` */
export function settingsText(settings: object): string {
  return Object.entries(settings)
    .map(([name, value]) =>
      name === 'off' ? settingValue(!value) : `${midSentence(nameOf(name))} ${settingText(name, value)}`,
    )
    .join(', ');
}

/** Settings that differ from the usual ones; "usual settings" where none does. */
export function unusualText(settings: object, usual: object): string {
  const defaults = new Map<string, unknown>(Object.entries(usual));
  const chosen = Object.entries(settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults.get(name)),
  );
  return chosen.length === 0 ? m.runs_usual() : settingsText(Object.fromEntries(chosen));
}

/** Longest list of numbers that is written out; of a longer one a checksum tells it from others. */
const writtenNumbers = 24;

/** `by hand (0.5 -0.25, 1)`, layer by layer; `from the seed` where none are set. */
export function initialText(layers: readonly InitialLayer[] | undefined): string {
  if (layers === undefined) return m.initial_weights_from_seed();
  const numbersText = layers
    .map(({ weight, bias = [] }) =>
      [...weight.flat(), ...bias].map((value) => numbers().exact(value)).join(' '),
    )
    .join(', ');
  const text =
    numbersOf(layers) <= writtenNumbers ? numbersText : `#${checksum(JSON.stringify(layers)).toString(16)}`;
  return withDetails(m.initial_weights_by_hand(), text);
}

/** FNV-1a, 32 bits. */
function checksum(text: string): number {
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return sum >>> 0;
}

/** `Step (step size 30, factor 0.1)` */
export function scheduleText({ type, ...settings }: ScheduleSpec): string {
  return withDetails(scheduleName(type), settingsText(settings));
}

/** `at random (training 70%, validation 15%, test 15%)` */
export function splitText(split: SplitSpec): string {
  if ('testRows' in split) return withDetails(m.split_by_rows(), split.testRows.map(settingValue).join(', '));
  if (!('by' in split)) {
    const stratified =
      split.stratified === false ? [`${midSentence(m.split_stratify())} ${m.training_off()}`] : [];
    return withDetails(m.split_by_share(), [...shares(split), ...stratified].join(', '));
  }
  switch (split.by) {
    case 'group':
      return withDetails(m.split_by_group(), shares(split).join(', '));
    case 'time':
      return withDetails(m.split_by_time(), [isolated(split.column), ...shares(split)].join(', '));
    case 'column': {
      const share = split.validation.length === 0 ? (split.validationShare ?? 0) : 0;
      const chosen = share > 0 ? numbers().percent(share) : split.validation.join(' ');
      const validation = `${m.split_validation()} ${chosen}`;
      const test = `${m.split_test()} ${split.test.join(' ')}`;
      return withDetails(m.split_by_column(), [isolated(split.column), validation, test].join(', '));
    }
    case 'fold': {
      const validation = `${m.split_validation()} ${numbers().percent(split.validation)}`;
      return withDetails(m.split_by_fold(), [`${split.fold}/${split.folds}`, validation].join(', '));
    }
  }
}

function shares({ train, validation, test }: { train: number; validation: number; test: number }): string[] {
  const percent = (share: number) => numbers().percent(share);
  return [
    `${m.split_train()} ${percent(train)}`,
    `${m.split_validation()} ${percent(validation)}`,
    `${m.split_test()} ${percent(test)}`,
  ];
}

/** `age: feature, number; name: ignored, free text` */
export function preparationText(columns: readonly ColumnSpec[]): string {
  return columns
    .map(({ name, role, type, prepare }) => {
      const words = [
        m[`dataset_role_${role}`](),
        m[`dataset_type_${type}`](),
        ...prepareWords(prepare ?? {}),
      ];
      return `${isolated(name)}: ${words.join(', ')}`;
    })
    .join('; ');
}

function prepareWords({ scaling, log, missing, indicator, ...rest }: ColumnPreparation): string[] {
  const { clip, piecewiseLinear, bins, encoding, order, levels, other, parts } = rest;
  const words = [
    scaling && [m.prepare_scaling(), m[`prepare_scaling_${scaling}`]()],
    log !== undefined && [m.prepare_log(), settingValue(log)],
    piecewiseLinear !== undefined && [m.prepare_piecewise(), settingValue(piecewiseLinear)],
    bins !== undefined && [m.prepare_bins(), settingValue(bins)],
    missing !== undefined && [
      m.prepare_missing(),
      typeof missing === 'number' ? settingValue(missing) : m[`prepare_missing_${missing}`](),
    ],
    clip !== undefined && [
      m.prepare_clip(),
      clip === null ? m.prepare_clip_none() : `±${settingValue(clip)}`,
    ],
    indicator !== undefined && [m.prepare_indicator(), settingValue(indicator)],
    encoding && [m.prepare_encoding(), m[`prepare_encoding_${encoding}`]()],
    order && [m.prepare_order(), order.join(' < ')],
    levels !== undefined && [m.prepare_levels(), settingValue(levels)],
    other !== undefined && [m.prepare_other(), settingValue(other)],
    parts && [m.prepare_parts(), parts.map((part) => m[`prepare_part_${part}`]()).join(' ')],
  ];
  return words.flatMap((pair) => (pair ? [`${midSentence(pair[0] ?? '')} ${pair[1] ?? ''}`] : []));
}

function nameOf(name: string): string {
  if (name === 'classWeights') return m.model_class_weights();
  return name === 'initializer' ? m.model_initializer() : settingLabel(name);
}

function settingText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map(settingValue).join(' ');
  if (name === 'initializer') return initializerNames()[value as Initializer];
  if (name === 'classWeights')
    return value === 'balanced' ? m.class_weights_balanced() : m.class_weights_none();
  return settingValue(value);
}

function withDetails(name: string, details: string): string {
  return details === '' ? name : `${name} (${details})`;
}
