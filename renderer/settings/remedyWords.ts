// The words of a remedy's button: a verb and the outcome.

import type { Remedy, RemedyOf } from '../../app/contract/issues/remedies.ts';
import type { LayerSpec } from '../../app/contract/spec/layers.ts';
import type { Loss } from '../../app/contract/spec/losses.ts';
import { m } from '../paraglide/messages.js';
import { counts } from '../wording/counts.ts';
import { cardName } from '../wording/layerNames.ts';
import { numbers } from '../wording/numbers.ts';
import { choiceLabel, midSentence, settingLabel } from '../wording/settingWords.ts';
import { initializerNames, lossNames } from '../wording/specNames.ts';

/** Longest name, in characters, that fits on a button. */
const longest = 28;

/** @param layers of the spec that it is a remedy of. */
export function remedyWords(remedy: Remedy, layers: readonly LayerSpec[]): string {
  switch (remedy.kind) {
    case 'role':
      return roleWords(remedy);
    case 'type':
      return m.remedy_type({
        columns: columnWords(remedy.columns),
        type: m[`dataset_type_${remedy.type}`](),
      });
    case 'footer':
      return m.remedy_footer({ rows: counts.rows(remedy.records) });
    case 'without':
      return m.remedy_without({ texts: cut(remedy.texts.map((text) => `“${text}”`).join(', ')) });
    case 'format':
      return formatWords(remedy);
    case 'prepare':
      return preparationWords(remedy);
    case 'dropDuplicates':
      return m.remedy_duplicates();
    case 'balanceClasses':
      return m.remedy_balance();
    case 'settings':
      return settingWords(remedy.set[0] ?? { path: '', value: null });
    case 'removeLayer':
      return m.fix_remove_layer({ layer: cardName(layers, remedy.layer) });
    case 'activation':
      return m.remedy_activation({ activation: remedy.activation });
    case 'variedWeights':
      return m.remedy_varied_weights();
    case 'drawnWeights':
      return m.remedy_drawn_weights();
    case 'batchNormalization':
      return m.remedy_normalize();
    case 'learningRate':
      return m.remedy_rate({ rate: numbers().exact(remedy.rate) });
    case 'weightDecay':
      return m.remedy_decay({ value: numbers().exact(remedy.value) });
    case 'stop':
      return m.remedy_stop();
  }
}

function roleWords({ role, columns: names }: RemedyOf<'role'>): string {
  const columns = columnWords(names);
  if (role === 'ignored') return m.remedy_ignore({ columns });
  return role === 'group' ? m.remedy_group({ columns }) : m.remedy_use({ columns });
}

function formatWords({ columns: names, format: { unit, decimal, missing } }: RemedyOf<'format'>): string {
  const columns = columnWords(names);
  if (unit === null) return m.remedy_without_unit({ columns });
  if (unit !== undefined) return m.remedy_unit({ columns, unit: unit.text });
  if (decimal !== undefined)
    return decimal === ',' ? m.remedy_decimal_comma({ columns }) : m.remedy_decimal_point({ columns });
  return m.remedy_missing_spelling({ value: missing?.at(-1) ?? '' });
}

function columnWords(columns: readonly string[]): string {
  const [first = ''] = columns;
  if (columns.length > 1) return counts.columns(columns.length);
  return cut(first);
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function preparationWords({ column, prepare }: RemedyOf<'prepare'>): string {
  const { scaling, log, clip, missing, indicator, encoding, levels, other } = prepare;
  if (log !== undefined) return log ? m.remedy_log() : m.remedy_log_off();
  if (scaling === 'standard') return m.remedy_standardise({ column });
  if (scaling !== undefined && typeof clip === 'number')
    return m.remedy_scale_clip({
      scaling: m[`prepare_scaling_${scaling}`](),
      clip: numbers().exact(clip),
    });
  if (scaling !== undefined) return m.remedy_scale({ scaling: m[`prepare_scaling_${scaling}`]() });
  if (typeof clip === 'number') return m.remedy_clip({ clip: numbers().exact(clip) });
  if (levels !== undefined) return m.remedy_levels({ count: numbers().whole(levels) });
  if (other) return m.remedy_other();
  if (encoding !== undefined) return m.remedy_encoding({ encoding: m[`prepare_encoding_${encoding}`]() });
  if (indicator) return m.remedy_indicator();
  if (missing !== undefined)
    return m.remedy_missing({
      value: typeof missing === 'number' ? numbers().exact(missing) : m[`prepare_missing_${missing}`](),
    });
  return m.remedy_prepare();
}

/** Words for a change of settings; of several that change together only the first one is named. */
function settingWords({ path, value }: RemedyOf<'settings'>['set'][number]): string {
  if (path.startsWith('data.split')) return m.fix_validation();
  if (path === 'training.batchSize' && value === 'full') return m.fix_all_rows();
  if (path === 'training.loss') return m.fix_loss({ loss: lossNames()[value as Loss] });
  if (path.endsWith('.classWeights')) return m.fix_class_weights();
  if (path.endsWith('.monitor')) return m.fix_monitor({ monitor: choiceLabel(String(value)) });
  const name = path.split('.').at(-1) ?? path;
  if (name === 'activation') return m.fix_activation({ activation: String(value) });
  if (name === 'normalization') return m.fix_normalization({ kind: choiceLabel(String(value)) });
  if (name === 'initializer')
    return m.fix_initializer({
      initializer: initializerNames()[value as keyof ReturnType<typeof initializerNames>],
    });
  if (name === 'units') return m.fix_units({ units: numbers().whole(Number(value)) });
  return m.fix_number({ name: midSentence(labelOf(name)), value: numbers().exact(Number(value)) });
}

function labelOf(name: string): string {
  return name === 'batchSize' ? m.model_batch() : name === 'epochs' ? m.model_epochs() : settingLabel(name);
}
