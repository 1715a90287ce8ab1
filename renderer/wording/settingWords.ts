// Names, explanations and choices of every setting of the contract's tables, in the language of the page. The catalogue's keys are built
// from the contract's names (a test checks that none is missing), so that a new setting needs words but no code here.

import type { Setting } from '../../app/contract/spec/settings.ts';
import { m } from '../paraglide/messages.js';
import { meaningOf } from './glossary.ts';
import { numbers } from './numbers.ts';
import { inOtherLanguage } from './otherLanguage.ts';

const texts = m as unknown as Record<string, (() => string) | undefined>;

/** Settings that are terms of the glossary, by the term's English name. */
export const settingTerms: Readonly<Record<string, string>> = {
  learningRate: 'learning rate',
  momentum: 'momentum',
  weightDecay: 'weight decay',
  dropout: 'dropout',
  normalization: 'normalisation',
  monitor: 'monitored value',
};

export function settingLabel(name: string): string {
  return texts[`setting_${name}`]?.() ?? name;
}

/** A setting's label in the other language, or '' where the catalogue has none. */
export function settingOtherLabel(name: string): string {
  const text = texts[`setting_${name}`];
  return text ? inOtherLanguage(text) : '';
}

/** A label within a sentence: `weight decay λ`, but `L1`. Korean has no capitals. */
export function midSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

export function choiceLabel(choice: string): string {
  return texts[`choice_${choice}`]?.() ?? choice;
}

/** A setting's value: a number, on or off, or the name of a choice. */
export function settingValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? m.training_on() : m.training_off();
  if (value === null || value === undefined) return m.training_off();
  return typeof value === 'number' ? numbers().exact(value) : choiceLabel(String(value));
}

/** A setting's meaning: the glossary's, if the setting is one of its terms, then the setting's own text. @param kind such as the type
 *  of the optimizer, on which the meaning of a name may depend, as that of `weightDecay` does for AdamW. */
export function settingMeaning(name: string, kind?: string): string {
  const term = settingTerms[name];
  const more = (texts[`means_${kind}_${name}`] ?? texts[`means_${name}`])?.() ?? '';
  return [term === undefined ? '' : meaningOf(term), more].filter((text) => text !== '').join(' ');
}

/** A setting's meaning with its range and default. */
export function settingHint(name: string, setting: Setting, kind?: string): string {
  const means = settingMeaning(name, kind);
  if (setting.kind === 'choice') return m.setting_usual({ means, usual: choiceLabel(setting.default) });
  if (setting.kind === 'flag')
    return m.setting_usual({ means, usual: setting.default ? m.setting_usually_on() : m.setting_off() });
  const format = numbers();
  const range = { means, min: format.exact(setting.min), max: format.exact(setting.max) };
  return setting.default === null
    ? m.setting_range_off(range)
    : m.setting_range({ ...range, usual: format.exact(setting.default) });
}

/** When to choose an activation, loss, optimizer or schedule; '' where the catalogue has no text. */
export function useOf(of: 'activation' | 'loss' | 'optimizer' | 'schedule', name: string): string {
  return texts[`${of}_use_${name}`]?.() ?? '';
}

export function scheduleName(type: string): string {
  return texts[`schedule_${type}`]?.() ?? type;
}
