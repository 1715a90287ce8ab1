// Edits of the optimizer: another kind keeps the settings that both have, and takes its own defaults for the rest.
import {
  newOptimizer,
  type OptimizerSpec,
  type OptimizerType,
  optimizerSettings,
  optimizers,
} from '../../../app/contract/optimizers.ts';
import type { NumberSetting, Settings } from '../../../app/contract/settings.ts';

/** Every setting that some optimizer has. */
export type SettingName = {
  [Type in OptimizerType]: keyof (typeof optimizerSettings)[Type];
}[OptimizerType];

export interface NumberOfOptimizer {
  name: SettingName;
  value: number;
  range: NumberSetting;
}

/** The numbers that this optimizer has, with their values and ranges, in the order of the contract. */
export function numbersOf(optimizer: OptimizerSpec): NumberOfOptimizer[] {
  const settings: Settings = optimizerSettings[optimizer.type];
  const values = new Map<string, unknown>(Object.entries(optimizer));
  return Object.entries(settings).flatMap(([name, range]) => {
    const value = values.get(name);
    if (range.kind !== 'number' || typeof value !== 'number') return [];
    return [{ name: name as SettingName, value, range }];
  });
}

export interface ChoiceOfOptimizer {
  name: SettingName;
  /** A flag's are `true` and `false`. */
  value: string;
  choices: readonly string[];
  /** As the spec has it. */
  meant: (choice: string) => string | boolean;
}

/** What this optimizer lets one choose beside numbers. */
export function choicesOf(optimizer: OptimizerSpec): ChoiceOfOptimizer[] {
  const settings: Settings = optimizerSettings[optimizer.type];
  const values = new Map<string, unknown>(Object.entries(optimizer));
  return Object.entries(settings).flatMap(([key, setting]): ChoiceOfOptimizer[] => {
    const name = key as SettingName;
    const value = String(values.get(key));
    if (setting.kind === 'choice')
      return [{ name, value, choices: setting.choices, meant: (choice) => choice }];
    if (setting.kind !== 'flag') return [];
    return [{ name, value, choices: ['true', 'false'], meant: (choice) => choice === 'true' }];
  });
}

export function changeSetting(
  optimizer: OptimizerSpec,
  name: SettingName,
  value: number | boolean | string,
): OptimizerSpec {
  return { ...optimizer, [name]: value } as OptimizerSpec;
}

/** The learning rate is kept only where it was not the old kind's default; of the rest only the decay, where both have one
 *  of the same kind. */
export function changeType(optimizer: OptimizerSpec, type: OptimizerType): OptimizerSpec {
  const next = newOptimizer(type);
  const isDefault = optimizer.learningRate === newOptimizer(optimizer.type).learningRate;
  const learningRate = isDefault ? next.learningRate : optimizer.learningRate;
  const coupled = optimizer.type !== 'adamW' && type !== 'adamW';
  if (!coupled || !('weightDecay' in optimizer) || !('weightDecay' in next)) return { ...next, learningRate };
  return { ...next, learningRate, weightDecay: optimizer.weightDecay };
}

export const optimizerTypes = optimizers;
