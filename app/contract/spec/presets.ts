// Networks to start from, each a lesson: the two linear ones of the textbook, one neuron, sizes, and one that cannot learn. A preset
// is its layers, and the loss where its name promises one; how it is trained is proposed with it (app/model/proposePreset.ts).

import { z } from 'zod';
import { type LayerSpec, type ModelSpec, newLayer, newOutput, withDrawnWeights } from './layers.ts';
import { lossesOfTask, lossOfTask } from './losses.ts';
import type { RunSpec } from './spec.ts';
import type { Task } from './task.ts';

export const presets = [
  'linearRegression',
  'logisticRegression',
  'oneNeuron',
  'small',
  'medium',
  'tooLarge',
  'zeros',
] as const;
export const presetSchema = z.enum(presets);
export type Preset = z.infer<typeof presetSchema>;

const zeros: Partial<LayerSpec> = { initializer: 'zeros' };

const models: Record<Preset, ModelSpec> = {
  linearRegression: { layers: [], output: newOutput() },
  logisticRegression: { layers: [], output: newOutput() },
  oneNeuron: { layers: [newLayer(1, 'tanh')], output: newOutput() },
  small: { layers: [newLayer(8, 'tanh'), newLayer(4, 'tanh')], output: newOutput() },
  medium: { layers: [newLayer(64, 'relu'), newLayer(32, 'relu')], output: newOutput() },
  // Half a million parameters: more than the rows of any table that is small enough to show overfitting.
  tooLarge: { layers: [512, 512, 512].map((units) => newLayer(units, 'relu')), output: newOutput() },
  zeros: { layers: [newLayer(8, 'tanh', zeros), newLayer(4, 'tanh', zeros)], output: newOutput(zeros) },
};

/** The task that the preset needs; null where the spec's task fits. */
export function presetNeeds(preset: Preset, task: Task): 'number' | 'classes' | null {
  if (preset === 'linearRegression' && task !== 'regression') return 'number';
  return preset === 'logisticRegression' && task === 'regression' ? 'classes' : null;
}

/** The spec with the preset's network, trained as before. */
export function withPreset(spec: RunSpec, preset: Preset): RunSpec {
  const { task } = spec.data;
  const named = preset === 'linearRegression' || preset === 'logisticRegression';
  const fits = lossesOfTask[task].includes(spec.training.loss);
  const loss = named || !fits ? lossOfTask[task] : spec.training.loss;
  return { ...spec, model: models[preset], training: { ...spec.training, loss } };
}

/** The preset that has this network, wherever its initial weights come from; null for a custom network. */
export function presetOf(whole: RunSpec): Preset | null {
  const spec = withDrawnWeights(whole);
  const same = (preset: Preset) => JSON.stringify(withPreset(spec, preset)) === JSON.stringify(spec);
  return presets.find((preset) => presetNeeds(preset, spec.data.task) === null && same(preset)) ?? null;
}
