// One layer of a walk as a matrix product, and the sum of one of its units written out in TeX.

import type { Walk } from '../../../app/contract/run/walk.ts';
import { factor, texNumber } from '../../formulas/texNumber.ts';
import { thinnedUnits } from './thinnedUnits.ts';

export interface LayerProduct {
  /** The layer's inputs, and weights [unit][input]. */
  x: readonly number[];
  weight: readonly (readonly number[])[];
  bias: readonly number[];
  z: readonly number[];
  a: readonly number[];
}

/** @param outputs activations of the output layer, which the engine leaves linear. */
export function layerProduct(walk: Walk, layer: number, outputs: readonly number[]): LayerProduct | null {
  const at = walk.layers[layer];
  if (!at) return null;
  const x = layer === 0 ? walk.inputs.map(({ value }) => value) : walk.layers[layer - 1]!.a;
  const last = layer === walk.layers.length - 1;
  return { x, weight: at.weight, bias: at.bias, z: at.z, a: last ? outputs : at.a };
}

/** Characters of a sum that a narrow pane has room for, and terms of each line of a longer one. */
const longest = 56;
const termsOfLine = 3;

/** `z_2 = 0.5 · 1.2 + (−0.3) · 0.7 + 0.1 = 0.49`, with dots for the terms that are not drawn; a long one on several lines. */
export function sumTex({ x, weight, bias, z }: LayerProduct, unit: number, hasBias: boolean): string {
  const terms = thinnedUnits(x.length).map((k) =>
    k === null ? String.raw`\cdots` : String.raw`${factor(weight[unit]![k]!)}\cdot${factor(x[k]!)}`,
  );
  const all = hasBias ? [...terms, factor(bias[unit]!)] : terms;
  const name = `z_{${unit + 1}}`;
  const sum = texNumber(z[unit]!);
  if (all.join('+').replaceAll(String.raw`\cdot`, '·').length <= longest)
    return `${name}=${all.join('+')}=${sum}`;
  const lines = Array.from({ length: Math.ceil(all.length / termsOfLine) }, (_, k) =>
    all.slice(k * termsOfLine, (k + 1) * termsOfLine).join('+'),
  );
  return String.raw`\begin{aligned}${name}&=${lines.join(String.raw`\\&\quad+`)}\\&=${sum}\end{aligned}`;
}
