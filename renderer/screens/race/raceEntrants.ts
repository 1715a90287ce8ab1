// Which optimizers race: what is proposed, what two presets say, and what each is called, so that two of one kind have different names.

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

/** Four ways to take a step, of which the spec's own keeps its numbers; one that is none of them comes first. */
export function familyPreset(own: OptimizerSpec): OptimizerSpec[] {
  const four = families.map((type) => (type === own.type ? own : newOptimizer(type)));
  return families.includes(own.type) ? four : [own, ...four];
}

/** One optimizer at a tenth of its rate, at its rate, and at ten times that. */
export function ratePreset(own: OptimizerSpec): OptimizerSpec[] {
  const { min, max } = limits.learningRate;
  return factors.map((factor) => {
    const rate = Number((own.learningRate * factor).toPrecision(6));
    return { ...own, learningRate: Math.min(max, Math.max(min, rate)) };
  });
}

/** Whether it looks at all rows or none, and the spec's steps are of fewer. */
export function needsAllRows({ type }: OptimizerSpec, { batchSize }: TrainingSpec): boolean {
  return fullBatchOptimizers.includes(type) && batchSize !== 'full';
}

/** `Adam 0.01`; where two names are equal, each gets the settings that differ, or its number. */
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
