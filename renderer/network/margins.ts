// What a drawn network is, and how much room names and words around it take.

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
  /** Whether outputs are classes, which have marks. */
  classes: boolean;
}

export interface Margins {
  left: number;
  right: number;
  bottom: number;
  /** Pixels for a name at the left and at the right. */
  leftNames: number;
  rightNames: number;
  /** Lines for how parameters are counted: in turns on two where one has no room, none where two have not. */
  formulaLines: 0 | 1 | 2;
}

const labelSize = 12;
/** Between a unit's centre and the end of its name. */
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

/** For the longest of the names beside a column, up to `largest`; some for the words below it. */
function roomFor(names: string[], largest: number): number {
  const longest = names.length > most ? 0 : widest(names, labelSize);
  return Math.min(largest, Math.max(footRoom, longest + nameGap));
}

/** `7 × 8 + 8 = 64`: weights, then what each unit has beside them, which are a bias and gamma and beta of a normalisation. */
export function parameterFormula({ inputs, units, parameters }: DrawnLayer): string {
  const whole = (count: number) => numbers().whole(count);
  const each = (parameters - inputs * units) / units;
  const beside = each === 0 ? '' : each === 1 ? ` + ${whole(units)}` : ` + ${whole(each)} × ${whole(units)}`;
  return `${whole(inputs)} × ${whole(units)}${beside} = ${whole(parameters)}`;
}

/** A binary network's one output stands for the second class. */
export function outputAt({ classes, layers, outputs }: DrawnNetwork, index: number): number {
  return classes && layers.at(-1)?.units === 1 && outputs.length === 2 ? 1 : index;
}
