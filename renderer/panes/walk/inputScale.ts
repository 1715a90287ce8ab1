// Scaling of the inputs that are plain numbers: input = (raw - mean) / scale.

import { inputCount, type Preparation } from '../../../app/contract/model.ts';

export interface InputScale {
  mean: number;
  scale: number;
}

/** One entry per input; null for inputs of levels, logarithms, dates and missing values. Empty where the preparation is not known. */
export function inputScales(preparation: Preparation | null): (InputScale | null)[] {
  return (preparation?.inputs ?? []).flatMap((input) => {
    const plain = input.kind === 'numeric' && !input.log;
    const first: InputScale[] = plain ? [{ mean: input.mean, scale: input.scale }] : [];
    const rest: null[] = Array.from({ length: inputCount(input) - first.length }, () => null);
    return [...first, ...rest];
  });
}
