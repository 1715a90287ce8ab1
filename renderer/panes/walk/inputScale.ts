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

/** Whether the network reads each number as it stands in the table. */
export function takenAsIs(preparation: Preparation | null): boolean {
  const scales = inputScales(preparation);
  return scales.length > 0 && scales.every((one) => one !== null && isIdentity(one));
}

/** Of a column that is not scaled. */
export function isIdentity({ mean, scale }: InputScale): boolean {
  return mean === 0 && scale === 1;
}
