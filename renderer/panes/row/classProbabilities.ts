// The classes of one row with their logits, exponentials and probabilities, and its cross entropy.

import type { Walk } from '../../../app/contract/run/walk.ts';
import { predictionsOf } from '../walk/walkedRow.ts';

export interface ClassShare {
  name: string;
  z: number;
  /** Of z minus the largest z where e to the power of z would be beyond float64. */
  power: number;
  share: number;
  isTrue: boolean;
}

/** Most classes that are drawn: the most probable ones, and the true one. */
export const mostClasses = 10;

/** @param names of the classes in order. */
export function classShares(walk: Walk, names: readonly string[]): ClassShare[] {
  const z = walk.layers.at(-1)?.z ?? [];
  const truth = walk.target[0] ?? -1;
  const largest = Math.max(...z);
  const shift = largest > 700 ? largest : 0;
  return predictionsOf(z, 'softmax').map((share, k) => ({
    name: names[k] ?? String(k + 1),
    z: z[k]!,
    power: Math.exp(z[k]! - shift),
    share,
    isTrue: k === truth,
  }));
}

/** In the order of the classes. */
export function drawnClasses(all: readonly ClassShare[]): readonly ClassShare[] {
  if (all.length <= mostClasses) return all;
  const largest = all.toSorted((a, b) => Number(b.isTrue) - Number(a.isTrue) || b.share - a.share);
  const drawn = new Set(largest.slice(0, mostClasses));
  return all.filter((one) => drawn.has(one));
}

/** Of two classes: the one output's z, the probability of the second class and its derivative by z, and that of the true class. */
export function sigmoidOf(walk: Walk): {
  z: number;
  share: number;
  derivative: number;
  isSecond: boolean;
  right: number;
} {
  const z = walk.layers.at(-1)?.z[0] ?? 0;
  const share = predictionsOf([z], 'sigmoid')[0]!;
  const isSecond = walk.target[0] === 1;
  return { z, share, derivative: share * (1 - share), isSecond, right: isSecond ? share : 1 - share };
}
