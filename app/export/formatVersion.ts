// Versions of the model file. docs/model-format.md says what each of them added.
import type { InputPreparation, Model } from '../contract/model.ts';

/** The latest version that this program reads. */
export const modelFormatVersion = 3;

/** The lowest version whose readers understand preparation, threshold and members: older ones would misread what a later version added. */
export function formatVersionOf({ spec, preparation, threshold }: Model): number {
  if (spec.training.ensemble !== undefined) return 3;
  if (threshold !== undefined || preparation.inputs.some(isClipped)) return 3;
  const usual = preparation.inputs.every((input) => {
    if (input.kind === 'oneHot') return input.others === undefined;
    return input.kind === 'numeric' && !input.log && !input.indicator;
  });
  return usual ? 1 : 2;
}

function isClipped(input: InputPreparation): boolean {
  if (input.kind === 'date') return input.parts.some(({ clip }) => clip !== undefined);
  return 'clip' in input && input.clip !== undefined;
}
