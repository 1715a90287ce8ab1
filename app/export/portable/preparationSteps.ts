// How raw values become the network's inputs, one step after the other, as writers of programs need it: with the indices of the raw
// values and of the inputs, and without what may be left out. docs/model-format.md says what the numbers mean.
import { float32Max } from '../../contract/limits.ts';
import {
  binTexts,
  type InputPreparation,
  inputCount,
  type Preparation,
  type Scaled,
  type ScaledInput,
  scalesOf,
} from '../../contract/model.ts';
import { rawInputsOfColumn } from './rawInputs.ts';

/** A raw value: a number, or with `levels` a category, which counts as its index in them, from 0; any other text is missing. */
export interface RawNumber {
  raw: number;
  levels: string[] | null;
}

export type PreparationStep =
  /** One input: `(t(x) - mean) / scale`, limited to -limit..limit; a missing x is `fill`; t is the signed logarithm where `log`. */
  | ({
      kind: 'number';
      at: number;
      name: string;
      fill: number;
      log: boolean;
      mean: number;
      scale: number;
      limit: number;
    } & RawNumber)
  /** One input: 1 where any of these is missing, else 0. */
  | { kind: 'missing'; at: number; name: string; of: RawNumber[] }
  /** One input for each level (missing is ''), and with `others` one more: 1 where the text is none of them. */
  | { kind: 'levels'; at: number; name: string; raw: number; levels: string[]; others: boolean };

export function preparationSteps({ inputs }: Preparation): PreparationStep[] {
  const steps: PreparationStep[] = [];
  let [raw, at] = [0, 0];
  for (const input of inputs) {
    steps.push(...stepsOf(input, raw, at));
    raw += rawInputsOfColumn(input).length;
    at += inputCount(input);
  }
  return steps;
}

function stepsOf(input: InputPreparation, raw: number, at: number): PreparationStep[] {
  const { column: name } = input;
  if (input.kind === 'oneHot') {
    const { levels, others } = input;
    return [{ kind: 'levels', at, name, raw, levels, others: others !== undefined }];
  }
  const numbers = numbersOf(input).map(({ scaled, suffix, levels, from }, k) => ({
    kind: 'number' as const,
    at: at + k,
    name: `${name}${suffix}`,
    ...{ raw: raw + from, levels },
    ...{ fill: scaled.median, log: scaled.log ?? false },
    ...{ mean: scaled.mean, scale: scaled.scale, limit: scaled.clip ?? float32Max },
  }));
  if (!input.indicator) return numbers;
  const of = rawInputsOfColumn(input).map((_, k) => ({ raw: raw + k, levels: numbers[0]!.levels }));
  return [...numbers, { kind: 'missing', at: at + numbers.length, name, of }];
}

interface ScaledNumber {
  scaled: Scaled;
  /** Index among the column's raw values. */
  from: number;
  suffix: string;
  levels: string[] | null;
}

function numbersOf(input: ScaledInput): ScaledNumber[] {
  if (input.kind === 'date')
    return input.parts.map((scaled, from) => ({ scaled, from, suffix: `.${scaled.part}`, levels: null }));
  const bins = input.kind === 'numeric' ? binTexts(input.edges).map((bin) => ` ${bin}`) : [];
  const levels = input.kind === 'ordinal' ? input.levels : null;
  return scalesOf(input).map((scaled, k) => ({ scaled, from: 0, suffix: bins[k - 1] ?? '', levels }));
}
