// Symbols and numbers of a walk in TeX: x for inputs, z for sums, n and s for a normalised sum, a for a unit's activation, the layer in
// brackets above where there are several.

import type { Walked } from './walkedRow.ts';

/** A value that was kept in the forward pass and is used again. */
export function kept(tex: string): string {
  return String.raw`\htmlClass{kept}{${tex}}`;
}

const longest = 16;
export function texText(text: string): string {
  const signs = [...new Intl.Segmenter().segment(text.slice(0, 40 * longest))].map(({ segment }) => segment);
  const short = signs.length > longest ? `${signs.slice(0, longest).join('')}…` : text;
  const written = short
    // TeX takes no control characters, no private ones, and no half of a pair of code units.
    .replace(/[\p{Cs}\p{Co}]/gu, '\u25a1')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    // KaTeX knows few accents of their own, and refuses the others.
    .normalize('NFC')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\\{}]/g, ' ')
    .replace(/[#$%&_]/g, (sign) => `\\${sign}`)
    .replace(/\^/g, String.raw`\textasciicircum{}`)
    .replace(/~/g, String.raw`\textasciitilde{}`)
    // Operators are known in formulas only.
    .replace(
      /[\u203c\u2100-\u214f\u2200-\u22ff\u231c-\u231f\u27c0-\u27ef\u2980-\u2aff]|\ud835\udea4/g,
      '$$$&$$',
    );
  return String.raw`\text{${written}}`;
}

export class Symbols {
  readonly #walked: Walked;

  constructor(walked: Walked) {
    this.#walked = walked;
  }

  get last(): number {
    return this.#walked.walk.layers.length - 1;
  }
  #above(layer: number): string {
    return this.last > 0 ? `^{(${layer + 1})}` : '';
  }
  /** @param layer -1 for the inputs. */
  unit(layer: number, unit: number): string {
    if (layer < this.last) return String(unit + 1);
    return texText(this.#walked.columns.at(-1)?.names[unit] ?? String(unit + 1));
  }
  of(letter: string, layer: number, sub: string): string {
    return `${letter}${this.#above(layer)}_{${sub}}`;
  }
  /** Symbol of a layer's output: x for the inputs, a, or p or y-hat for the prediction. */
  activation(layer: number, sub: string): string {
    if (layer < 0) return `x_{${sub}}`;
    if (layer < this.last) return this.of('a', layer, sub);
    const { head } = this.#walked.shape;
    return head === 'softmax' || head === 'sigmoid' ? `p_{${sub}}` : String.raw`\hat y_{${sub}}`;
  }
  /** Symbol of the activation function's input: z, or s after a normalisation. */
  preActivation(layer: number, sub: string): string {
    return this.of(this.#walked.shape.layers[layer]?.normalized ? 's' : 'z', layer, sub);
  }
  gradient(of: string): string {
    return String.raw`\frac{\partial L}{\partial ${of}}`;
  }
}
