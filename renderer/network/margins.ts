// What a network's drawing needs to know of the network, and the margins for the names and words around it, in CSS pixels.

import { numbers } from '../wording/numbers.ts';
import type { DrawnActivation } from './activation.ts';
import { most } from './layout.ts';
import { widest } from './textWidth.ts';

export interface DrawnLayer {
  inputs: number;
  units: number;
  activation: DrawnActivation;
  parameters: number;
}

export interface DrawnNetwork {
  inputs: string[];
  layers: DrawnLayer[];
  outputs: string[];
  /** Whether outputs are classes, which are drawn with marks. */
  classes: boolean;
}

export interface Margins {
  left: number;
  right: number;
  bottom: number;
  /** Width for the names at the left and at the right. */
  leftNames: number;
  rightNames: number;
  /** Lines for the parameter formulas of the layers: 1, or 2 in alternation where 1 is too narrow, or 0 where 2 are. */
  formulaLines: 0 | 1 | 2;
}

const labelSize = 12;
/** Distance between a unit's centre and its name. */
const nameGap = 24;
const footRoom = 56;

export function marginsOf({ inputs, layers, outputs }: DrawnNetwork, width: number): Margins {
  const left = roomFor(inputs, width * 0.34);
  const right = roomFor(outputs, width * 0.24);
  const gap = (width - left - right) / Math.max(1, layers.length);
  const formula = widest(layers.map(parameterFormula), 11) + 8;
  const formulaLines = formula <= gap ? 1 : formula <= 2 * gap ? 2 : 0;
  return {
    left,
    right,
    bottom: 48 + (formulaLines === 2 ? 13 : 0),
    leftNames: left - nameGap + 4,
    rightNames: right - nameGap + 4,
    formulaLines,
  };
}

/** Margin for the longest of the names beside a column: at most `largest`, and at least as much as the words below need. */
function roomFor(names: string[], largest: number): number {
  const longest = names.length > most ? 0 : widest(names, labelSize);
  return Math.min(largest, Math.max(footRoom, longest + nameGap));
}

/** `7 × 8 + 8 = 64`: weights, plus each unit's other parameters (bias, gamma and beta of a normalisation). */
export function parameterFormula({ inputs, units, parameters }: DrawnLayer): string {
  const whole = (count: number) => numbers().whole(count);
  const each = (parameters - inputs * units) / units;
  const beside = each === 0 ? '' : each === 1 ? ` + ${whole(units)}` : ` + ${whole(each)} × ${whole(units)}`;
  return `${whole(inputs)} × ${whole(units)}${beside} = ${whole(parameters)}`;
}

/** Index of the class that an output predicts: a binary network's single output predicts the second class. */
export function outputAt({ classes, layers, outputs }: DrawnNetwork, index: number): number {
  return classes && layers.at(-1)?.units === 1 && outputs.length === 2 ? 1 : index;
}
