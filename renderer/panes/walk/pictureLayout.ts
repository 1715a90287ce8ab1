// Layout of a walk's drawn units, the numbers that each shows in a step, and the edges that the step computes with.

import { derivativeByActivation } from './derivativeTex.ts';
import type { Walked } from './walkedRow.ts';
import type { Step } from './walkSteps.ts';
import { stepIndex } from './walkSteps.ts';

export interface PlacedUnit {
  column: number;
  unit: number;
  x: number;
  y: number;
}
export interface PictureLayout {
  units: PlacedUnit[][];
  radius: number;
  /** Where names and gradients of hidden units stand: at their right, or above and below where the next layer is too near. */
  labels: 'beside' | 'around';
  loss: { x: number; y: number };
}

/** Pixels for names at the left and for the loss at the right; in a narrow picture these shares of its width. */
const room = { left: 118, right: 226, top: 34, bottom: 30 };
const mostOfWidth = { left: 0.2, right: 0.36 };
const largestRadius = 21;
/** Of the distance between two layers: the rest is for the edges. */
const radiusOfGap = 0.25;
/** Pixels of a gradient beside a unit, and of the two lines around one. */
const labelSize = { wide: 64, high: 30 };
/** Pixels of a character of a name, and the most of them that get room of their own. */
const character = { wide: 7, most: 14 };

export function placeUnits({ columns }: Walked, width: number, height: number): PictureLayout {
  const [inputs] = columns;
  const longest = Math.max(...(inputs?.shown.map((unit) => inputs.names[unit]?.length ?? 0) ?? [0]));
  const forNames = Math.min(character.most, longest) * character.wide + largestRadius + 8;
  const left = Math.min(room.left, width * mostOfWidth.left, forNames);
  const right = Math.min(room.right, width * mostOfWidth.right);
  const inner = Math.max(1, width - left - right);
  const tall = Math.max(1, height - room.top - room.bottom);
  const gap = columns.length > 1 ? inner / (columns.length - 1) : 0;
  const most = Math.max(...columns.map(({ shown }) => shown.length));
  const pitch = tall / most;
  const middle = room.top + tall / 2;
  const units = columns.map(({ shown }, column) => {
    const own = Math.min(pitch * 1.6, tall / shown.length);
    return shown.map((unit, i) => ({
      column,
      unit,
      x: left + column * gap,
      y: middle + (i - (shown.length - 1) / 2) * own,
    }));
  });
  const radius = Math.max(
    9,
    Math.min(largestRadius, pitch * 0.4, gap > 0 ? gap * radiusOfGap : largestRadius),
  );
  const near = columns.length > 2 && gap - 2 * radius < labelSize.wide;
  const labels = near && pitch >= 2 * radius + labelSize.high ? 'around' : 'beside';
  return { units, radius, labels, loss: { x: width - 46, y: middle } };
}

/** The value that a unit shows at a step: input, z, s, a or prediction; null before one is computed. */
export function shownValue(
  walked: Walked,
  steps: readonly Step[],
  at: number,
  column: number,
  unit: number,
): number | null {
  if (column === 0) return walked.walk.inputs[unit]?.value ?? null;
  const layer = column - 1;
  const made = (kind: Step['kind']) => at >= stepIndex(steps, kind, layer);
  const { z, a, normalization } = walked.walk.layers[layer]!;
  if (made('output')) return walked.predictions[unit]!;
  if (made('activate')) return a[unit]!;
  if (normalization && made('normalize')) return normalization.shifted[unit]!;
  return made('sums') ? z[unit]! : null;
}

/** The newest gradient of a unit at a step; null before one is computed. */
export function shownGradient(
  walked: Walked,
  steps: readonly Step[],
  at: number,
  column: number,
  unit: number,
): number | null {
  if (column === 0) return null;
  const layer = column - 1;
  const made = (kind: Step['kind']) => at >= stepIndex(steps, kind, layer);
  const { dA, dZ, normalization } = walked.walk.layers[layer]!;
  if (made('dLoss') || made('dNormalize')) return dZ[unit]!;
  if (made('dActivate')) return (normalization?.dShifted ?? dZ)[unit]!;
  return made('dActivations') ? dA[unit]! : null;
}

/** Whether the step uses the value that the unit shows. */
export function isUsed({ shape, columns }: Walked, step: Step, column: number, unit: number): boolean {
  if (step.kind === 'dWeights') return column === step.layer;
  if (step.kind === 'dLoss') return column === columns.length - 1;
  if (step.kind !== 'dActivate' || column !== step.layer + 1) return false;
  return derivativeByActivation(shape.layers[step.layer]!.activation) || unit === columns[column]!.followed;
}

/** Whether the step computes with the weight of an edge into layer `layer`. */
export function isTaken({ columns }: Walked, step: Step, layer: number, from: number, to: number): boolean {
  const [into, out] = [columns[layer + 1]!.followed === to, columns[layer]!.followed === from];
  if (step.kind === 'sums' || step.kind === 'dWeights' || step.kind === 'update')
    return layer === step.layer && into;
  return step.kind === 'dActivations' && layer === step.layer + 1 && out;
}
