// Words for presets, and for a pasted stack that was refused.

import type { Preset } from '../../../../app/contract/spec/presets.ts';
import { m } from '../../../paraglide/messages.js';
import { numbers } from '../../../wording/numbers.ts';
import type { StackRefusal } from './stackText.ts';

export function presetWords(): Record<Preset, { label: string; detail: string }> {
  return {
    linearRegression: { label: m.preset_linear_regression(), detail: m.preset_linear_regression_means() },
    logisticRegression: {
      label: m.preset_logistic_regression(),
      detail: m.preset_logistic_regression_means(),
    },
    oneNeuron: { label: m.preset_one_neuron(), detail: m.preset_one_neuron_means() },
    small: { label: m.preset_small(), detail: m.preset_small_means() },
    medium: { label: m.preset_medium(), detail: m.preset_medium_means() },
    tooLarge: { label: m.preset_too_large(), detail: m.preset_too_large_means() },
    zeros: { label: m.preset_zeros(), detail: m.preset_zeros_means() },
  };
}

export function stackRefusal(refusal: StackRefusal): string {
  switch (refusal.kind) {
    case 'notJson':
      return m.stack_not_json();
    case 'notLayers':
      return m.stack_not_layers();
    case 'tooMany':
      return m.stack_too_many({ found: numbers().whole(refusal.found), max: numbers().whole(refusal.max) });
    case 'unknown':
      return m.stack_unknown({ path: refusal.path });
    case 'value':
      return m.stack_value({ path: refusal.path, found: refusal.found });
  }
}
