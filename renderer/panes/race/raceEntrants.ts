// Entrants of a race: the two presets, and names that distinguish two optimizers of one kind.

import { limits } from '../../../app/contract/limits.ts';
import {
  fullBatchOptimizers,
  newOptimizer,
  type OptimizerSpec,
  type OptimizerType,
  optimizerSettings,
} from '../../../app/contract/spec/optimizers.ts';
import type { TrainingSpec } from '../../../app/contract/spec/spec.ts';
import { isChanged, settingRows } from '../../settings/settingsForm.ts';
import { numbers } from '../../wording/numbers.ts';
import { midSentence, settingLabel, settingValue } from '../../wording/settingWords.ts';
import { optimizerNames } from '../../wording/specNames.ts';

export const families: readonly OptimizerType[] = ['sgd', 'momentum', 'rmsProp', 'adam'];
const factors = [0.1, 1, 10] as const;

/** The four `families`; the spec's own optimizer keeps its settings, and comes first if it is not one of them. */
export function familyPreset(own: OptimizerSpec): OptimizerSpec[] {
  const four = families.map((type) => (type === own.type ? own : newOptimizer(type)));
  return families.includes(own.type) ? four : [own, ...four];
}

/** One optimizer at 0.1, 1 and 10 times its learning rate. */
export function ratePreset(own: OptimizerSpec): OptimizerSpec[] {
  const { min, max } = limits.learningRate;
  return factors.map((factor) => {
    const rate = Number((own.learningRate * factor).toPrecision(6));
    return { ...own, learningRate: Math.min(max, Math.max(min, rate)) };
  });
}

/** Whether the optimizer needs full batches and the spec trains on mini-batches. */
export function needsAllRows({ type }: OptimizerSpec, { batchSize }: TrainingSpec): boolean {
  return fullBatchOptimizers.includes(type) && batchSize !== 'full';
}

/** `Adam 0.01`; equal names get their settings that are not the defaults and, if still equal, a number. */
export function entrantNames(entrants: readonly OptimizerSpec[]): string[] {
  const short = entrants.map(({ type, learningRate }) => {
    return `${optimizerNames()[type]} ${numbers().exact(learningRate)}`;
  });
  const whole = short.map((name, k) =>
    repeats(short, k) ? [name, ...unusual(entrants[k]!)].join(', ') : name,
  );
  return whole.map((name, k) => (repeats(whole, k) ? `${name} (${k + 1})` : name));
}

function repeats(names: readonly string[], index: number): boolean {
  return names.some((name, k) => k !== index && name === names[index]);
}

function unusual(optimizer: OptimizerSpec): string[] {
  const rows = settingRows(optimizerSettings[optimizer.type], optimizer, (name) => name !== 'learningRate');
  return rows
    .filter(isChanged)
    .map(({ name, value }) => `${midSentence(settingLabel(name))} ${settingValue(value)}`);
}
