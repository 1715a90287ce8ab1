// How an input came from its column, where it is a plain number: (raw - mean) / scale.

import { inputCount, type Preparation } from '../../../app/contract/model.ts';

export interface InputScale {
  mean: number;
  scale: number;
}

/** One per input; null for levels, logarithms, dates and what is not known. */
export function inputScales(preparation: Preparation | null): (InputScale | null)[] {
  return (preparation?.inputs ?? []).flatMap((input) => {
    const plain = input.kind === 'numeric' && !input.log;
    const first: InputScale[] = plain ? [{ mean: input.mean, scale: input.scale }] : [];
    const rest: null[] = Array.from({ length: inputCount(input) - first.length }, () => null);
    return [...first, ...rest];
  });
}
